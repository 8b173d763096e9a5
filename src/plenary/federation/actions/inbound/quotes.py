"""Quotes by leave (FEP-044f): asked of us, answered to us, and taken back."""

from plenary.accounts.models import Account
from plenary.federation import queries
from plenary.federation.actions.inbound import arrivals, tombs
from plenary.federation.actions.inbound.finding import Incoming
from plenary.federation.facts import QuoteAnswered, QuoteSettled
from plenary.federation.reading import POSTS, Unreadable, host_at, id_of, is_of, post, same_host
from plenary.jobs.facts import record
from plenary.lib.errors import PlenaryError
from plenary.lib.ids import new_id
from plenary.statuses import queries as statuses
from plenary.statuses.actions import quotes, receiving
from plenary.statuses.models import QuoteState, Status


def request(given: Incoming) -> None:
    """May their post quote this one of ours? Its policy answers. Whoever may not see it gets no
    answer: they are not told that it is there."""
    uri = id_of(given.object)
    quoted = queries.status_at(uri) if queries.is_ours(uri) else None
    quoting_uri = id_of(given.activity.get("instrument"))
    if quoted is None or not same_host(quoting_uri, given.actor.uri):
        return
    if not _sees(given.actor, quoted):
        return
    try:
        quotes.quotable(given.actor, quoted.pk)
    except PlenaryError:
        _answer(given, quoted, quoting_uri, None)
        return
    quoting = _quoting(given, quoting_uri)
    if quoting is None:
        return
    accept_quote(quoting, quoted)
    _answer(given, quoted, quoting_uri, quoting)


def _sees(actor: Account, quoted: Status) -> bool:
    try:
        statuses.get(actor, quoted.pk)
    except PlenaryError:
        return False
    return True


def _answer(given: Incoming, quoted: Status, quoting_uri: str, quoting: Status | None) -> None:
    pk = quoting.pk if quoting is not None else 0
    who = (quoted.account_id, given.actor.pk)
    record(QuoteAnswered(*who, quoted.pk, quoting_uri, pk, given.uri, new_id()))


def _quoting(given: Incoming, uri: str) -> Status | None:
    """Their post: kept, since the leave is told by its row here."""
    known = queries.status_at(uri)
    if known is not None:
        return known if known.account_id == given.actor.pk else None
    thing = given.activity.get("instrument")
    if not isinstance(thing, dict) or not is_of(thing, *POSTS):
        found = given.find.status(uri)
        return found if found is not None and found.account_id == given.actor.pk else None
    read = post(thing, queries.followers_uri(given.actor))
    if given.actor.uri not in read.authors or tombs.is_buried(given.actor.uri, uri):
        raise Unreadable("It is another's.")
    return receiving.receive(arrivals.arrival(given.actor, read, given.find))


def accept_quote(quoting: Status, quoted: Status, leave: str = "") -> None:
    """Have a post show what it quotes; that quoted it, and was not refused since."""
    rows = Status.objects.filter(pk=quoting.pk, quote_of=quoted)
    waiting = rows.filter(quote_state__in=(QuoteState.PENDING, QuoteState.REJECTED))
    if waiting.update(
        quote_state=QuoteState.ACCEPTED, quote_authorization=leave[:500], rendered=""
    ):
        quotes.count(quoted.pk, 1)
        if quoting.local:
            record(QuoteSettled(quoting.pk))


def is_answer(given: Incoming) -> bool:
    """Whether an Accept or Reject is of a quote."""
    return is_of(given.object, "QuoteRequest") or "#quote_requests/" in id_of(given.object)


def _asked(given: Incoming) -> Status | None:
    """Our post that waits for the answer of the one who is quoted, and of nobody else."""
    owner, mark, number = id_of(given.object).partition("#quote_requests/")
    if not mark or not queries.is_ours(owner) or not number.isdecimal() or len(number) > 18:
        return None
    rows = Status.objects.select_related("account", "quote_of__account")
    found = rows.filter(pk=int(number), local=True, quote_of__account=given.actor).first()
    return found if found is not None and found.account.actor_uri == owner else None


def accept(given: Incoming) -> None:
    ours = _asked(given)
    leave = id_of(given.activity.get("result"))
    if ours is None or ours.quote_of is None or not same_host(leave, given.actor.uri):
        return
    accept_quote(ours, ours.quote_of, leave)


def reject(given: Incoming) -> None:
    ours = _asked(given)
    if ours is not None and ours.quote_state == QuoteState.PENDING:
        Status.objects.filter(pk=ours.pk).update(quote_state=QuoteState.REJECTED, rendered="")
        record(QuoteSettled(ours.pk))


def is_revoked(given: Incoming) -> bool:
    """Whether a Delete takes the leave for a quote back; then it is taken out."""
    uri = id_of(given.object)
    if not host_at(uri) or not same_host(uri, given.actor.uri):
        return False
    rows = Status.objects.filter(quote_of__account=given.actor, quote_authorization=uri)
    found = rows.select_related("quote_of").first()
    if found is None:
        return False
    if found.quote_state == QuoteState.ACCEPTED and found.quote_of_id is not None:
        Status.objects.filter(pk=found.pk).update(quote_state=QuoteState.REVOKED, rendered="")
        quotes.count(found.quote_of_id, -1)
        if found.local:
            record(QuoteSettled(found.pk))
    return True
