"""What others asked is answered, each asking once."""

import pytest

from plenary.accounts.models import Account
from plenary.config import wiring
from plenary.federation.actions.outbound import quotes
from plenary.federation.facts import FollowRefused, FollowRepeated, QuoteAnswered, QuoteSettled
from plenary.statuses.models import QuoteState, Status
from tests.federation.makers import post
from tests.federation.told.elsewhere import ADA, FAN, STRANGER, alone, shared, their_post, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating")]


@pytest.mark.parametrize(("fact", "kind"), [(FollowRepeated, "Accept"), (FollowRefused, "Reject")])
def test_a_follow_is_answered_each_time_it_comes(
    ada: Account, people: dict[str, Account], fact: type, kind: str
) -> None:
    eve = people["eve"]
    [react] = wiring.REACTIONS[fact]
    for number in (1, 1, 2):
        react(fact(eve.pk, ada.pk, f"{eve.uri}#f/{number}", number))
    found = told(kind)
    assert [body["object"]["id"] for body, _ in found] == [f"{eve.uri}#f/1", f"{eve.uri}#f/2"]
    assert {frozenset(inboxes) for _, inboxes in found} == {frozenset(alone(eve))}


def test_leave_to_quote_is_given_or_refused(ada: Account, people: dict[str, Account]) -> None:
    eve, status = people["eve"], post(ada, "Quote me")
    theirs = their_post(eve, quote_of=status, quote_state=QuoteState.ACCEPTED)
    for pk, uri in ((theirs.pk, f"{eve.uri}#q/1"), (0, f"{eve.uri}#q/2")):
        fact = QuoteAnswered(ada.pk, eve.pk, status.pk, theirs.uri, pk, uri, len(uri))
        quotes.on_quote_answered(fact)
    [(accept, to)] = told("Accept")
    assert accept["result"] == f"{ADA}/quote_authorizations/{theirs.pk}"
    assert (accept["object"]["id"], to) == (f"{eve.uri}#q/1", alone(eve))
    [(reject, to)] = told("Reject")
    assert (reject["object"]["id"], to) == (f"{eve.uri}#q/2", alone(eve))


def test_with_leave_our_quote_is_told_anew(ada: Account, people: dict[str, Account]) -> None:
    theirs = their_post(people["eve"])
    quoting = post(ada, "Read this", quote_of_id=theirs.pk)
    told()
    leave = f"{people['eve'].uri}/leave/1"
    Status.objects.filter(pk=quoting.pk).update(
        quote_state=QuoteState.ACCEPTED, quote_authorization=leave
    )
    quotes.on_quote_settled(QuoteSettled(quoting.pk))
    [(update, inboxes)] = told("Update")
    assert (update["object"]["quoteAuthorization"], inboxes) == (leave, shared(FAN, STRANGER))
