"""Notifications one by one, as an app reads them: in SQL, for the ORM would take several times as
long to put the question together as the database to answer it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from plenary.accounts.models import Account
from plenary.lib.pagination import Page
from plenary.lib.rows import among, listed
from plenary.statuses.queries.rendered import Face
from plenary.timelines.models import Notification

TOP = (1 << 63) - 1
_FEW = 4  # kinds, each found by its own seek

# The same as `accounts.visibility.apart`, the other way round; a test holds both together.
MET = """EXISTS (SELECT 1 FROM plenary_account a WHERE a.id = {row}.actor_id
        AND a.suspended_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM plenary_block b
                        WHERE b.source_id = %(me)s AND b.target_id = {row}.actor_id)
        AND NOT EXISTS (SELECT 1 FROM plenary_block b
                        WHERE b.source_id = {row}.actor_id AND b.target_id = %(me)s))"""
_SOME = f"""SELECT n.id FROM plenary_notification n
    WHERE n.account_id = %(me)s AND n.id > %(floor)s AND n.id < %(ceiling)s AND {{which}}
    AND {MET.format(row="n")} ORDER BY n.id {{direction}} LIMIT %(limit)s"""
_TOLD = """
    SELECT n.id, n.kind, n.key, n.group_key, n.status_id, n.created_at, a.id, a.version,
           a.followers_count, a.following_count, a.statuses_count, a.last_status_id
    FROM ({ids}) AS page JOIN plenary_notification n ON n.id = page.id
    JOIN plenary_account a ON a.id = n.actor_id ORDER BY n.id DESC
"""
_FACES = """
    SELECT a.id, a.version, a.followers_count, a.following_count, a.statuses_count,
           a.last_status_id FROM plenary_account a WHERE a.id {among}
"""


@dataclass(slots=True)
class Told:
    """One notification, with as much of its actor as a list needs."""

    id: int
    kind: str
    key: str
    group_key: str | None
    status_id: int | None
    at: datetime
    actor: Face


def moment(value: Any) -> datetime:
    """SQLite gives text where Django's fields do not read it."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def bounds(viewer: Account, page: Page) -> dict[str, Any]:
    """A page as parameters."""
    return {
        "me": viewer.pk,
        "floor": page.min_id if page.min_id is not None else page.since_id or 0,
        "ceiling": page.max_id or TOP,
        "limit": page.limit,
    }


def of_kinds(name: str, kinds: Sequence[str], params: dict[str, Any]) -> str:
    """A condition on n.kind, its parameters put beside the others; false for no kinds at all."""
    for place, kind in enumerate(kinds):
        params[f"{name}{place}"] = kind
    names = ", ".join(f"%({name}{place})s" for place in range(len(kinds)))
    return f"n.kind IN ({names})" if kinds else "1 = 0"


def told(
    viewer: Account,
    page: Page,
    kinds: Sequence[str],
    *,
    actor_id: int | None = None,
    filtered: bool = False,
) -> list[Told]:
    """A page of these kinds, newest first (one query); nothing of those the viewer must not meet,
    nor (unless `filtered`) what their policy keeps apart. A rare kind is found by its own index,
    however much else there is."""
    if not kinds:
        return []
    params = bounds(viewer, page) | {"actor": actor_id or 0}
    direction = "ASC" if page.min_id is not None else "DESC"
    rest = "" if filtered else " AND NOT n.filtered"
    rest += " AND n.actor_id = %(actor)s" if actor_id is not None else ""
    alone = len(kinds) <= _FEW and actor_id is None
    sets: list[tuple[str, Sequence[str]]] = [("kind", kinds)]
    if alone:
        sets = [(f"one{place}_", [kind]) for place, kind in enumerate(kinds)]
    parts = [
        _SOME.format(which=of_kinds(name, some, params) + rest, direction=direction)
        for name, some in sets
    ]
    if len(parts) == 1:
        return _read(parts[0], params)
    each = " UNION ALL ".join(f"SELECT id FROM ({sql}) AS k{at}" for at, sql in enumerate(parts))
    newest = f"SELECT id FROM ({each}) AS k ORDER BY id {direction} LIMIT %(limit)s"
    return _read(newest, params)


def told_one(viewer: Account, notification_id: int, *, filtered: bool = False) -> Told | None:
    """One of the viewer's, under the same conditions."""
    params = bounds(viewer, Page(1, max_id=notification_id + 1, since_id=notification_id - 1))
    which = "1 = 1" if filtered else "NOT n.filtered"
    return next(iter(_read(_SOME.format(which=which, direction="DESC"), params)), None)


def keys_of(viewer: Account, ids: Iterable[int]) -> dict[int, str]:
    """What some of the viewer's notifications were made of, by their id (one query)."""
    rows = Notification.objects.filter(account=viewer, pk__in=list(ids))
    return dict(rows.values_list("pk", "key"))


def faces(account_ids: Iterable[int]) -> list[Face]:
    """As much of these people as a list needs (one query). It asks nobody's permission."""
    with connection.cursor() as cursor:
        cursor.execute(_FACES.format(among=among("ids")), {"ids": listed(account_ids)})
        return [Face(*row) for row in cursor.fetchall()]


def _read(ids: str, params: dict[str, Any]) -> list[Told]:
    with connection.cursor() as cursor:
        cursor.execute(_TOLD.format(ids=ids), params)
        rows = cursor.fetchall()
    return [
        Told(pk, kind, key, group, status_id, moment(at), Face(*face))
        for pk, kind, key, group, status_id, at, *face in rows
    ]
