"""Setting a policy, and deciding about those whose notifications it kept apart."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from plenary.accounts.models import Account
from plenary.lib import clock, pubsub
from plenary.lib.errors import NotFound, Refused
from plenary.lib.numbers import MOST
from plenary.timelines.models import (
    Notification,
    NotificationPermission,
    NotificationPolicy,
    NotificationRequest,
)
from plenary.timelines.rules import notifications as rules


@transaction.atomic
def set_policy(actor: Account, changes: dict[str, str]) -> NotificationPolicy:
    """Change some clauses of one's policy, for what comes from now on."""
    for name, stance in changes.items():
        if name not in rules.CLAUSES or stance not in rules.STANCES:
            raise Refused(f"Validation failed: {name} is not included in the list", field=name)
    held, _ = NotificationPolicy.objects.update_or_create(account=actor, defaults=changes)
    return held


def keep_apart(made: Notification) -> None:
    """A filtered notification belongs to the request of whoever made it."""
    waiting = NotificationRequest.objects.filter(account_id=made.account_id, actor_id=made.actor_id)
    changes: dict[str, object] = {"updated_at": clock.now()}
    if made.status_id is not None:
        changes["last_status_id"] = made.status_id
    if waiting.update(**changes):
        return
    try:
        with transaction.atomic():
            NotificationRequest.objects.create(
                account_id=made.account_id,
                actor_id=made.actor_id,
                last_status_id=made.status_id,
            )
    except IntegrityError:  # at the same moment in another worker
        waiting.update(**changes)


@transaction.atomic
def accept_requests(actor: Account, request_ids: Iterable[int]) -> None:
    """Hear these people from now on, and what they did so far."""
    senders = _decide(actor, request_ids)
    NotificationPermission.objects.bulk_create(
        [NotificationPermission(account=actor, actor_id=pk) for pk in senders],
        ignore_conflicts=True,
    )
    rows = Notification.objects.filter(account=actor, actor__in=senders, filtered=True)
    rows.update(filtered=False)
    pubsub.publish([pubsub.account(actor.pk)], "notifications_merged")


@transaction.atomic
def dismiss_requests(actor: Account, request_ids: Iterable[int]) -> None:
    """Let go what these people did so far; what comes later waits anew."""
    senders = _decide(actor, request_ids)
    Notification.objects.filter(account=actor, actor__in=senders, filtered=True).delete()


def _decide(actor: Account, request_ids: Iterable[int]) -> list[int]:
    """Take the requests off the list; whose they were. NotFound if one is not the actor's."""
    wanted = set(request_ids)
    if any(not 0 < pk <= MOST for pk in wanted):
        raise NotFound
    rows = NotificationRequest.objects.select_for_update().filter(account=actor, pk__in=wanted)
    found = dict(rows.order_by("pk").values_list("pk", "actor_id"))
    if not found or wanted - set(found):
        raise NotFound
    NotificationRequest.objects.filter(pk__in=found).delete()
    return sorted(found.values())
