"""'We met', from both sides."""

import pytest

from plenary.accounts.models import Account
from plenary.encounters import actions, queries
from plenary.encounters.actions import notices
from plenary.encounters.facts import Met, MetAsked
from plenary.encounters.models import Encounter
from plenary.events.models import Event
from plenary.jobs.models import Job
from plenary.lib.errors import NotFound, Refused
from plenary.lib.pagination import Page
from plenary.timelines.models import Notification
from tests.factories import attend, befriend, block, make_account, make_event, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return make_event("congress")


@pytest.fixture
def maya(event: Event) -> Account:
    account = make_account("maya")
    attend(event, account)
    return account


@pytest.fixture
def tom(event: Event) -> Account:
    account = make_account("tom")
    attend(event, account)
    return account


def state(viewer: Account, other: Account, event: Event) -> str:
    meeting = queries.meeting_with(viewer, other, event)
    return meeting.state if meeting else "none"


def test_one_word_asks_and_two_make_a_meeting(event: Event, maya: Account, tom: Account) -> None:
    session = make_session(event)
    actions.say_met(maya, event, tom, session)
    assert state(maya, tom, event) == "waiting"
    assert state(tom, maya, event) == "asked"
    assert queries.unanswered(tom) == 1
    assert queries.unanswered(maya) == 0

    actions.say_met(tom, event, maya)
    for viewer, other in ((maya, tom), (tom, maya)):
        meeting = queries.meeting_with(viewer, other, event)
        assert meeting is not None
        assert meeting.state == "met"
        assert meeting.session == session
        assert meeting.met_at is not None
    assert queries.unanswered(tom) == 0


def test_saying_it_twice_is_saying_it_once(event: Event, maya: Account, tom: Account) -> None:
    actions.say_met(maya, event, tom)
    actions.say_met(maya, event, tom)
    assert Encounter.objects.count() == 1
    assert state(tom, maya, event) == "asked"


def test_a_note_is_for_its_writer_alone(event: Event, maya: Account, tom: Account) -> None:
    actions.say_met(maya, event, tom)
    encounter = actions.say_met(tom, event, maya)
    actions.write_note(maya, encounter.pk, "CANARY wants the protocol")
    mine = queries.meeting_with(maya, tom, event)
    theirs = queries.meeting_with(tom, maya, event)
    assert mine is not None and mine.note == "CANARY wants the protocol"
    assert theirs is not None and theirs.note == ""
    with pytest.raises(NotFound):
        actions.write_note(make_account("third"), encounter.pk, "not mine")
    with pytest.raises(Refused):
        actions.write_note(maya, encounter.pk, "x" * 2001)


def test_no_is_silent_and_stays(event: Event, maya: Account, tom: Account) -> None:
    encounter = actions.say_met(maya, event, tom)
    actions.not_met(tom, encounter.pk)
    assert state(tom, maya, event) == "none"
    assert state(maya, tom, event) == "waiting"
    actions.forget(maya, encounter.pk)
    before = Job.objects.count()
    actions.say_met(maya, event, tom)
    assert Job.objects.count() == before
    assert state(tom, maya, event) == "none"
    # Tom may change his mind.
    actions.say_met(tom, event, maya)
    assert state(maya, tom, event) == "met"


def test_forgetting_takes_back_the_meeting_and_the_note(
    event: Event, maya: Account, tom: Account
) -> None:
    actions.say_met(maya, event, tom)
    encounter = actions.say_met(tom, event, maya)
    actions.write_note(maya, encounter.pk, "hers")
    actions.write_note(tom, encounter.pk, "his")
    actions.forget(maya, encounter.pk)
    assert state(maya, tom, event) == "none"
    theirs = queries.meeting_with(tom, maya, event)
    assert theirs is not None and (theirs.state, theirs.note) == ("waiting", "his")
    actions.forget(tom, encounter.pk)
    assert state(tom, maya, event) == "none"


@pytest.mark.parametrize("by_maya", [True, False])
def test_a_block_hides_the_meeting_from_both(
    event: Event, maya: Account, tom: Account, by_maya: bool
) -> None:
    actions.say_met(maya, event, tom)
    encounter = actions.say_met(tom, event, maya)
    block(maya, tom) if by_maya else block(tom, maya)
    assert queries.meetings(maya) == []
    assert queries.meetings(tom) == []
    with pytest.raises(NotFound):
        actions.write_note(tom, encounter.pk, "x")
    with pytest.raises(NotFound):
        actions.say_met(tom, event, maya)


def test_one_cannot_claim_someone_whose_attendance_one_may_not_see(
    event: Event, maya: Account
) -> None:
    hidden = make_account("hidden")
    attend(event, hidden, audience="followers")
    absent = make_account("absent")
    for other in (hidden, absent):
        with pytest.raises(NotFound):
            actions.say_met(maya, event, other)
    assert not Encounter.objects.exists()


def test_a_session_of_another_event_is_refused(event: Event, maya: Account, tom: Account) -> None:
    elsewhere = make_session(make_event("elsewhere"))
    with pytest.raises(NotFound):
        actions.say_met(maya, event, tom, elsewhere)


def test_both_are_told_once_however_often_the_worker_repeats(
    event: Event, maya: Account, tom: Account
) -> None:
    encounter = actions.say_met(maya, event, tom)
    for _ in range(2):
        notices.on_met_asked(MetAsked(encounter.pk, maya.pk, tom.pk))
    assert list(Notification.objects.values_list("account__username", "kind")) == [("tom", "met")]
    actions.say_met(tom, event, maya)
    for _ in range(2):
        notices.on_met(Met(encounter.pk))
    assert Notification.objects.filter(account=tom).count() == 2
    assert Notification.objects.filter(account=maya).count() == 1


def test_a_page_of_meetings_costs_the_same_for_one_and_for_many(
    event: Event, maya: Account, django_assert_max_num_queries
) -> None:
    for _ in range(12):
        other = make_account()
        attend(event, other)
        befriend(maya, other)
        actions.say_met(maya, event, other)
    with django_assert_max_num_queries(2):
        assert len(queries.meetings(maya, event)) == 12


def test_pages_go_on_where_the_last_ended(event: Event, maya: Account) -> None:
    people = [make_account() for _ in range(5)]
    for one in people:
        attend(event, one)
        actions.say_met(maya, event, one)
    seen, on = queries.meetings_page(maya, None, Page(limit=2))
    assert [one.other for one in seen] == people[:2:-1]
    rest, end = queries.meetings_page(maya, event, Page(limit=10, max_id=on))
    assert [one.other for one in rest] == people[2::-1]
    assert end is None
    newer, _ = queries.meetings_page(maya, event, Page(limit=10, since_id=on))
    assert [one.other for one in newer] == [people[4]]
    assert queries.meetings_page(maya, make_event(), Page()) == ([], None)


def test_one_meeting_is_for_its_two_people(event: Event, maya: Account, tom: Account) -> None:
    pk = actions.say_met(maya, event, tom).pk
    assert queries.meeting(maya, pk).state == "waiting"
    assert queries.meeting(tom, pk).state == "asked"
    with pytest.raises(NotFound):
        queries.meeting(make_account(), pk)
    actions.not_met(tom, pk)
    assert queries.meeting(maya, pk).state == "waiting"
    with pytest.raises(NotFound):
        queries.meeting(tom, pk)
    block(tom, maya)
    with pytest.raises(NotFound):
        queries.meeting(maya, pk)
