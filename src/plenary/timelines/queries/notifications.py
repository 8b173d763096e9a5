"""What concerns the viewer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from plenary.accounts.models import Account
from plenary.accounts.visibility import apart
from plenary.lib.pagination import Page, Paged, ids_page
from plenary.timelines.models import Marker, Notification

MAX_UNREAD = 99
_TOGETHER = {"favourite", "boost", "follow"}


@dataclass
class Group:
    """Notifications of one kind about one thing, the latest first."""

    first: Notification
    new: bool
    rows: list[Notification] = field(default_factory=list)

    @property
    def actors(self) -> list[Account]:
        return [row.actor for row in self.rows]

    @property
    def others(self) -> int:
        """How many beside the first."""
        return len(self.rows) - 1


def grouped(rows: Iterable[Notification], last_read: int) -> list[Group]:
    """A page of notifications, with several favourites or boosts of one status, and several new
    followers of one day, told as one. Read and unread never share a group."""
    groups: dict[tuple[object, ...], Group] = {}
    for row in rows:
        new = row.pk > last_read
        about = (row.kind, new, row.status_id or row.created_at.date())
        key: tuple[object, ...] = about if row.kind in _TOGETHER else (row.pk,)
        groups.setdefault(key, Group(row, new)).rows.append(row)
    return list(groups.values())


def notifications(
    viewer: Account,
    page: Page,
    kinds: tuple[str, ...] = (),
) -> Paged[Notification]:
    """Newest first, `actor` and `status` loaded; nothing of those the viewer must not meet, nor
    what their policy keeps apart."""
    rows = Notification.objects.filter(account=viewer, filtered=False)
    rows = rows.exclude(apart(viewer, "actor"))
    if kinds:
        rows = rows.filter(kind__in=kinds)
    ids = ids_page(rows, page)
    found = Notification.objects.select_related("actor", "status", "status__account").in_bulk(ids)
    return Paged(
        [found[pk] for pk in ids if pk in found],
        older=ids[-1] if len(ids) == page.limit else None,
        newer=ids[0] if ids else None,
    )


def notification(
    viewer: Account, notification_id: int, *, filtered: bool = False
) -> Notification | None:
    """One of the viewer's, `actor` and `status` loaded; None where its actor must not be met, or
    (unless `filtered`) where the policy keeps it apart."""
    rows = Notification.objects.filter(account=viewer).exclude(apart(viewer, "actor"))
    if not filtered:
        rows = rows.filter(filtered=False)
    return rows.select_related("actor", "status").filter(pk=notification_id).first()


def last_read(viewer: Account) -> int:
    row = Marker.objects.filter(account=viewer, timeline="notifications").first()
    return row.last_read_id if row else 0


# Every page asks, so it is spelled out: the ORM would take longer to put it together than the
# database to answer. Kept away are those whom `accounts.visibility.apart` names.
_UNREAD = """
    SELECT COUNT(*) FROM (
        SELECT 1 FROM plenary_notification n JOIN plenary_account a ON a.id = n.actor_id
        WHERE n.account_id = %(me)s AND NOT n.filtered AND a.suspended_at IS NULL
        AND n.id > COALESCE((SELECT m.last_read_id FROM plenary_marker m
                             WHERE m.account_id = %(me)s AND m.timeline = 'notifications'), 0)
        AND NOT EXISTS (SELECT 1 FROM plenary_block b
                        WHERE b.source_id = %(me)s AND b.target_id = n.actor_id)
        AND NOT EXISTS (SELECT 1 FROM plenary_block b
                        WHERE b.source_id = n.actor_id AND b.target_id = %(me)s)
        {which}
        LIMIT %(most)s) AS unread
"""


def unread_count(
    viewer: Account,
    kinds: tuple[str, ...] = (),
    *,
    actor_id: int | None = None,
    most: int = MAX_UNREAD,
) -> int:
    """Unread notifications, counted up to `most` (one query)."""
    given: dict[str, Any] = {"me": viewer.pk, "most": most, "actor": actor_id or 0}
    names = {f"kind{place}": kind for place, kind in enumerate(kinds)}
    which = f"AND n.kind IN ({', '.join(f'%({name})s' for name in names)})" if kinds else ""
    which += " AND n.actor_id = %(actor)s" if actor_id is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD.format(which=which), given | names)
        return int(cursor.fetchone()[0])


def markers(viewer: Account, timelines: Iterable[str]) -> list[Marker]:
    return list(Marker.objects.filter(account=viewer, timeline__in=list(timelines)))
