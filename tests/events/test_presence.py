"""Who may know that somebody is in a room: audience by relation by block by time, every reader."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account
from plenary.accounts.visibility import may_meet
from plenary.events import actions, queries, visibility
from plenary.events.actions import notices, sweeping
from plenary.events.facts import CheckedIn, CheckedOut
from plenary.events.models import Presence, Session, Wave
from plenary.events.rules.presence import Seat, is_open, objection, relative, row_number, turn
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock, pubsub
from plenary.lib.errors import NotFound, Refused
from plenary.statuses.models import ConversationPair
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

AUDIENCES = ("room", "following", "mutuals")
# How the viewer stands to the person, and which audiences then show the person to the viewer.
STANDING: dict[str, set[str]] = {
    "spoke with": {"room"},
    "viewer follows": {"room"},
    "person follows": {"room", "following"},
    "mutual": {"room", "following", "mutuals"},
}
# What takes away every right to see.
AGAINST = (
    "",
    "viewer blocks",
    "person blocks",
    "suspended",
    "expired",
    "viewer not here",
    "viewer expired",
    "viewer in the next room",
    "person in the next room",
)


def _scene(how: str, audience: str, against: str) -> tuple[Account, Account, Session]:
    """A viewer and a person checked in to one session; all else as the words say."""
    event = make_event()
    session, next_door = make_session(event), make_session(event)
    viewer, person = make_account(), make_account()
    for one in (viewer, person):
        attend(event, one)
    if how in {"viewer follows", "mutual"}:
        follow(viewer, person)
    if how in {"person follows", "mutual"}:
        follow(person, viewer)
    if how == "spoke with":
        low, high = sorted([viewer.pk, person.pk])
        ConversationPair.objects.create(low_id=low, high_id=high, thread_id=1)
    theirs = next_door if against == "person in the next room" else session
    mine = next_door if against == "viewer in the next room" else session
    check_in(theirs, person, audience, depth=0, side=2)
    if against != "viewer not here":
        check_in(mine, viewer)
    if against == "viewer blocks":
        block(viewer, person)
    if against == "person blocks":
        block(person, viewer)
    if against == "suspended":
        Account.objects.filter(pk=person.pk).update(suspended_at=clock.now())
    past = clock.now() - timedelta(seconds=1)
    if against == "expired":
        Presence.objects.filter(account=person).update(expires_at=past)
    if against == "viewer expired":
        Presence.objects.filter(account=viewer).update(expires_at=past)
    return viewer, person, session


def _sees(viewer: Account, person: Account, session: Session) -> dict[str, bool]:
    """What every reader of presence tells the viewer of the person."""
    view = queries.room_view(viewer, session.event, session)
    try:
        actions.wave(viewer, session, person.pk)
        waved = True
    except (NotFound, Refused):
        waved = False
    return {
        "visibility": visibility.presences(viewer, session).filter(account=person).exists(),
        "people_i_know_here": person.pk
        in {row.account_id for row in queries.people_i_know_here(viewer, session)},
        "room_view": person.pk in {one.account.pk for one in view.known + view.waving},
        "wave": waved,
    }


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("how", STANDING)
def test_every_reader_shows_whom_the_audience_allows(
    how: str, audience: str, against: str, heard: list[tuple[list[str], str]]
) -> None:
    viewer, person, session = _scene(how, audience, against)
    expected = not against and audience in STANDING[how]
    assert _sees(viewer, person, session) == dict.fromkeys(
        ("visibility", "people_i_know_here", "room_view", "wave"), expected
    )
    # The stream tells exactly those who may see: when they come and when they go.
    heard.clear()
    notices.on_checked_in(CheckedIn(session.pk, person.pk))
    told = {channel for channels, _ in heard for channel in channels}
    if against not in {"expired", "person in the next room"}:
        Wave.objects.all().delete()
        Presence.objects.filter(account=person).delete()
        notices.on_checked_out(CheckedOut(session.pk, person.pk, audience))
        told |= {channel for channels, _ in heard for channel in channels}
    assert (pubsub.account(viewer.pk) in told) is expected


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_stranger_is_not_listed_and_hears_nothing(
    audience: str, heard: list[tuple[list[str], str]]
) -> None:
    """'Everyone in the room' lets a stranger wave; to strangers nobody is listed."""
    viewer, person, session = _scene("stranger", audience, "")
    assert not queries.people_i_know_here(viewer, session)
    assert visibility.presences(viewer, session).filter(account=person).exists() is (
        audience == "room"
    )
    notices.on_checked_in(CheckedIn(session.pk, person.pk))
    assert not [channel for channels, _ in heard for channel in channels]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], str]]:
    """What open pages are told: (channels, event)."""
    said: list[tuple[list[str], str]] = []

    def publish(channels: Any, event: str, data: dict[str, Any] | None = None) -> None:
        said.append((list(channels), event))

    monkeypatch.setattr(pubsub, "publish", publish)
    return said


def test_one_is_in_one_room_at_a_time() -> None:
    event, me = make_event(), make_account()
    attend(event, me)
    first, second = make_session(event), make_session(event)
    actions.check_in(me, first, "room", Seat())
    Wave.objects.create(session=first, source=me, target=make_account(), expires_at=first.ends_at)
    actions.check_in(me, second, "mutuals", Seat(0, 1))
    mine = Presence.objects.get(account=me)
    assert (mine.session_id, mine.audience, mine.depth, mine.side) == (second.pk, "mutuals", 0, 1)
    assert mine.expires_at == second.ends_at
    assert not Wave.objects.exists()


def test_checking_in_again_changes_seat_and_audience() -> None:
    event, me = make_event(), make_account()
    attend(event, me)
    session = make_session(event)
    first = actions.check_in(me, session, "room", Seat(2, 2))
    again = actions.check_in(me, session, "following", Seat(row=" c ", seat="12"))
    assert first.pk == again.pk
    again.refresh_from_db()
    assert (again.depth, again.side, again.row, again.seat, again.audience) == (
        None, None, "C", "12", "following",
    )  # fmt: skip


def test_checking_out_ends_presence_and_waves_of_both_sides() -> None:
    event, me, other, third = make_event(), make_account(), make_account(), make_account()
    session = make_session(event)
    for one in (me, other, third):
        check_in(session, one)
    for source, target in ((me, other), (other, me), (other, third)):
        Wave.objects.create(
            session=session, source=source, target=target, expires_at=session.ends_at
        )
    actions.check_out(me, session)
    actions.check_out(me, session)  # again: nothing
    assert set(Presence.objects.values_list("account", flat=True)) == {other.pk, third.pk}
    assert list(Wave.objects.values_list("source", "target")) == [(other.pk, third.pk)]


def test_only_attendees_check_in() -> None:
    event, me = make_event(), make_account()
    attend(make_event(), me)  # of another event
    with pytest.raises(Refused, match="going"):
        actions.check_in(me, make_session(event), "room", Seat())
    assert not Presence.objects.exists()


@pytest.mark.parametrize(
    ("minutes", "allowed"),
    [(-21, False), (-19, True), (0, True), (59, True), (60, False), (61, False)],
)
def test_the_room_is_open_from_twenty_minutes_before_until_the_end(
    minutes: int, allowed: bool
) -> None:
    event, me = make_event(), make_account()
    attend(event, me)
    begun = clock.now() - timedelta(minutes=minutes, seconds=1)
    session = make_session(event, starts_at=begun, ends_at=begun + timedelta(minutes=60))
    assert is_open(session.starts_at, session.ends_at, clock.now()) is allowed
    if allowed:
        assert actions.check_in(me, session, "room", Seat()).pk
    else:
        with pytest.raises(Refused):
            actions.check_in(me, session, "room", Seat())
        assert not Presence.objects.exists()


@pytest.mark.parametrize(
    "seat",
    [
        Seat(depth=1),
        Seat(side=1),
        Seat(3, 0),
        Seat(0, -1),
        Seat(seat="4"),
        Seat(row="x" * 11),
        Seat(words="x" * 81),
    ],
)
def test_a_seat_that_cannot_be_is_refused(seat: Seat) -> None:
    assert objection(seat)
    event, me = make_event(), make_account()
    attend(event, me)
    with pytest.raises(Refused):
        actions.check_in(me, make_session(event), "room", seat)
    assert not Presence.objects.exists()


def test_an_audience_that_is_none_is_refused() -> None:
    event, me = make_event(), make_account()
    attend(event, me)
    with pytest.raises(Refused):
        actions.check_in(me, make_session(event), "everyone", Seat())


def test_sweeping_removes_what_is_over_and_nothing_else() -> None:
    event, one, other = make_event(), make_account(), make_account()
    session = make_session(event)
    check_in(session, one)
    over = check_in(session, other)
    Presence.objects.filter(pk=over.pk).update(expires_at=clock.now())
    for source, target, late in ((one, other, True), (other, one, False)):
        Wave.objects.create(
            session=session,
            source=source,
            target=target,
            expires_at=clock.now() - timedelta(seconds=1) if late else session.ends_at,
        )
    sweeping.sweep.call()
    assert list(Presence.objects.values_list("account", flat=True)) == [one.pk]
    assert list(Wave.objects.values_list("source", flat=True)) == [other.pk]


def test_narrowing_the_audience_tells_those_who_no_longer_see(
    heard: list[tuple[list[str], str]],
) -> None:
    event, me, follower = make_event(), make_account(), make_account()
    session = make_session(event)
    attend(event, me)
    follow(follower, me)
    check_in(session, follower)
    actions.check_in(me, session, "room", Seat())
    run_until_empty(strict=True)
    assert ([pubsub.account(follower.pk)], "room") in heard
    heard.clear()
    actions.check_in(me, session, "mutuals", Seat())
    run_until_empty(strict=True)
    assert ([pubsub.account(follower.pk)], "room") in heard
    assert not queries.people_i_know_here(follower, session)


def test_a_block_drops_each_from_the_others_open_page(
    heard: list[tuple[list[str], str]],
) -> None:
    event, me, other = make_event(), make_account(), make_account()
    session = make_session(event)
    befriend(me, other)
    check_in(session, me)
    check_in(session, other)
    accounts.block(me, other)
    run_until_empty(strict=True)
    told = {channel for channels, name in heard if name == "room" for channel in channels}
    assert told == {pubsub.account(me.pk), pubsub.account(other.pk)}
    assert not may_meet(other, me)


def test_the_room_costs_the_same_with_two_hundred_in_it(
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    event, me = make_event(), make_account()
    session = make_session(event)
    check_in(session, me, depth=1, side=1)
    counts = []
    for batch in (5, 60):
        for number in range(batch):
            person = make_account()
            befriend(me, person)
            check_in(session, person, depth=number % 3, side=0)
        with django_assert_max_num_queries(14) as captured:
            view = queries.room_view(me, event, session)
        counts.append(len(captured.captured_queries))
    assert len(view.known) == 60
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("mine", "theirs", "where", "way"),
    [
        (Seat(1, 1), Seat(1, 1), "in your part of the room", "Look around you"),
        (Seat(1, 1), Seat(0, 1), "just in front of you", "Look ahead"),
        (Seat(2, 1), Seat(0, 1), "far in front of you", "Look ahead"),
        (Seat(0, 2), Seat(2, 0), "far behind you, far to your left", "Turn round"),
        (Seat(1, 0), Seat(1, 1), "to your right", "Look right"),
        (Seat(1, 2), Seat(1, 1), "to your left", "Look left"),
        (Seat(), Seat(0, 2), "front right", ""),
        (Seat(row="C"), Seat(0, 2), "front right", ""),
        (Seat(1, 1), Seat(), "", ""),
        (Seat(1, 1), Seat(words="by the left door"), "“by the left door”", ""),
        (Seat(row="G"), Seat(row="C"), "row C: 4 rows in front of you", ""),
        (Seat(row="3"), Seat(row="4", seat="7"), "row 4, seat 7: 1 row behind you", ""),
        (Seat(row="C", seat="4"), Seat(row="C", seat="5"), "row C, seat 5: right beside you", ""),
        (Seat(row="C", seat="4"), Seat(row="C", seat="9"), "row C, seat 9: 5 seats from you", ""),
        (Seat(row="C", seat="4"), Seat(row="C", seat="4"), "row C, seat 4: your own seat?", ""),
        (Seat(row="C"), Seat(row="C", seat="9"), "row C, seat 9: in your row", ""),
        (Seat(1, 1), Seat(row="C"), "row C", ""),
        (Seat(row="?"), Seat(row="C"), "row C", ""),
    ],
)
def test_where_they_sit_from_where_i_sit(mine: Seat, theirs: Seat, where: str, way: str) -> None:
    assert relative(mine, theirs) == where
    assert turn(mine, theirs) == way


@pytest.mark.parametrize(
    ("row", "number"),
    [("1", 1), ("12", 12), ("a", 1), (" C ", 3), ("Z", 26), ("AA", 27), ("", None), ("C3", None),
     ("ABC", None), ("É", None), ("٣", None)],
)  # fmt: skip
def test_rows_are_counted_from_the_stage(row: str, number: int | None) -> None:
    assert row_number(row) == number
