"""Quotes: a post within a post, by leave of who wrote it."""

from django.db import transaction
from django.db.models import F

from plenary.accounts.models import Account, Follow
from plenary.jobs.facts import record
from plenary.lib.errors import NotFound, Refused
from plenary.statuses import queries, rules
from plenary.statuses.facts import QuotePolicyChanged, QuoteRevoked
from plenary.statuses.models import QuotePolicy, QuoteState, Status, Visibility


def quotable(actor: Account, status_id: int) -> Status:
    """What the actor may quote; of a boost, what was boosted."""
    found = queries.get(actor, status_id)
    status = found.reblog_of or found
    policy = QuotePolicy(status.quote_policy)
    problem = rules.quote_objection(
        own=status.account_id == actor.pk,
        visibility=Visibility(status.visibility),
        policy=policy,
        follows=policy == QuotePolicy.FOLLOWERS
        and Follow.objects.filter(source=actor, target=status.account_id).exists(),
    )
    if problem:
        raise Refused(problem, field="quoted_status_id")
    return status


def first_state(actor: Account, quoted: Status | None) -> QuoteState:
    """Of a new quote: whose post lives elsewhere is asked first."""
    if quoted is None:
        return QuoteState.NONE
    asked = quoted.account.domain and quoted.account_id != actor.pk
    return QuoteState.PENDING if asked else QuoteState.ACCEPTED


def count(quoted_id: int, by: int) -> None:
    Status.objects.filter(pk=quoted_id).update(quotes_count=F("quotes_count") + by)


def revoke_quote(actor: Account, status_id: int, quoting_id: int) -> None:
    """Take one's own status out of somebody's post; may be repeated."""
    with transaction.atomic():
        quoting = (
            Status.objects.select_for_update()
            .filter(pk=quoting_id, quote_of=status_id, quote_of__account=actor)
            .first()
        )
        if quoting is None:
            raise NotFound
        if quoting.quote_state == QuoteState.ACCEPTED:
            Status.objects.filter(pk=quoting.pk).update(quote_state=QuoteState.REVOKED)
            count(status_id, -1)
            record(QuoteRevoked(quoting.pk))


def set_quote_policy(actor: Account, status_id: int, policy: QuotePolicy) -> None:
    """Who may quote one's own status from now on; quotes that are there stay."""
    own = Status.objects.filter(pk=status_id, account=actor, reblog_of__isnull=True)
    with transaction.atomic():
        if own.exclude(quote_policy=policy).update(quote_policy=policy):
            record(QuotePolicyChanged(status_id))
        elif not own.exists():
            raise NotFound
