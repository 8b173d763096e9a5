"""Statuses as they were rendered at write, with what changes often and what depends on the viewer:
what a page of a timeline is spliced from. One query, however many statuses."""

from collections.abc import Iterable
from typing import Any

import msgspec  # its Structs are made in a fifth of the time, and a page makes forty
from django.db.models import Prefetch

from plenary.accounts.models import Account
from plenary.lib import rendering
from plenary.lib.rows import among, json_array, listed, rows
from plenary.statuses.models import Mention, Status, StatusHashtag
from plenary.statuses.visibility import seen_sql


class Face(msgspec.Struct):
    """An author as a list needs them: whose profile in which version, and their counts."""

    id: int
    version: int
    followers: int
    following: int
    statuses: int
    last_status_id: int | None


class Part(msgspec.Struct):
    """One status. `reblog` is the boosted one, where it is a boost: flags are on that."""

    id: int
    account: Face
    rendered: str
    replies: int
    reblogs: int
    favourites: int
    visibility: int
    quotes: int
    quote_of: int | None
    quote_state: int
    quote_policy: int
    has_poll: bool
    pinned: bool
    reblog: "Part | None" = None
    favourited: bool = False
    boosted: bool = False
    bookmarked: bool = False
    muted: bool = False


_COLUMNS = """{s}.id, {s}.rendered, {s}.replies_count, {s}.reblogs_count, {s}.favourites_count,
    {s}.visibility, {s}.quotes_count, {s}.quote_of_id, {s}.quote_state, {s}.quote_policy,
    {s}.has_poll, {s}.pinned_at IS NOT NULL,
    {a}.id, {a}.version, {a}.followers_count, {a}.following_count, {a}.statuses_count,
    {a}.last_status_id"""
_WIDTH = 18
# What is boosted comes as one column, for most have none and columns cost.
_BOOSTED = f"CASE WHEN o.id IS NOT NULL THEN {json_array()}({_COLUMNS.format(s='o', a='oa')}) END"
_decode = msgspec.json.Decoder(list[Any]).decode
# What the viewer did with the one that is shown (of a boost, the boosted): a seek each.
_SHOWN = "COALESCE(s.reblog_of_id, s.id)"
_MARKS = f"""
    , EXISTS (SELECT 1 FROM plenary_favourite x
              WHERE x.account_id = %(me)s AND x.status_id = {_SHOWN})
    , EXISTS (SELECT 1 FROM plenary_status x
              WHERE x.account_id = %(me)s AND x.reblog_of_id = {_SHOWN})
    , EXISTS (SELECT 1 FROM plenary_bookmark x
              WHERE x.account_id = %(me)s AND x.status_id = {_SHOWN})
    , EXISTS (SELECT 1 FROM plenary_threadmute x
              WHERE x.account_id = %(me)s AND x.thread_id = COALESCE(o.thread_id, s.thread_id))
"""
_PARTS = f"""
    SELECT {_COLUMNS.format(s="s", a="a")}, {_BOOSTED} {{marks}}
    FROM {{source}}
    JOIN plenary_account a ON a.id = s.account_id
    LEFT JOIN plenary_status o ON o.id = s.reblog_of_id
    LEFT JOIN plenary_account oa ON oa.id = o.account_id
"""


def parts(viewer: Account | None, ids: Iterable[int]) -> list[Part]:
    """Statuses by id, in the order given; what the viewer may not see is left out, whatever list
    the ids come from."""
    ids = list(ids)
    if not ids:
        return []
    me = viewer.pk if viewer is not None else None
    source = "plenary_status s"
    where = f"WHERE s.id {among('ids')} AND {seen_sql(me, 's')}"
    found = {part.id: part for part in _read(me, source, where, {"ids": listed(ids)})}
    return [found[pk] for pk in ids if pk in found]


def parts_for_many(status_ids: Iterable[int]) -> list[Part]:
    """Statuses for several readers at once, without marks. It asks nobody's permission: whoever
    calls it has asked `timelines.queries.receivers` who may see them."""
    where = f"WHERE s.id {among('ids')}"
    return _read(None, "plenary_status s", where, {"ids": listed(status_ids)})


def parts_among(viewer: Account, ids_sql: str, params: dict[str, Any]) -> list[Part]:
    """As `parts`, newest first, of the ids that a SELECT gives; it must let through only what the
    viewer may see. One query instead of two."""
    source = f"({ids_sql}) AS among JOIN plenary_status s ON s.id = among.id"
    return _read(viewer.pk, source, "ORDER BY s.id DESC", params)


def _read(me: int | None, source: str, rest: str, params: dict[str, Any]) -> list[Part]:
    sql = _PARTS.format(source=source, marks=_MARKS if me is not None else "") + rest
    found = [_part(row, me is not None) for row in rows(sql, {**params, "me": me})]
    _render_missing({part.id: part for part in (one.reblog or one for one in found)})
    return found


def _part(row: Any, marked: bool) -> Part:
    part = shown = _one(row)
    if row[_WIDTH] is not None:
        boosted = row[_WIDTH]
        part.reblog = shown = _one(boosted if type(boosted) is list else _decode(boosted))
    if marked:
        _, favourited, boosted, bookmarked, muted = row[_WIDTH:]
        shown.favourited, shown.boosted = bool(favourited), bool(boosted)
        shown.bookmarked, shown.muted = bool(bookmarked), bool(muted)
    return part


def _one(row: Any) -> Part:
    return Part(row[0], Face(*row[12:_WIDTH]), *row[1:12])


def _render_missing(shown: dict[int, Part]) -> None:
    """Render now what was not yet: after an update that changed the form, or a deleted parent."""
    missing = [pk for pk, part in shown.items() if not part.rendered]
    if missing:
        unmade = Status.objects.select_related("account", "application", "card")
        for status in unmade.filter(pk__in=missing).prefetch_related(*RENDERED_FROM):
            shown[status.pk].rendered = rendering.render("status", status)


# What rendering reads: three queries, however many statuses.
RENDERED_FROM = (
    "attachments",
    Prefetch(
        "mentions", Mention.objects.filter(silent=False).select_related("account").order_by("pk")
    ),
    Prefetch("status_hashtags", StatusHashtag.objects.select_related("hashtag").order_by("pk")),
)
