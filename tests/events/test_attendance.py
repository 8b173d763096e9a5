"""Who may know that somebody attends: every audience against every way two people can stand."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from plenary.accounts.models import Account
from plenary.accounts.queries import Filters
from plenary.events import actions, queries, visibility
from plenary.events.models import Attendance, Event, Meetup, MeetupGuest, Presence
from plenary.lib import clock
from plenary.lib.errors import Refused
from tests.factories import (
    attend,
    befriend,
    block,
    check_in,
    follow,
    make_account,
    make_event,
    make_session,
)

pytestmark = pytest.mark.django_db

# Relation of the viewer to the person, and which audiences then show the person.
STANDING: dict[str, set[str]] = {
    "signed out": {"everyone"},
    "signed out, person suspended": set(),
    "stranger": {"everyone"},
    "stranger who attends": {"everyone", "attendees"},
    "attends another event": {"everyone"},
    "viewer follows": {"everyone", "followers"},
    "person follows": {"everyone", "following"},
    "mutual": {"everyone", "followers", "following"},
    "mutual who attends": {"everyone", "followers", "following", "attendees"},
    "asked to follow": {"everyone"},
    "mutual who attends, viewer blocks": set(),
    "mutual who attends, person blocks": set(),
    "mutual who attends, person suspended": set(),
}


def _stand(how: str, event: Event, person: Account) -> Account | None:
    """A viewer who stands to the person as `how` says."""
    if how.endswith("suspended"):
        Account.objects.filter(pk=person.pk).update(suspended_at=clock.now())
    if how.startswith("signed out"):
        return None
    viewer = make_account()
    if how.startswith("mutual"):
        befriend(viewer, person)
    if how == "viewer follows":
        follow(viewer, person)
    if how == "person follows":
        follow(person, viewer)
    if how == "asked to follow":
        viewer.requests_sent.create(target=person)
    if how == "attends another event":
        attend(make_event(), viewer)
    if "who attends" in how:
        attend(event, viewer, "attendees")
    if how.endswith("viewer blocks"):
        block(viewer, person)
    if how.endswith("person blocks"):
        block(person, viewer)
    return viewer


def _readers(viewer: Account | None, event: Event, name: str) -> dict[str, set[int]]:
    """What every reader of attendance tells this viewer: ids by reader."""
    shown = {
        "visibility": {row.account_id for row in visibility.attendances(viewer, event)},
        "people": {
            card.account.pk
            for section in queries.people(viewer, event, Filters())
            for card in section.cards
        },
        "found": {
            card.account.pk for card in queries.people_found(viewer, event, Filters(q=name)).cards
        },
    }
    for section in ("mutuals", "following", "followers", "hashtag", "others"):
        rows = queries.section(viewer, event, section, Filters()).cards
        shown.setdefault("sections", set()).update(card.account.pk for card in rows)
    return shown


@pytest.mark.parametrize("audience", ["everyone", "followers", "following", "attendees"])
@pytest.mark.parametrize("how", STANDING)
def test_every_reader_shows_whom_the_audience_allows(how: str, audience: str) -> None:
    event = make_event()
    person = make_account("zebedee", avatar="face.webp")
    person.name_words.create(word="zebedee")
    attend(event, person, audience)
    viewer = _stand(how, event, person)
    expected = audience in STANDING[how]
    for reader, shown in _readers(viewer, event, "zebedee").items():
        assert (person.pk in shown) is expected, reader
    if viewer is not None:
        going = queries.going_with_me(viewer, event)
        follows = viewer.following.filter(target=person).exists()
        assert (person in going) is (expected and follows)


def test_ones_own_attendance_always_shows() -> None:
    event, me = make_event(), make_account()
    attend(event, me, "following")
    assert [row.account_id for row in visibility.attendances(me, event)] == [me.pk]


def test_attendance_of_one_event_says_nothing_of_another() -> None:
    one, other, person, viewer = make_event(), make_event(), make_account(), make_account()
    attend(one, person)
    attend(other, viewer)
    assert not visibility.attendances(viewer, other).filter(account=person).exists()
    assert not queries.people(viewer, other, Filters())


def test_saying_it_again_changes_it() -> None:
    event, me = make_event(), make_account()
    actions.say(me, event, "going", "everyone")
    actions.say(me, event, "online", "following")
    row = Attendance.objects.get()
    assert (row.state, row.audience) == ("online", "following")


@pytest.mark.parametrize(
    ("state", "audience"), [("perhaps", "everyone"), ("going", "public"), ("", "")]
)
def test_what_is_no_choice_is_refused(state: str, audience: str) -> None:
    with pytest.raises(Refused):
        actions.say(make_account(), make_event(), state, audience)
    assert not Attendance.objects.exists()


def test_withdrawing_leaves_no_trace_of_being_there() -> None:
    event, me, other = make_event(), make_account(), make_account()
    attend(event, me)
    attend(event, other)
    check_in(make_session(event), me)
    starts = clock.now()
    mine = Meetup.objects.create(event=event, host=me, title="Tea", place="Café", starts_at=starts)
    theirs = Meetup.objects.create(
        event=event, host=other, title="Run", place="Park", starts_at=starts
    )
    MeetupGuest.objects.create(meetup=mine, account=me)
    MeetupGuest.objects.create(meetup=theirs, account=me)
    actions.withdraw(me, event)
    assert not Attendance.objects.filter(account=me).exists()
    assert not Presence.objects.filter(account=me).exists()
    assert not MeetupGuest.objects.filter(account=me).exists()
    assert list(Meetup.objects.all()) == [theirs]


def test_withdrawing_from_one_event_leaves_another_alone() -> None:
    one, other, me = make_event(), make_event(), make_account()
    attend(one, me)
    attend(other, me)
    check_in(make_session(other), me)
    actions.withdraw(me, one)
    assert Attendance.objects.filter(account=me, event=other).exists()
    assert Presence.objects.filter(account=me).exists()


def test_current_event_is_todays_then_the_next(freeze: Callable[[datetime], None]) -> None:
    me = make_account()
    freeze(datetime(2027, 6, 10, 12, tzinfo=UTC))
    past = make_event(day=date(2027, 5, 1))
    soon = make_event(day=date(2027, 7, 1))
    later = make_event(day=date(2027, 8, 1))
    for event in (later, past, soon):
        attend(event, me)
    make_event(day=date(2027, 6, 10))  # today's, which I do not attend
    assert queries.current_event(me) == soon
    today = make_event(day=date(2027, 6, 10))
    attend(today, me)
    assert queries.current_event(me) == today


def test_current_event_ends_when_its_own_day_ends(freeze: Callable[[datetime], None]) -> None:
    """At three in the night of London it is still the day before in Honolulu, but not in Tokyo."""
    me = make_account()
    west = make_event(day=date(2027, 6, 10), zone="Pacific/Honolulu")
    east = make_event(day=date(2027, 6, 10), zone="Asia/Tokyo")
    attend(east, me)
    attend(west, me)
    freeze(datetime(2027, 6, 11, 3, tzinfo=UTC))
    assert queries.current_event(me) == west


def test_current_event_is_one_query(django_assert_num_queries: Callable[..., object]) -> None:
    me = make_account()
    for days in range(5):
        attend(make_event(day=clock.now().date() + timedelta(days=days)), me)
    with django_assert_num_queries(1):
        event = queries.current_event(me)
        assert event is not None
        assert event.hashtag is None
