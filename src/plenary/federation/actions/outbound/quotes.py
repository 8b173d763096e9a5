"""Leave to quote: answered, taken back, and what becomes of our quotes."""

from django.conf import settings
from django.db.models import Q

from plenary.accounts.models import Account
from plenary.federation import queries
from plenary.federation.actions.outbound.posts import ours, tell_anew
from plenary.federation.actions.sending import send
from plenary.federation.facts import QuoteAnswered, QuoteSettled
from plenary.federation.render import activities
from plenary.lib import clock
from plenary.statuses.facts import QuotePolicyChanged, QuoteRevoked
from plenary.statuses.models import Status


def on_quote_settled(fact: QuoteSettled) -> None:
    """Our post shows what it quotes from now on, or no longer: to all who have it."""
    status = ours(fact.status_id) if settings.FEDERATION else None
    if status is not None:
        tell_anew(status, clock.now())


def on_quote_policy_changed(fact: QuotePolicyChanged) -> None:
    """Servers offer to quote it, or not, by what they were told."""
    status = ours(fact.status_id) if settings.FEDERATION else None
    if status is not None:
        tell_anew(status, clock.now())


def on_quote_answered(fact: QuoteAnswered) -> None:
    if not settings.FEDERATION:
        return
    rows = Status.objects.select_related("account")
    quoted = rows.filter(pk=fact.quoted_id, account__domain="").first()
    asker = Account.objects.filter(pk=fact.source_id).first()
    if quoted is None or asker is None:
        return
    actor = quoted.account
    asked = activities.received_quote_request(
        asker.actor_uri, fact.uri, quoted.object_uri, fact.quoting_uri
    )
    quoting = Status.objects.select_related("quote_of__account").filter(pk=fact.quoting_id).first()
    if quoting is not None and quoting.quote_of_id == quoted.pk:
        answer = activities.accept_quote(quoting, asked)
    else:
        answer = activities.reject(actor.actor_uri, fact.number, asked)
    send(answer, [queries.own_inbox(asker)], owner=actor)


def on_quote_revoked(fact: QuoteRevoked) -> None:
    """The server that quotes learns that the leave is gone; a quote within this server is told as
    it is now, to those who have it."""
    if not settings.FEDERATION:
        return
    rows = Status.objects.select_related("account", "quote_of__account")
    quoting = rows.filter(Q(quote_of__account__domain=""), pk=fact.status_id).first()
    if quoting is None or quoting.quote_of is None:
        return
    if not quoting.account.domain:
        if (here := ours(quoting.pk)) is not None:
            tell_anew(here, clock.now())
        return
    quoted = quoting.quote_of
    made = activities.revoke_quote(quoted, quoting.pk, [quoting.account.actor_uri])
    send(made, queries.inboxes_of([quoting.account_id]), owner=quoted.account)
