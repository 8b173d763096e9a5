"""Meet-ups among those who attend."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from plenary.accounts.models import Account
from plenary.events import actions, queries
from plenary.events.models import Event, Meetup
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from plenary.lib.errors import NotFound, Refused
from plenary.timelines.models import Notification
from tests.factories import attend, befriend, block, follow, make_account, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return make_event("congress")


def _attending(event: Event, count: int) -> list[Account]:
    people = [make_account() for _ in range(count)]
    for one in people:
        attend(event, one, "following")
    return people


def _propose(event: Event, host: Account, title: str = "MedEd tea", **late: int) -> Meetup:
    starts_at = clock.now() + timedelta(**late or {"minutes": 5})
    return actions.propose_meetup(host, event, title, "Café", starts_at)


def _titles(viewer: Account, event: Event) -> list[str]:
    return [one.meetup.title for one in queries.meetups(viewer, event)]


def test_proposed_joined_and_left(event: Event) -> None:
    host, guest = _attending(event, 2)
    meetup = _propose(event, host)
    actions.join_meetup(guest, event, meetup.pk)
    actions.join_meetup(guest, event, meetup.pk)
    (seen,) = queries.meetups(guest, event)
    assert (seen.guests, seen.joined, seen.mine) == ([host, guest], True, False)
    actions.leave_meetup(guest, event, meetup.pk)
    (seen,) = queries.meetups(host, event)
    assert (seen.guests, seen.joined, seen.mine) == ([host], True, True)


def test_mutuals_who_attend_are_told_once(event: Event) -> None:
    host, mutual, follower, stranger = _attending(event, 4)
    away = make_account()
    befriend(host, mutual)
    befriend(host, away)
    follow(follower, host)
    meetup = _propose(event, host)
    run_until_empty(strict=True)
    told = Notification.objects.filter(kind="meetup")
    assert list(told.values_list("account", flat=True)) == [mutual.pk]
    assert told.get().link == "/events/congress/meetups"
    actions.join_meetup(stranger, event, meetup.pk)
    run_until_empty(strict=True)
    assert list(told.exclude(account=mutual).values_list("account", "actor")) == [
        (host.pk, stranger.pk)
    ]


def test_only_those_who_attend_see_or_join(event: Event) -> None:
    (host,) = _attending(event, 1)
    outsider = make_account()
    attend(make_event(), outsider)
    meetup = _propose(event, host)
    assert queries.meetups(outsider, event) == []
    for do in (actions.join_meetup, actions.leave_meetup):
        with pytest.raises(NotFound):
            do(outsider, event, meetup.pk)
    with pytest.raises(Refused):
        _propose(event, outsider)


@pytest.mark.parametrize("blocker", [0, 1])
def test_the_blocked_neither_see_nor_join_nor_hear(event: Event, blocker: int) -> None:
    host, other, third = people = _attending(event, 3)
    befriend(host, other)
    block(people[blocker], people[1 - blocker])
    meetup = _propose(event, host)
    run_until_empty(strict=True)
    assert _titles(other, event) == []
    with pytest.raises(NotFound):
        actions.join_meetup(other, event, meetup.pk)
    assert not Notification.objects.filter(account=other).exists()
    # Among the guests of somebody else's they do not meet either.
    open_to_all = _propose(event, third, "Run")
    for one in (host, other):
        actions.join_meetup(one, event, open_to_all.pk)
    seen = {one.meetup.title: one.guests for one in queries.meetups(other, event)}
    assert seen == {"Run": [third, other]}


def test_a_meetup_of_another_event_is_not_reached_through_this_one(event: Event) -> None:
    host, me = _attending(event, 2)
    other = make_event()
    attend(other, me)
    meetup = _propose(event, host)
    with pytest.raises(NotFound):
        actions.join_meetup(me, other, meetup.pk)
    with pytest.raises(NotFound):
        actions.cancel_meetup(host, other, meetup.pk)
    assert Meetup.objects.exists()


def test_only_the_host_cancels(event: Event) -> None:
    host, me = _attending(event, 2)
    meetup = _propose(event, host)
    with pytest.raises(NotFound):
        actions.cancel_meetup(me, event, meetup.pk)
    actions.cancel_meetup(host, event, meetup.pk)
    assert _titles(me, event) == []


@pytest.mark.parametrize(
    ("title", "place", "days"),
    [
        ("", "Café", 0),
        ("x" * 121, "Café", 0),
        ("Tea", " ", 0),
        ("Tea", "Café", 9),
        ("Tea", "Café", -9),
    ],
)
def test_what_cannot_be_proposed(event: Event, title: str, place: str, days: int) -> None:
    (host,) = _attending(event, 1)
    with pytest.raises(Refused):
        actions.propose_meetup(host, event, title, place, clock.now() + timedelta(days=days))
    assert not Meetup.objects.exists()


def test_those_over_come_last(event: Event, freeze: Callable[[datetime], None]) -> None:
    (host,) = _attending(event, 1)
    now = clock.now()
    freeze(now)
    _propose(event, host, "late", minutes=30)
    _propose(event, host, "over", minutes=1)
    _propose(event, host, "soon", minutes=10)
    freeze(now + timedelta(minutes=5))
    assert _titles(host, event) == ["soon", "late", "over"]


def test_the_list_costs_the_same_for_many(
    event: Event, django_assert_num_queries: Callable[..., Any]
) -> None:
    people = _attending(event, 6)
    for host in people:
        meetup = _propose(event, host)
        for guest in people:
            actions.join_meetup(guest, event, meetup.pk)
    with django_assert_num_queries(3):
        rows = queries.meetups(people[0], event)
    assert [len(one.guests) for one in rows] == [6] * 6


def test_proposed_twice_on_a_bad_connection_it_is_one(event: Event) -> None:
    host, other = _attending(event, 2)
    starts_at = clock.now() + timedelta(minutes=5)
    first = actions.propose_meetup(host, event, "Tea", "Café", starts_at)
    again = actions.propose_meetup(host, event, " Tea ", "Café", starts_at)
    assert again.pk == first.pk
    actions.propose_meetup(other, event, "Tea", "Café", starts_at)
    actions.propose_meetup(host, event, "Tea", "Bar", starts_at)
    assert Meetup.objects.count() == 3


@pytest.mark.parametrize("year", [1, 9999])
def test_a_time_beyond_the_calendar_is_refused(event: Event, year: int) -> None:
    (host,) = _attending(event, 1)
    month, day = (1, 1) if year == 1 else (12, 31)
    zone = timezone(timedelta(hours=14 if year == 1 else -10))
    at = datetime(year, month, day, 5 if year == 1 else 20, tzinfo=zone)
    with pytest.raises(Refused, match="during the event"):
        actions.propose_meetup(host, event, "Tea", "Café", at)
