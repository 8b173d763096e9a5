"""The page of meet-ups: propose, join, leave, cancel, by forms alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from plenary.accounts.models import Account
from plenary.events.models import Event, Meetup
from plenary.lib import clock
from tests.factories import attend, make_account, make_event

pytestmark = pytest.mark.django_db
Browser = Callable[[Account], Client]
PAGE = "/events/congress/meetups"


@pytest.fixture
def event() -> Event:
    return make_event("congress", zone="Europe/Berlin")


@pytest.fixture
def host(event: Event) -> Account:
    account = make_account("host")
    attend(event, account)
    return account


def _soon(event: Event) -> str:
    there = (clock.now() + timedelta(minutes=30)).astimezone(event.tz)
    return there.strftime("%Y-%m-%dT%H:%M")


def test_proposed_in_the_events_time(client_for: Browser, event: Event, host: Account) -> None:
    when = _soon(event)
    given = {"title": "#MedEd tea", "place": "Café", "starts_at": when}
    answer = client_for(host).post(PAGE, given, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    meetup = Meetup.objects.get()
    assert meetup.starts_at.astimezone(event.tz).strftime("%Y-%m-%dT%H:%M") == when
    body = answer.content.decode()
    assert "#MedEd tea" in body
    assert when[-5:] in body


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"title": "", "place": "Café"},
        {"title": "Tea", "place": "Café", "starts_at": "soon"},
        {"title": "Tea", "place": "Café", "starts_at": "0001-01-01T00:00"},
        {"title": "Tea", "place": "Café", "starts_at": "9999-12-31T23:59"},
        {"title": "x" * 121, "place": "Café"},
    ],
)
def test_what_cannot_be_comes_back_with_the_reason(
    client_for: Browser, event: Event, host: Account, given: dict[str, str]
) -> None:
    answer = client_for(host).post(PAGE, {"starts_at": _soon(event), **given})
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert not Meetup.objects.exists()


def test_who_does_not_attend_is_asked_to_say_so_and_sees_none(
    client_for: Browser, event: Event, host: Account
) -> None:
    Meetup.objects.create(
        event=event, host=host, title="Canary tea", place="Café", starts_at=clock.now()
    )
    body = client_for(make_account()).get(PAGE).content.decode()
    assert "Canary tea" not in body
    assert "/events/congress/attend" in body
    assert Client().get(PAGE).status_code == 302


def test_join_leave_cancel(client_for: Browser, event: Event, host: Account) -> None:
    guest = make_account("guest")
    attend(event, guest)
    meetup = Meetup.objects.create(
        event=event,
        host=host,
        title="Tea",
        place="Café",
        starts_at=clock.now() + timedelta(minutes=5),
    )
    one = f"{PAGE}/{meetup.pk}"
    browser = client_for(guest)
    assert browser.post(one, {"do": "join"}).status_code == 302
    assert list(meetup.guests.values_list("account", flat=True)) == [guest.pk]
    assert "Count me out" in browser.get(PAGE).content.decode()
    browser.post(one, {"do": "leave"})
    assert not meetup.guests.exists()
    assert browser.post(one, {"do": "cancel"}).status_code == 404
    assert browser.post(one, {"do": "nothing"}).status_code == 302
    assert client_for(host).post(one, {"do": "cancel"}).status_code == 302
    assert not Meetup.objects.exists()
