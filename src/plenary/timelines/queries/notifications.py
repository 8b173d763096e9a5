"""What concerns the viewer."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, Subquery, Value
from django.db.models.functions import Coalesce

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


def notifications(viewer: Account, page: Page, kinds: tuple[str, ...] = ()) -> Paged[Notification]:
    """Newest first, `actor` and `status` loaded; nothing of those the viewer must not meet."""
    rows = Notification.objects.filter(account=viewer).exclude(apart(viewer, "actor"))
    if kinds:
        rows = rows.filter(kind__in=kinds)
    ids = ids_page(rows, page)
    found = Notification.objects.select_related("actor", "status", "status__account").in_bulk(ids)
    return Paged(
        [found[pk] for pk in ids if pk in found],
        older=ids[-1] if len(ids) == page.limit else None,
        newer=ids[0] if ids else None,
    )


def last_read(viewer: Account) -> int:
    row = Marker.objects.filter(account=viewer, timeline="notifications").first()
    return row.last_read_id if row else 0


def unread_count(viewer: Account) -> int:
    """Unread notifications, counted up to MAX_UNREAD (one query)."""
    marker = Marker.objects.filter(account=viewer, timeline="notifications").values("last_read_id")
    rows = Notification.objects.filter(
        Q(account=viewer), pk__gt=Coalesce(Subquery(marker[:1]), Value(0))
    ).exclude(apart(viewer, "actor"))
    return rows[:MAX_UNREAD].count()
