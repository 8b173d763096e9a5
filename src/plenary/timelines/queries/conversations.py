"""Direct posts as conversations."""

from collections.abc import Iterable

from django.db.models import QuerySet

from plenary.accounts import queries as accounts
from plenary.accounts.models import Account
from plenary.lib.errors import NotFound
from plenary.lib.pagination import Page, Paged, ids_page
from plenary.timelines.models import Conversation


def _rows(viewer: Account) -> QuerySet[Conversation]:
    return Conversation.objects.filter(account=viewer, last_status__isnull=False)


def conversations(viewer: Account, page: Page) -> Paged[Conversation]:
    """The viewer's, the latest first; pages go by the last post's id (two queries)."""
    rows = _rows(viewer)
    ids = ids_page(rows, page, "last_status_id")
    found = {row.last_status_id: row for row in rows.filter(last_status__in=ids)}
    return Paged(
        [found[pk] for pk in ids if pk in found],
        older=ids[-1] if len(ids) == page.limit else None,
        newer=ids[0] if ids else None,
    )


def conversation(viewer: Account, conversation_id: int) -> Conversation:
    """One of the viewer's, or NotFound."""
    found = _rows(viewer).filter(pk=conversation_id).first()
    if found is None:
        raise NotFound
    return found


def people_in(viewer: Account, rows: Iterable[Conversation]) -> dict[int, Account]:
    """Who is in several conversations, without those the viewer must not meet (one query)."""
    wanted = {pk for row in rows for pk in row.people or [viewer.pk]}
    return accounts.by_ids(viewer, wanted) if wanted else {}
