"""Notifications by the groups that were decided when they were written. A page is a walk along the
index of the newest of each group, and one seek per group for who else is in it: it costs the same
however large the groups are, and however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection
from django.db.models import QuerySet

from plenary.accounts.models import Account
from plenary.accounts.visibility import apart
from plenary.lib.errors import NotFound
from plenary.lib.numbers import whole
from plenary.lib.pagination import Page, Paged, ids_page
from plenary.timelines.models import Notification
from plenary.timelines.queries.notifications import notification
from plenary.timelines.queries.told import MET, TOP, bounds, moment, of_kinds

SAMPLES = 8
ALONE = "ungrouped-"


@dataclass(slots=True)
class Bundle:
    """A group of notifications: its newest, how many there are, who did it last (the newest
    first), and the span of ids within the page."""

    key: str
    kind: str
    newest_id: int
    newest_at: datetime
    status_id: int | None
    count: int = 1
    actor_ids: list[int] = field(default_factory=list)
    page_min_id: int = 0


@dataclass(frozen=True)
class Which:
    """Which notifications, and how they are grouped: those `singly` are not."""

    kinds: tuple[str, ...]
    singly: tuple[str, ...] = ()
    actor_id: int | None = None
    filtered: bool = False


# Of a group at its head others may still be there whose actor may be met.
_HEADS = f"""
    SELECT n.id, n.kind, n.group_key, n.status_id, n.actor_id, n.created_at
    FROM plenary_notification n
    WHERE n.account_id = %(me)s AND n.id > %(floor)s AND n.id < %(ceiling)s
    AND {{which}}
    AND ({{alone}} OR NOT EXISTS (
        SELECT 1 FROM plenary_notification m
        WHERE m.account_id = %(me)s AND m.group_key = n.group_key AND m.id > n.id))
    AND (NOT {{alone}} OR {MET.format(row="n")})
    ORDER BY n.id {{direction}} LIMIT %(limit)s
"""
_MEMBERS = f"""SELECT s.id, s.actor_id FROM plenary_notification s
    WHERE s.account_id = %(me)s AND s.group_key = {{key}}
    AND {MET.format(row="s")} ORDER BY s.id DESC LIMIT {SAMPLES}"""
_SAMPLES = {
    "sqlite": f"""SELECT k.value, m.actor_id
        FROM json_each(%(keys)s) AS k JOIN plenary_notification m
        ON m.id IN (SELECT id FROM ({_MEMBERS.format(key="k.value")})) ORDER BY m.id DESC""",
    "postgresql": f"""SELECT k.value, m.actor_id
        FROM unnest(%(keys)s::text[]) AS k(value)
        CROSS JOIN LATERAL ({_MEMBERS.format(key="k.value")}) AS m ORDER BY m.id DESC""",
}
_COUNTS = """
    SELECT k.value,
        (SELECT COUNT(*) FROM plenary_notification n WHERE n.account_id = %(me)s
            AND n.group_key = k.value),
        (SELECT MIN(n.id) FROM plenary_notification n WHERE n.account_id = %(me)s
            AND n.group_key = k.value AND n.id >= %(floor)s)
    FROM {keys}
"""
_KEYS = {
    "sqlite": "json_each(%(keys)s) AS k",
    "postgresql": "unnest(%(keys)s::text[]) AS k(value)",
}


def _keyed(keys: Iterable[str]) -> Any:
    """A list of keys as one parameter."""
    keys = list(keys)
    return msgspec.json.encode(keys).decode() if connection.vendor == "sqlite" else keys


def _heads_sql(viewer: Account, which: Which, direction: str) -> tuple[str, dict[str, Any]]:
    params: dict[str, Any] = {"me": viewer.pk, "actor": which.actor_id or 0}
    singly = of_kinds("single", which.singly, params)
    conditions = [of_kinds("kind", which.kinds, params)]
    if which.actor_id is not None:
        conditions.append("n.actor_id = %(actor)s")
    elif which.singly:
        conditions.append(f"(n.head OR {singly})")
    else:
        conditions.append("n.head")
    if not which.filtered:
        conditions.append("NOT n.filtered")
    # Of one person there is no more than one in a group: it is told by itself, newest or not.
    alone = f"(n.group_key IS NULL OR {singly})" if which.actor_id is None else "(1 = 1)"
    sql = _HEADS.format(which=" AND ".join(conditions), alone=alone, direction=direction)
    return sql, params


def groups(viewer: Account, page: Page, which: Which) -> Paged[Bundle]:
    """A page of groups, newest first (three queries)."""
    upward = page.min_id is not None
    sql, params = _heads_sql(viewer, which, "ASC" if upward else "DESC")
    params |= bounds(viewer, page)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.fetchall()
    if upward:
        rows = rows[::-1]
    found = [_bundle(row, which) for row in rows]
    ids = [one.newest_id for one in found]
    return Paged(
        _filled(viewer, found, _floor(ids, page)),
        older=ids[-1] if len(ids) == page.limit else None,
        newer=ids[0] if ids else None,
    )


def _floor(ids: list[int], page: Page) -> int:
    """The oldest id that belongs to a page: where it is full, of its last group; else all there
    are."""
    if len(ids) == page.limit:
        return ids[-1]
    below = page.min_id if page.min_id is not None else page.since_id
    return below + 1 if below is not None else 0


def _bundle(row: Any, which: Which) -> Bundle:
    pk, kind, key, status_id, actor_id, at = row
    alone = not key or kind in which.singly
    return Bundle(
        key=f"{ALONE}{pk}" if alone else key,
        kind=kind,
        newest_id=pk,
        newest_at=moment(at),
        status_id=status_id,
        actor_ids=[actor_id] if alone or which.actor_id is not None else [],
        page_min_id=pk,
    )


def _filled(viewer: Account, found: list[Bundle], floor: int = 0) -> list[Bundle]:
    """Who is in each group and how many (two queries); those in which nobody may be met go."""
    keys = [one.key for one in found if not one.actor_ids]
    if not keys:
        return found
    params = {"me": viewer.pk, "keys": _keyed(keys), "floor": floor}
    people: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLES[connection.vendor], params)
        for row in cursor.fetchall():
            people.setdefault(row[0], []).append(row[1])
        cursor.execute(_COUNTS.format(keys=_KEYS[connection.vendor]), params)
        counts = {key: (count, first) for key, count, first in cursor.fetchall()}
    for one in found:
        if not one.actor_ids:
            one.actor_ids = list(dict.fromkeys(people.get(one.key, [])))
            count, first = counts.get(one.key, (1, None))
            one.count, one.page_min_id = int(count), first or one.newest_id
    return [one for one in found if one.actor_ids]


def group(viewer: Account, key: str) -> Bundle:
    """One group by its key, or one notification by `ungrouped-` and its id; NotFound for none."""
    if key.startswith(ALONE):
        row = _alone(viewer, key)
        return Bundle(key, row.kind, row.pk, row.created_at, row.status_id, 1, [row.actor_id])
    newest = _of(viewer, key).order_by("-pk").first()
    if newest is None:
        raise NotFound
    found = _filled(
        viewer,
        [Bundle(key, newest.kind, newest.pk, newest.created_at, newest.status_id)],
    )
    if not found:
        raise NotFound
    return found[0]


def group_actors(viewer: Account, key: str, page: Page) -> Paged[tuple[int, Account]]:
    """Who is in a group, the latest first, each with the notification's id to page by."""
    if key.startswith(ALONE):
        row = _alone(viewer, key)
        return Paged([(row.pk, row.actor)])
    ids = ids_page(_of(viewer, key), page)
    rows = Notification.objects.select_related("actor").in_bulk(ids)
    return Paged(
        [(pk, rows[pk].actor) for pk in ids if pk in rows],
        older=ids[-1] if len(ids) == page.limit else None,
        newer=ids[0] if ids else None,
    )


def alone_id(key: str) -> int | None:
    """The notification that a key of one alone names; None for a group's."""
    return whole(key.removeprefix(ALONE)) if key.startswith(ALONE) else None


def _alone(viewer: Account, key: str) -> Notification:
    pk = alone_id(key)
    row = notification(viewer, pk, filtered=True) if pk is not None else None
    if row is None:
        raise NotFound
    return row


def _of(viewer: Account, key: str) -> QuerySet[Notification]:
    rows = Notification.objects.filter(account=viewer, group_key=key)
    return rows.exclude(apart(viewer, "actor"))


def unread_groups(viewer: Account, which: Which, most: int) -> int:
    """Groups with something unread, counted up to `most` (one query)."""
    sql, params = _heads_sql(viewer, which, "DESC")
    marker = """COALESCE((SELECT r.last_read_id FROM plenary_marker r
        WHERE r.account_id = %(me)s AND r.timeline = 'notifications'), 0)"""
    sql = sql.replace("%(floor)s", marker)
    params |= {"ceiling": TOP, "limit": most}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({sql}) AS unread", params)
        return int(cursor.fetchone()[0])
