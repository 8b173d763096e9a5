"""Policies about notifications, and what they keep apart."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from plenary.accounts.models import Account, Follow
from plenary.accounts.visibility import apart
from plenary.lib import clock
from plenary.lib.errors import NotFound
from plenary.lib.pagination import Page, Paged, ids_page
from plenary.lib.prepared import Prepared
from plenary.statuses.models import Mention, Status, Visibility
from plenary.timelines.models import (
    Notification,
    NotificationPermission,
    NotificationPolicy,
    NotificationRequest,
)
from plenary.timelines.rules import notifications as rules

MOST_COUNTED = 100


@dataclass(frozen=True)
class Pending:
    """What waits for the viewer's decision, counted up to MOST_COUNTED."""

    requests: int
    notifications: int


def policy(viewer: Account) -> NotificationPolicy:
    """The viewer's policy, or the defaults (not kept)."""
    return _POLICY.first(account=viewer.pk) or NotificationPolicy(account=viewer)


_POLICY = Prepared(lambda account: NotificationPolicy.objects.filter(account=account))


def stance(account: Account, actor: Account, kind: str, status: Status | None) -> str:
    """What the account's policy says to this: accept, filter or drop. One query where nothing
    is kept apart."""
    if kind not in rules.UNASKED or account.pk == actor.pk:
        return rules.ACCEPT
    held = policy(account)
    strict = {name for name in rules.CLAUSES if getattr(held, name) != rules.ACCEPT}
    limited = actor.silenced_at is not None
    if not limited:
        strict -= {"for_limited_accounts"}
    if not strict:
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
        limited=limited,
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


@dataclass(frozen=True)
class Waiting:
    """A request, and how many notifications wait in it."""

    request: NotificationRequest
    count: int


def _waiting(viewer: Account) -> QuerySet[Any]:
    """Requests in which something still waits, with how much as `waiting`."""
    kept = Notification.objects.filter(
        account=OuterRef("account_id"), actor=OuterRef("actor_id"), filtered=True
    )
    counted = kept.order_by().values("actor").annotate(count=Count("pk")).values("count")
    rows = NotificationRequest.objects.filter(account=viewer).exclude(apart(viewer, "actor"))
    return rows.filter(Exists(kept)).annotate(waiting=Subquery(counted))


def pending(viewer: Account) -> Pending:
    """How much waits (one query)."""
    counts = list(_waiting(viewer).values_list("waiting", flat=True)[:MOST_COUNTED])
    return Pending(len(counts), min(sum(counts), MOST_COUNTED))


def requests(viewer: Account, page: Page) -> Paged[Waiting]:
    """Whose notifications wait, the newest first, `actor` loaded (two queries)."""
    ids = ids_page(_waiting(viewer), page)
    found = {one.request.pk: one for one in _with_counts(viewer, ids)}
    return Paged(
        [found[pk] for pk in ids if pk in found],
        older=ids[-1] if len(ids) == page.limit else None,
        newer=ids[0] if ids else None,
    )


def request(viewer: Account, request_id: int) -> Waiting:
    """One of those, or NotFound."""
    for one in _with_counts(viewer, [request_id]):
        return one
    raise NotFound


def _with_counts(viewer: Account, ids: list[int]) -> list[Waiting]:
    rows = _waiting(viewer).filter(pk__in=ids).select_related("actor")
    return [Waiting(row, row.waiting) for row in rows]
