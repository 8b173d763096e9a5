"""Policies about notifications, and what they keep apart."""

from dataclasses import dataclass

from plenary.accounts.models import Account, Follow
from plenary.accounts.visibility import apart
from plenary.lib import clock
from plenary.lib.errors import NotFound
from plenary.lib.pagination import Page, Paged, ids_page
from plenary.statuses.models import Mention, Status, Visibility
from plenary.timelines import rules
from plenary.timelines.models import (
    NotificationPermission,
    NotificationPolicy,
    NotificationRequest,
)

MOST_COUNTED = 100


@dataclass(frozen=True)
class Pending:
    """What waits for the viewer's decision, counted up to MOST_COUNTED."""

    requests: int
    notifications: int


def policy(viewer: Account) -> NotificationPolicy:
    """The viewer's policy, or the defaults (not kept)."""
    found = NotificationPolicy.objects.filter(account=viewer).first()
    return found or NotificationPolicy(account=viewer)


def stance(account: Account, actor: Account, kind: str, status: Status | None) -> str:
    """What the account's policy says to this: accept, filter or drop. One query where nothing
    is kept apart."""
    if kind not in rules.UNASKED or account.pk == actor.pk:
        return rules.ACCEPT
    held = policy(account)
    strict = {name for name in rules.CLAUSES if getattr(held, name) != rules.ACCEPT}
    if not strict - {"for_limited_accounts"}:
        return rules.ACCEPT
    if NotificationPermission.objects.filter(account=account, actor=actor).exists():
        return rules.ACCEPT
    ties = {
        row.source_id: row
        for row in Follow.objects.filter(
            source__in=[account, actor], target__in=[account, actor]
        ).only("source_id", "created_at")
    }
    follower = ties.get(actor.pk)
    sender = rules.Sender(
        followed=account.pk in ties,
        follows_since=follower.created_at if follower is not None else None,
        created_at=actor.created_at,
        private="for_private_mentions" in strict and _unasked_letter(account, actor, status),
    )
    found = rules.applying(sender, clock.now())
    return rules.strictest(getattr(held, name) for name in found)


def _unasked_letter(account: Account, actor: Account, status: Status | None) -> bool:
    """Whether it is a direct post, and none of the account's to this person came before it."""
    if status is None or status.visibility != Visibility.DIRECT:
        return False
    return not Mention.objects.filter(
        account=actor,
        status__account=account,
        status__visibility=Visibility.DIRECT,
        status__thread_id=status.thread_id,
        status__lt=status.pk,
    ).exists()


def pending(viewer: Account) -> Pending:
    """How much waits (one query)."""
    rows = NotificationRequest.objects.filter(account=viewer).exclude(apart(viewer, "actor"))
    counts = list(rows.values_list("notifications_count", flat=True)[:MOST_COUNTED])
    return Pending(len(counts), min(sum(counts), MOST_COUNTED))


def requests(viewer: Account, page: Page) -> Paged[NotificationRequest]:
    """Whose notifications wait, the newest first, `actor` loaded."""
    rows = NotificationRequest.objects.filter(account=viewer).exclude(apart(viewer, "actor"))
    ids = ids_page(rows, page)
    found = NotificationRequest.objects.select_related("actor").in_bulk(ids)
    return Paged(
        [found[pk] for pk in ids if pk in found],
        older=ids[-1] if len(ids) == page.limit else None,
        newer=ids[0] if ids else None,
    )


def request(viewer: Account, request_id: int) -> NotificationRequest:
    """One of those, or NotFound."""
    rows = NotificationRequest.objects.filter(account=viewer).exclude(apart(viewer, "actor"))
    found = rows.select_related("actor").filter(pk=request_id).first()
    if found is None:
        raise NotFound
    return found
