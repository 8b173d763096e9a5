"""What concerns the viewer."""

from django.db.models import Q, Subquery, Value
from django.db.models.functions import Coalesce

from plenary.accounts.models import Account
from plenary.accounts.visibility import apart
from plenary.lib.pagination import Page, Paged, ids_page
from plenary.timelines.models import Marker, Notification

MAX_UNREAD = 99


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
