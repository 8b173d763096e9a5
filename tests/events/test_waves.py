"""Waving across the room: only at whom one sees, once, heard at once, and never by the blocked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from plenary.accounts.models import Account
from plenary.events import actions, queries
from plenary.events.actions import notices
from plenary.events.facts import Waved
from plenary.events.models import Event, Presence, Session, Wave
from plenary.events.rules.presence import Seat
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock, pubsub
from plenary.lib.errors import NotFound, Refused
from plenary.timelines.models import Notification
from tests.factories import attend, befriend, block, check_in, follow, make_account, make_event
from tests.factories import make_session as session_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return make_event("congress")


@pytest.fixture
def session(event: Event) -> Session:
    return session_of(event)


@pytest.fixture
def pair(event: Event, session: Session) -> tuple[Account, Account]:
    """Two mutuals, both checked in for mutuals."""
    maya, tom = make_account("maya"), make_account("tom")
    befriend(maya, tom)
    for one in (maya, tom):
        attend(event, one)
        check_in(session, one, "mutuals")
    return maya, tom


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, dict[str, Any]]]:
    said: list[tuple[str, str, dict[str, Any]]] = []

    def publish(channels: Any, event: str, data: dict[str, Any] | None = None) -> None:
        said.extend((channel, event, data or {}) for channel in channels)

    monkeypatch.setattr(pubsub, "publish", publish)
    return said


def _wave_states(viewer: Account, session: Session) -> dict[str, str]:
    view = queries.room_view(viewer, session.event, session)
    return {one.account.username: one.wave for one in view.known}


def test_a_wave_and_a_wave_back(
    pair: tuple[Account, Account], session: Session, heard: list[tuple[str, str, dict[str, Any]]]
) -> None:
    maya, tom = pair
    actions.wave(maya, session, tom.pk)
    run_until_empty(strict=True)
    assert _wave_states(maya, session) == {"tom": "sent"}
    assert _wave_states(tom, session) == {"maya": "received"}
    assert [one.account for one in queries.room_view(tom, session.event, session).waving] == [maya]
    made = Wave.objects.get()
    told = {"wave": str(made.pk), "session": str(session.pk)}
    assert (pubsub.account(tom.pk), "wave", told) in heard
    assert pubsub.account(maya.pk) not in {channel for channel, _, _ in heard}

    actions.wave(tom, session, maya.pk)
    run_until_empty(strict=True)
    assert _wave_states(maya, session) == {"tom": "mutual"}
    assert _wave_states(tom, session) == {"maya": "mutual"}
    assert not queries.room_view(tom, session.event, session).waving
    words = dict(Notification.objects.values_list("account__username", "text"))
    assert words == {"tom": f"waves at you in {session.title}", "maya": "waved back"}
    link = Notification.objects.get(account=tom).link
    assert link == f"/events/congress/sessions/{session.pk}/room"


def test_waving_twice_waves_once(pair: tuple[Account, Account], session: Session) -> None:
    maya, tom = pair
    first = actions.wave(maya, session, tom.pk)
    assert actions.wave(maya, session, tom.pk).pk == first.pk
    run_until_empty(strict=True)
    notices.on_waved(Waved(first.pk))  # the worker may run a reaction again
    assert Notification.objects.filter(account=tom, kind="wave").count() == 1


def test_leaving_and_waving_again_makes_no_second_notification(
    pair: tuple[Account, Account], session: Session
) -> None:
    maya, tom = pair
    for _ in range(3):
        actions.check_in(maya, session, "mutuals", Seat())
        actions.wave(maya, session, tom.pk)
        run_until_empty(strict=True)
        actions.check_out(maya, session)
    assert Notification.objects.filter(account=tom, kind="wave").count() == 1
    assert not Wave.objects.exists()


def test_a_wave_shows_who_waves_whatever_they_chose(event: Event, session: Session) -> None:
    """One may wave at somebody who could not see one before; that is what waving is."""
    hidden, seen = make_account(), make_account()
    check_in(session, hidden, "mutuals", depth=2, side=0)
    check_in(session, seen, "room")
    assert not queries.room_view(seen, event, session).known
    with pytest.raises(NotFound):
        actions.wave(seen, session, hidden.pk)
    actions.wave(hidden, session, seen.pk)
    (waving,) = queries.room_view(seen, event, session).waving
    assert (waving.account, waving.seat) == (hidden, Seat(2, 0))
    actions.wave(seen, session, hidden.pk)  # and so one may wave back
    assert queries.room_view(seen, event, session).known[0].wave == "mutual"


def test_who_was_waved_at_hears_when_the_other_leaves(
    session: Session, heard: list[tuple[str, str, dict[str, Any]]]
) -> None:
    hidden, seen = make_account(), make_account()
    check_in(session, hidden, "mutuals")
    check_in(session, seen, "room")
    actions.wave(hidden, session, seen.pk)
    run_until_empty(strict=True)
    heard.clear()
    actions.check_out(hidden, session)
    run_until_empty(strict=True)
    assert heard == [(pubsub.account(seen.pk), "room", {"session": str(session.pk)})]


def test_one_waves_from_the_room_only(pair: tuple[Account, Account], session: Session) -> None:
    _, tom = pair
    outside = make_account()
    befriend(outside, tom)
    with pytest.raises(Refused, match="Check in"):
        actions.wave(outside, session, tom.pk)
    with pytest.raises(NotFound):
        actions.wave(tom, session, tom.pk)
    with pytest.raises(NotFound):
        actions.wave(tom, session, outside.pk)
    assert not Wave.objects.exists()


@pytest.mark.parametrize("blocker", [0, 1])
def test_blocked_is_answered_as_absent(
    pair: tuple[Account, Account], session: Session, blocker: int
) -> None:
    maya, tom = pair
    block(pair[blocker], pair[1 - blocker])
    absent = make_account()
    befriend(maya, absent)
    answers = []
    for target in (tom, absent):
        with pytest.raises(NotFound) as refused:
            actions.wave(maya, session, target.pk)
        answers.append(refused.value.message)
    assert answers[0] == answers[1]
    assert not Wave.objects.exists()


@pytest.mark.parametrize("blocker", [0, 1])
def test_a_block_after_a_wave_takes_it_away(
    pair: tuple[Account, Account],
    session: Session,
    blocker: int,
    heard: list[tuple[str, str, dict[str, Any]]],
) -> None:
    maya, tom = pair
    made = actions.wave(maya, session, tom.pk)
    block(pair[blocker], pair[1 - blocker])
    run_until_empty(strict=True)
    for viewer in pair:
        view = queries.room_view(viewer, session.event, session)
        assert (view.known, view.waving) == ([], [])
    with pytest.raises(NotFound):
        actions.wave(tom, session, maya.pk)  # nor back
    notices.on_waved(Waved(made.pk))
    assert not Notification.objects.filter(kind="wave").exists()
    assert not [event for _, event, _ in heard if event == "wave"]


def test_the_muted_wave_unseen_and_unheard(
    pair: tuple[Account, Account], session: Session, heard: list[tuple[str, str, dict[str, Any]]]
) -> None:
    maya, tom = pair
    tom.muting.create(target=maya)
    actions.wave(maya, session, tom.pk)
    run_until_empty(strict=True)
    assert not queries.room_view(tom, session.event, session).waving
    assert not Notification.objects.filter(account=tom).exists()
    assert not [event for _, event, _ in heard if event == "wave"]


@pytest.mark.parametrize("gone", ["expired", "elsewhere", "suspended"])
def test_a_wave_ends_with_who_waved(
    pair: tuple[Account, Account], event: Event, session: Session, gone: str
) -> None:
    maya, tom = pair
    actions.wave(maya, session, tom.pk)
    if gone == "expired":
        Presence.objects.filter(account=maya).update(expires_at=clock.now())
    elif gone == "elsewhere":
        actions.check_in(maya, session_of(event), "room", Seat())
    else:
        Account.objects.filter(pk=maya.pk).update(suspended_at=clock.now())
    view = queries.room_view(tom, event, session)
    assert (view.known, view.waving) == ([], [])


def test_waves_end_with_the_session(
    pair: tuple[Account, Account], session: Session, freeze: Callable[..., None]
) -> None:
    maya, tom = pair
    actions.wave(maya, session, tom.pk)
    freeze(session.ends_at)
    assert queries.room_view(tom, session.event, session).mine is None
    with pytest.raises(Refused):
        actions.wave(tom, session, maya.pk)
    freeze(session.ends_at - timedelta(seconds=1))
    assert queries.room_view(tom, session.event, session).waving


def test_nobody_waves_at_the_whole_hall(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plenary.events.actions.presence.MOST_WAVES", 2)
    eager = make_account()
    check_in(session, eager)
    people = [make_account() for _ in range(3)]
    for one in people:
        follow(one, eager)
        check_in(session, one)
    for one in people[:2]:
        actions.wave(eager, session, one.pk)
    with pytest.raises(Refused):
        actions.wave(eager, session, people[2].pk)
    actions.wave(eager, session, people[0].pk)  # again is no new wave
    assert Wave.objects.count() == 2
