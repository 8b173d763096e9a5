"""An event in the Fediverse, as people and organisers see it."""

from typing import Any

import pytest
from django.test import Client

from plenary.accounts.models import Account
from plenary.api import limits
from plenary.events import actions
from plenary.events.models import Event, EventInvitation
from plenary.jobs.models import Job
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from plenary.statuses import actions as statuses
from plenary.statuses.models import Status
from plenary.statuses.rules import Draft
from tests.factories import make_account, make_remote

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga() -> Account:
    return make_account("olga")


@pytest.fixture
def event(olga: Account) -> Event:
    today = clock.now().date()
    made = actions.create_event(olga, actions.EventDraft("Meet", "MeetNow", today, today, "UTC"))
    run_until_empty(strict=True)
    return Event.objects.select_related("account").get(pk=made.pk)


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account.user)
    return client


def test_the_page_says_how_to_follow_it_from_anywhere(event: Event) -> None:
    assert event.account is not None
    page = Client().get(f"/events/{event.slug}").content.decode()
    assert f'value="@{event.account.address}" readonly' in page
    assert "Ask somebody" not in page
    profile = Client().get("/@MeetNow").content.decode()
    assert f'href="/events/{event.slug}"' in profile


def test_the_queue_is_for_organisers(event: Event, olga: Account) -> None:
    ana = make_account("ana")
    actions.say(ana, event, "going", "everyone")
    client = signed_in(olga)
    base = f"/events/{event.slug}/organise"
    assert client.post(f"{base}/boosting", {"boosting": "approved"}).status_code == 302
    post = statuses.publish(ana, Draft(text="Hello #MeetNow"))
    run_until_empty(strict=True)
    page = client.get(f"{base}/elsewhere")
    assert page.status_code == 200 and "Accept the post of Dr Ana" in page.content.decode()
    assert "@ana ·" in page.content.decode(), "who that is, not only how they call themselves"
    for other in (ana, make_account("zed")):
        assert signed_in(other).get(f"{base}/elsewhere").status_code == 404
        answer = signed_in(other).post(f"{base}/posts/{post.pk}", {"do": "accept"})
        assert answer.status_code == 404
    client.post(f"{base}/posts/{post.pk}", {"do": "accept"})
    boosts = Status.objects.filter(account=event.account, reblog_of=post)
    assert boosts.exists()
    client.post(f"{base}/posts/{post.pk}", {"do": "drop"})
    assert not boosts.exists()


def test_an_event_is_called_off_by_who_is_sure(event: Event, olga: Account) -> None:
    client = signed_in(olga)
    client.post(f"/events/{event.slug}/organise/cancel")
    event.refresh_from_db()
    assert event.cancelled_at is None
    client.post(f"/events/{event.slug}/organise/cancel", {"sure": "1"})
    assert "This event is called off" in Client().get(f"/events/{event.slug}").content.decode()


def test_somebody_elsewhere_is_asked_by_who_goes(event: Event) -> None:
    cy = make_remote("cy")
    ana = make_account("ana")
    client = signed_in(ana)
    there = f"/events/{event.slug}/invite"
    client.post(there, {"handle": "@cy@clinic.example"})
    actions.say(ana, event, "going", "attendees")
    for wrong in ("", "cy", "@cy@clinic@example", "@x@a b"):
        client.post(there, {"handle": wrong})
    assert not EventInvitation.objects.exists()
    client.post(there, {"handle": "@cy@clinic.example"})
    assert EventInvitation.objects.get().account == cy
    page = client.get(f"/events/{event.slug}").content.decode()
    assert "@cy@clinic.example" in page and "No answer yet" in page
    client.post(there, {"handle": "@new@clinic.example"})
    assert Job.objects.filter(task__endswith="find_and_invite").count() == 1


def test_nobody_has_very_many_looked_for(
    event: Event, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.RATE_LIMITS = True
    monkeypatch.setitem(limits.LIMITS, "look up", limits.Limit(2, 600))
    ana = make_account("ana")
    actions.say(ana, event, "going", "attendees")
    client = signed_in(ana)
    for number in range(4):
        client.post(f"/events/{event.slug}/invite", {"handle": f"@new{number}@clinic.example"})
    assert Job.objects.filter(task__endswith="find_and_invite").count() == 2


def test_nobody_is_counted_for_an_event(event: Event) -> None:
    from plenary.timelines import queries as timelines

    assert timelines.figures().people == 1
    assert timelines.weeks(1)[0].registrations == 1
