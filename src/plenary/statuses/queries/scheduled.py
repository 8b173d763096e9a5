"""Posts to come: the viewer's own."""

from plenary.accounts.models import Account
from plenary.lib.errors import NotFound
from plenary.lib.pagination import Page, ids_page
from plenary.statuses.models import ScheduledStatus


def scheduled(viewer: Account, page: Page) -> list[ScheduledStatus]:
    """The latest written first (two queries, and one for their files)."""
    ids = ids_page(ScheduledStatus.objects.filter(account=viewer), page)
    found = ScheduledStatus.objects.prefetch_related("attachments").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def scheduled_one(viewer: Account, scheduled_id: int) -> ScheduledStatus:
    found = ScheduledStatus.objects.filter(pk=scheduled_id, account=viewer).first()
    if found is None:
        raise NotFound
    return found
