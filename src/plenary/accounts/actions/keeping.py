"""What one keeps about others: notes, endorsements, servers kept away, suggestions put aside."""

from django.db import transaction
from django.db.models import Q

from plenary.accounts.actions.ties import end_request, untie
from plenary.accounts.models import (
    Account,
    AccountNote,
    Endorsement,
    Follow,
    FollowRequest,
    SuggestionDismissal,
    UserDomainBlock,
)
from plenary.lib import text
from plenary.lib.errors import Refused
from plenary.lib.hosts import canonical_host

MAX_NOTE = 2000
MOST_DOMAINS = 1000


@transaction.atomic
def write_note(actor: Account, target: Account, comment: str) -> None:
    """Keep a note about somebody, for the actor's eyes alone; an empty one removes it."""
    comment = text.clean(comment).strip()
    if len(comment) > MAX_NOTE:
        raise Refused(f"A note has at most {MAX_NOTE} characters.", field="comment")
    if not comment:
        AccountNote.objects.filter(source=actor, target=target).delete()
        return
    AccountNote.objects.update_or_create(source=actor, target=target, defaults={"comment": comment})


@transaction.atomic
def endorse(actor: Account, target: Account) -> None:
    """Show somebody one follows on one's profile."""
    # Held, so that an unfollow at the same moment comes before or after, and then removes both.
    follows = Follow.objects.select_for_update().filter(source=actor, target=target)
    if follows.first() is None:
        raise Refused("Validation failed: You must be already following the person to endorse")
    Endorsement.objects.get_or_create(source=actor, target=target)


@transaction.atomic
def unendorse(actor: Account, target: Account) -> None:
    Endorsement.objects.filter(source=actor, target=target).delete()


def _domain(given: str) -> str:
    """A host as accounts keep it."""
    try:
        return canonical_host(given.strip())
    except ValueError:
        words = "Validation failed: Domain is not a valid domain name"
        raise Refused(words, field="domain") from None


@transaction.atomic
def block_domain(actor: Account, given: str) -> None:
    """Meet nobody of a server any more; what tied the two is undone."""
    domain = _domain(given)
    if UserDomainBlock.objects.filter(account=actor).count() >= MOST_DOMAINS:
        raise Refused(f"You can keep away {MOST_DOMAINS} servers.")
    UserDomainBlock.objects.get_or_create(account=actor, domain=domain)
    ties = Follow.objects.filter(
        Q(source=actor, target__domain=domain) | Q(target=actor, source__domain=domain)
    )
    # In one order, so that two who do the same never wait for each other in a ring.
    for tie in ties.select_related("source", "target").order_by("source_id", "target_id"):
        untie(tie.source, tie.target, by=actor)
    asked = FollowRequest.objects.filter(
        Q(source=actor, target__domain=domain) | Q(target=actor, source__domain=domain)
    )
    for request in asked.select_related("source", "target").order_by("source_id", "target_id"):
        end_request(request.source, request.target, by=actor)


@transaction.atomic
def unblock_domain(actor: Account, given: str) -> None:
    UserDomainBlock.objects.filter(account=actor, domain=_domain(given)).delete()


@transaction.atomic
def dismiss_suggestion(actor: Account, target: Account) -> None:
    """Never have somebody suggested again."""
    SuggestionDismissal.objects.get_or_create(account=actor, target=target)
