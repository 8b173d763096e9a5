"""Statuses as they were rendered at write, with what changes often and what depends on the viewer:
what a page of a timeline is spliced from. Two queries, however many statuses."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Prefetch

from plenary.accounts.models import Account
from plenary.lib import rendering
from plenary.statuses.models import Mention, Status, StatusHashtag
from plenary.statuses.visibility import seen_sql

FAVOURITED, BOOSTED, BOOKMARKED, MUTED, PINNED = range(5)


@dataclass(slots=True)
class Face:
    """An author as a list needs them: whose profile in which version, and their counts."""

    id: int
    version: int
    followers: int
    following: int
    statuses: int
    last_status_id: int | None


@dataclass(slots=True)
class Part:
    """One status. `reblog` is the boosted one, where it is a boost: flags are on that."""

    id: int
    account: Face
    rendered: str
    replies: int
    reblogs: int
    favourites: int
    visibility: int
    created_at: Any
    thread_id: int
    reblog: "Part | None" = None
    favourited: bool = False
    boosted: bool = False
    bookmarked: bool = False
    muted: bool = False
    pinned: bool = False


_COLUMNS = """{s}.id, {s}.rendered, {s}.replies_count, {s}.reblogs_count, {s}.favourites_count,
    {s}.visibility, {s}.created_at, {s}.thread_id,
    {a}.id, {a}.version, {a}.followers_count, {a}.following_count, {a}.statuses_count,
    {a}.last_status_id"""
_WIDTH = 14
_PARTS = f"""
    SELECT {_COLUMNS.format(s="s", a="a")}, {_COLUMNS.format(s="o", a="oa")}
    FROM plenary_status s
    JOIN plenary_account a ON a.id = s.account_id
    LEFT JOIN plenary_status o ON o.id = s.reblog_of_id
    LEFT JOIN plenary_account oa ON oa.id = o.account_id
    WHERE s.id {{ids}} AND {{seen}}
"""
_MARKS = """
    SELECT 0, status_id FROM plenary_favourite WHERE account_id = %(me)s AND status_id {ids}
    UNION ALL
    SELECT 1, reblog_of_id FROM plenary_status WHERE account_id = %(me)s AND reblog_of_id {ids}
    UNION ALL
    SELECT 2, status_id FROM plenary_bookmark WHERE account_id = %(me)s AND status_id {ids}
"""


def among(name: str) -> str:
    """A comparison with a list of ids that is one parameter: so that the statement's text, which
    both databases prepare, does not change with how many there are."""
    if connection.vendor == "sqlite":
        return f"IN (SELECT value FROM json_each(%({name})s))"
    return f"= ANY(%({name})s)"


def listed(ids: Iterable[int]) -> Any:
    """The parameter for `among`."""
    ids = list(ids)
    return f"[{','.join(map(str, ids))}]" if connection.vendor == "sqlite" else ids


def parts(viewer: Account | None, ids: Iterable[int]) -> list[Part]:
    """Statuses by id, in the order given; what the viewer may not see is left out, whatever list
    the ids come from."""
    ids = list(ids)
    if not ids:
        return []
    me = viewer.pk if viewer is not None else None
    with connection.cursor() as cursor:
        cursor.execute(
            _PARTS.format(ids=among("ids"), seen=seen_sql(me, "s")), {"ids": listed(ids), "me": me}
        )
        found = {row[0]: _part(row) for row in cursor.fetchall()}
    made = [found[pk] for pk in ids if pk in found]
    shown = {part.id: part for part in (one.reblog or one for one in made)}
    _render_missing(shown)
    if me is not None and shown:
        _mark(me, [one.reblog or one for one in made], list(shown))
    return made


def _part(row: Any) -> Part:
    part = _one(row[:_WIDTH])
    if row[_WIDTH] is not None:
        part.reblog = _one(row[_WIDTH:])
    return part


def _one(row: Any) -> Part:
    return Part(row[0], Face(*row[8:]), *row[1:8])


def _mark(me: int, shown: list[Part], ids: list[int]) -> None:
    """What the viewer did with each (one query)."""
    marks: dict[tuple[int, int], bool] = {}
    with connection.cursor() as cursor:
        cursor.execute(_MARKS.format(ids=among("ids")), {"ids": listed(ids), "me": me})
        marks = dict.fromkeys(cursor.fetchall(), True)
    if not marks:
        return
    for part in shown:
        part.favourited = (FAVOURITED, part.id) in marks
        part.boosted = (BOOSTED, part.id) in marks
        part.bookmarked = (BOOKMARKED, part.id) in marks


def _render_missing(shown: dict[int, Part]) -> None:
    """Render now what was not yet: after an update that changed the form, or a deleted parent."""
    missing = [pk for pk, part in shown.items() if not part.rendered]
    if missing:
        rows = Status.objects.select_related("account", "application").filter(pk__in=missing)
        for status in rows.prefetch_related(*RENDERED_FROM):
            shown[status.pk].rendered = rendering.render("status", status)


# What rendering reads: three queries, however many statuses.
RENDERED_FROM = (
    "attachments",
    Prefetch("mentions", Mention.objects.select_related("account").order_by("pk")),
    Prefetch("status_hashtags", StatusHashtag.objects.select_related("hashtag").order_by("pk")),
)
