"""Posts and what is done with them: the right activity to the right inboxes, and nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from plenary.accounts.models import Account
from plenary.federation.actions.outbound import posts as told_posts
from plenary.federation.models import Delivery
from plenary.lib import clock, questions
from plenary.statuses import actions as statuses
from plenary.statuses.models import Poll, QuoteState, Visibility
from plenary.statuses.rules import Draft, Question
from tests.factories import follow, make_account
from tests.federation.makers import post, remote
from tests.federation.told.elsewhere import (
    ADA,
    FAN,
    NAMED,
    STRANGER,
    alone,
    shared,
    their_post,
    told,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating")]


@pytest.mark.parametrize(
    ("visibility", "domains"),
    [
        (Visibility.PUBLIC, {FAN, NAMED}),
        (Visibility.UNLISTED, {FAN, NAMED}),
        (Visibility.PRIVATE, {FAN, NAMED}),
        (Visibility.DIRECT, {NAMED}),
    ],
)
def test_a_post_goes_to_those_it_is_for(
    ada: Account, people: dict[str, Account], visibility: Visibility, domains: set[str]
) -> None:
    status = post(ada, "@nia@named.example canary", visibility)
    [(create, inboxes)] = told()
    assert create["type"] == "Create"
    assert create["id"] == f"{status.object_uri}/activity"
    assert inboxes == shared(*domains)
    assert "canary" in create["object"]["content"]
    sent = set(Delivery.objects.values_list("synchronise", flat=True))
    assert sent == {visibility != Visibility.DIRECT}


@pytest.mark.parametrize("visibility", list(Visibility))
def test_an_edit_and_an_end_go_where_the_post_went(
    ada: Account, people: dict[str, Account], visibility: Visibility
) -> None:
    status = post(ada, "@nia@named.example canary", visibility)
    [(_, first)] = told()
    uri = status.object_uri
    statuses.edit(ada, status.pk, Draft(text="@nia@named.example better"))
    [(update, inboxes)] = told("Update")
    assert (inboxes, update["object"]["id"]) == (first, uri)
    assert "better" in update["object"]["content"]
    statuses.delete(ada, status.pk)
    [(delete, inboxes)] = told("Delete")
    assert (inboxes, delete["object"]) == (first, {"id": uri, "type": "Tombstone"})
    assert ("https://www.w3.org/ns/activitystreams#Public" in delete["to"]) is (visibility < 2)
    from plenary.federation import queries

    assert queries.was_here(uri) is (visibility < 2)
    everything = Delivery.objects.filter(inbox__contains=STRANGER)
    assert not everything.exists()


def test_who_boosted_hears_of_an_edit_and_the_end(ada: Account, people: dict[str, Account]) -> None:
    status = post(ada, "Pass it on")
    statuses.boost(people["eve"], status.pk)
    statuses.edit(ada, status.pk, Draft(text="Pass it on, please"))
    assert told("Update")[0][1] == shared(FAN, STRANGER)
    statuses.delete(ada, status.pk)
    assert told("Delete")[0][1] == shared(FAN, STRANGER)
    # Their own boost is theirs to tell.
    assert not told("Announce")


def test_followers_of_an_event_that_boosted_hear_of_an_edit_and_the_end(
    ada: Account, people: dict[str, Account]
) -> None:
    congress, colleague = make_account("congress", actor_type="Group"), make_account("cleo")
    follow(people["eve"], congress)
    follow(people["nia"], colleague)  # who did not boost
    status = post(ada, "Room 3 in five minutes #congress")
    statuses.boost(congress, status.pk)
    assert told("Announce")[0][1] == shared(STRANGER)
    statuses.edit(ada, status.pk, Draft(text="Room 4 in five minutes #congress"))
    assert told("Update")[0][1] == shared(FAN, STRANGER)
    statuses.delete(ada, status.pk)
    [(delete, inboxes)] = told("Delete")
    assert inboxes == shared(FAN, STRANGER)
    assert delete["actor"] == ada.actor_uri


def test_whom_it_answers_hears_of_a_public_answer(ada: Account, people: dict[str, Account]) -> None:
    theirs = their_post(people["eve"])
    post(ada, "I agree", in_reply_to_id=theirs.pk)
    [(create, inboxes)] = told()
    assert inboxes == shared(FAN, STRANGER)
    assert create["object"]["inReplyTo"] == theirs.uri


def test_a_boost_and_its_end(ada: Account, people: dict[str, Account]) -> None:
    theirs = their_post(people["eve"])
    boost = statuses.boost(ada, theirs.pk)
    [(announce, inboxes)] = told()
    assert (announce["type"], announce["object"]) == ("Announce", theirs.uri)
    assert inboxes == shared(FAN, STRANGER)
    statuses.unboost(ada, theirs.pk)
    [(undo, inboxes)] = told("Undo")
    assert undo["object"]["id"] == announce["id"] == f"{ADA}/statuses/{boost.pk}/activity"
    assert inboxes == shared(FAN, STRANGER)


def test_a_favourite_is_for_the_author_alone(ada: Account, people: dict[str, Account]) -> None:
    theirs = their_post(people["eve"])
    statuses.favourite(ada, theirs.pk)
    [(like, inboxes)] = told()
    assert (like["type"], like["object"], inboxes) == ("Like", theirs.uri, alone(people["eve"]))
    statuses.unfavourite(ada, theirs.pk)
    [(undo, inboxes)] = told("Undo")
    assert (undo["object"]["id"], inboxes) == (like["id"], alone(people["eve"]))


def test_pins_are_for_followers(ada: Account, people: dict[str, Account]) -> None:
    status = post(ada, "@nia@named.example first")
    statuses.pin(ada, status.pk)
    [(add, inboxes)] = told("Add")
    assert (add["object"], inboxes) == (status.object_uri, shared(FAN))
    statuses.unpin(ada, status.pk)
    [(remove, inboxes)] = told("Remove")
    assert (remove["object"], inboxes) == (status.object_uri, shared(FAN))


def test_votes_go_to_who_asked(ada: Account, people: dict[str, Account]) -> None:
    theirs = their_post(people["eve"], has_poll=True)
    poll = Poll.objects.create(status=theirs, multiple=True)
    for place, title in enumerate(("Tea", "Coffee", "Water")):
        poll.options.create(position=place, title=title)
    statuses.vote(ada, poll.pk, [0, 2])
    votes = told()
    assert [body["object"]["name"] for body, _ in votes] == ["Tea", "Water"]
    assert {body["object"]["inReplyTo"] for body, _ in votes} == {theirs.uri}
    assert [inboxes for _, inboxes in votes] == [alone(people["eve"])] * 2


def test_a_poll_is_told_while_it_runs_and_when_it_is_over(
    ada: Account, people: dict[str, Account]
) -> None:
    question = Question(options=("Tea", "Coffee"), lasts=3600)
    status = post(ada, "What first?", poll=question)
    statuses.vote(people["eve"], status.poll.pk, [1])
    assert not told("Update")  # not for each vote
    told_posts.tell_poll.call(status.pk)
    [(update, inboxes)] = told("Update")
    assert update["object"]["votersCount"] == 1
    assert inboxes == shared(FAN, STRANGER)
    with clock.freeze(clock.now() + timedelta(hours=2)):
        from plenary.statuses.actions.polls import end

        end.call(status.poll.pk)
        [_, (over, inboxes)] = told("Update")
    assert "closed" in over["object"]
    assert inboxes == shared(FAN, STRANGER)


def test_to_quote_somebody_elsewhere_their_leave_is_asked(
    ada: Account, people: dict[str, Account]
) -> None:
    theirs = their_post(people["eve"])
    quoting = post(ada, "Read this", quote_of_id=theirs.pk)
    assert quoting.quote_state == QuoteState.PENDING
    theirs.refresh_from_db()
    assert theirs.quotes_count == 0
    request, create = told()
    assert (request[0]["type"], request[1]) == ("QuoteRequest", alone(people["eve"]))
    assert (request[0]["object"], request[0]["instrument"]["id"]) == (
        theirs.uri,
        quoting.object_uri,
    )
    assert (create[0]["type"], create[1]) == ("Create", shared(FAN))
    own = statuses.publish(ada, Draft(text="Mine", quote_of_id=post(ada).pk))
    assert own.quote_state == QuoteState.ACCEPTED


def test_leave_taken_back_is_told_to_the_server_that_quotes(
    ada: Account, people: dict[str, Account]
) -> None:
    status = post(ada, "Quote me")
    told()
    theirs = their_post(people["eve"], quote_of=status, quote_state=QuoteState.ACCEPTED)
    statuses.revoke_quote(ada, status.pk, theirs.pk)
    [(delete, inboxes)] = told("Delete")
    assert delete["object"] == f"{ADA}/quote_authorizations/{theirs.pk}"
    assert inboxes == shared(STRANGER)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Any], None]:
    """Say what the question who is at an address gives."""
    monkeypatch.setattr(questions, "_answerers", {})

    def answer(question: str, answerer: Any) -> None:
        questions.register(question, answerer)

    return answer


def test_whom_a_post_names_is_looked_for_before_it_is_sent(
    ada: Account, people: dict[str, Account], found: Callable[[str, Any], None]
) -> None:
    found("resolve_account", lambda handle: remote("new", "new.example"))
    status = post(ada, "canary for @new@new.example", Visibility.DIRECT)
    [(create, inboxes)] = told()
    assert inboxes == shared("new.example")
    [tag] = create["object"]["tag"]
    assert (tag["href"], tag["name"]) == ("https://new.example/users/new", "@new@new.example")
    assert 'href="https://new.example/@new"' in create["object"]["content"]
    status.refresh_from_db()
    assert "@new" in status.content_html
    assert status.rendered


def test_who_cannot_be_found_holds_up_nobody(
    ada: Account, people: dict[str, Account], found: Callable[[str, Any], None]
) -> None:
    def unreachable(handle: str) -> None:
        raise questions.Unreachable

    found("resolve_account", unreachable)
    post(ada, "@nia@named.example and @who@nowhere.example")
    [(create, inboxes)] = told()
    assert inboxes == shared(FAN, NAMED)
    assert len(create["object"]["tag"]) == 1
