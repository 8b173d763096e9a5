"""Posts with all that rendering reads: five queries, however many."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from plenary.accounts.models import Account
from plenary.lib.errors import NotFound
from plenary.lib.pagination import Page
from plenary.statuses.models import (
    Mention,
    QuoteState,
    Status,
    StatusHashtag,
    Visibility,
)
from plenary.statuses.visibility import visible_to
from plenary.timelines import queries as timelines

MOST_ON_A_PAGE = 20


def with_all(rows: QuerySet[Status]) -> QuerySet[Status]:
    """With what `federation.render.objects` reads."""
    return rows.select_related(
        "account",
        "poll",
        "in_reply_to__account",
        "quote_of__account",
        "reblog_of__account",
    ).prefetch_related(
        "attachments",
        "poll__options",
        Prefetch("mentions", Mention.objects.select_related("account").order_by("pk")),
        Prefetch("status_hashtags", StatusHashtag.objects.select_related("hashtag").order_by("pk")),
    )


def post(viewer: Account | None, owner: Account, status_id: int) -> Status:
    """A post or boost of a local account that the viewer may see; NotFound for all others."""
    rows = with_all(Status.objects.filter(pk=status_id, account=owner, local=True))
    found = visible_to(rows, viewer).first()
    if found is None:
        raise NotFound
    return found


def posts(viewer: Account | None, ids: Iterable[int]) -> list[Status]:
    """By id, in the order given; without what the viewer may not see."""
    ids = list(ids)
    if not ids:
        return []
    found = with_all(visible_to(Status.objects.all(), viewer)).in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def activity_ids(viewer: Account | None, owner: Account, before: int | None) -> list[int]:
    """A page of somebody's posts and boosts, newest first; messages are never among them."""
    return timelines.account_ids(viewer, owner, Page(limit=MOST_ON_A_PAGE, max_id=before))


def reply_uris(viewer: Account | None, status: Status, after: int) -> list[tuple[int, str]]:
    """Answers that anybody may see, the oldest first, each with the key to page on by."""
    rows = Status.objects.filter(
        in_reply_to=status, pk__gt=after, visibility__lte=Visibility.UNLISTED
    )
    shown = visible_to(rows, viewer).select_related("account").order_by("pk")
    return [(one.pk, one.object_uri) for one in shown[:MOST_ON_A_PAGE]]


def authorized_quote(viewer: Account | None, owner: Account, quoting_id: int) -> Status:
    """A post that quotes one of the owner's by leave, if the viewer may see what it quotes."""
    rows = Status.objects.filter(
        pk=quoting_id, quote_of__account=owner, quote_state=QuoteState.ACCEPTED
    )
    found = rows.select_related("account", "quote_of__account").first()
    if found is None or found.quote_of_id is None:
        raise NotFound
    if not visible_to(Status.objects.filter(pk=found.quote_of_id), viewer).exists():
        raise NotFound
    return found
