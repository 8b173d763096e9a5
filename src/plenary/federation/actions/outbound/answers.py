"""What others asked by an activity, answered to them alone."""

from plenary.accounts.models import Account
from plenary.federation import facts, queries
from plenary.federation.actions.outbound import ties
from plenary.federation.actions.sending import send
from plenary.federation.render import activities
from plenary.statuses.models import Status


def _both(source_id: int, target_id: int) -> tuple[Account, Account] | None:
    found = Account.objects.in_bulk([source_id, target_id])
    if source_id not in found or target_id not in found:
        return None
    return found[source_id], found[target_id]


def on_follow_repeated(fact: facts.FollowRepeated) -> None:
    both = _both(fact.source_id, fact.target_id)
    if both is not None:
        ties.answer_again(*both, fact.uri, fact.number)


def on_follow_refused(fact: facts.FollowRefused) -> None:
    both = _both(fact.source_id, fact.target_id)
    if both is None:
        return
    source, target = both
    asked = activities.received_follow(source.actor_uri, fact.uri, target.actor_uri)
    answer = activities.reject(target.actor_uri, fact.number, asked)
    send(answer, [queries.own_inbox(source)], owner=target)


def on_quote_answered(fact: facts.QuoteAnswered) -> None:
    """With the leave, which others may look at from now on; or no, without a reason."""
    both = _both(fact.source_id, fact.target_id)
    quoted = Status.objects.select_related("account").filter(pk=fact.quoted_id).first()
    if both is None or quoted is None:
        return
    source, target = both
    asked = activities.received_quote_request(
        source.actor_uri, fact.uri, quoted.object_uri, fact.quoting_uri
    )
    rows = Status.objects.select_related("quote_of__account")
    quoting = rows.filter(pk=fact.quoting_id, quote_of=quoted).first()
    if quoting is not None:
        answer = activities.accept_quote(quoting, asked)
    elif fact.quoting_id:
        return  # gone again, or it quotes something else by now
    else:
        answer = activities.reject(target.actor_uri, fact.number, asked)
    send(answer, [queries.own_inbox(source)], owner=target)
