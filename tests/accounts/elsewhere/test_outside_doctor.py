"""Whoever signs in with an account elsewhere uses everything of an event, and writes at home."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from plenary.accounts import actions
from plenary.accounts.models import Account, Follow, User
from plenary.api import at_home, routes
from plenary.conduct import actions as conduct
from plenary.encounters.models import Encounter
from plenary.events.actions import say
from plenary.events.actions.fronting import front
from plenary.events.models import Attendance, MeetupGuest, Presence, Star, Wave
from plenary.jobs.models import Job
from plenary.lib.errors import Refused
from plenary.statuses.actions import publish
from plenary.statuses.models import Bookmark, Favourite, Hashtag, Status, Visibility
from plenary.statuses.rules import Draft
from plenary.timelines.actions.notices import notify
from plenary.timelines.models import Notification
from tests.api.phones import phone, run_all, ward_round
from tests.factories import (
    befriend,
    follow,
    make_account,
    make_event,
    make_session,
)
from tests.statuses.makers import post as make_status

__all__ = ["phone", "ward_round"]

pytestmark = pytest.mark.django_db
HOME = "https://ward.example"


@pytest.fixture
def ana() -> Account:
    account = actions.keep_remote(
        actions.RemoteProfile(
            f"{HOME}/users/ana", "ana", "ward.example", display_name="Ana Pires", discoverable=True
        )
    )
    user = User(email=None, account=account)
    user.set_unusable_password()
    user.save()
    return account


@pytest.fixture
def browser(ana: Account, client_for: Callable[[Account], Client]) -> Client:
    return client_for(ana)


def test_an_event_from_the_first_day_to_the_last(
    ana: Account, browser: Client, client_for: Callable[[Account], Client]
) -> None:
    event = make_event("congress")
    session = make_session(event, "Hearts")
    ben = make_account("ben", avatar="ben.png")
    befriend(ana, ben)
    bens = client_for(ben)

    # Who goes.
    going = {"state": "going", "audience": "everyone"}
    for one in (browser, bens):
        assert one.post("/events/congress/attend", going).status_code == 302
    assert Attendance.objects.filter(event=event, account=ana).exists()
    assert "Ana Pires" in bens.get("/events/congress/people").content.decode()
    assert "Ben" in browser.get("/events/congress/people").content.decode()

    # The agenda, and learning the faces.
    assert browser.post(f"/events/congress/sessions/{session.pk}/star").status_code == 302
    assert Star.objects.filter(account=ana, session=session).exists()
    assert "Hearts" in browser.get("/events/congress/agenda").content.decode()
    for path in ("faces", "recognise", "meetups", "met", "programme", "speakers"):
        assert browser.get(f"/events/congress/{path}").status_code == 200, path

    # In the room: both know the other is here, and a wave goes each way.
    room = f"/events/congress/sessions/{session.pk}"
    for one in (browser, bens):
        assert one.post(f"{room}/check-in", {"audience": "room"}).status_code == 302
    assert Presence.objects.filter(account=ana, session=session).exists()
    run_all()
    assert "Ana Pires" in bens.get(f"{room}/room").content.decode()
    assert "Ben" in browser.get(f"{room}/room").content.decode()
    assert bens.post(f"{room}/wave/{ana.acct}").status_code == 302
    assert browser.post(f"{room}/wave/ben").status_code == 302
    assert Wave.objects.count() == 2
    run_all()
    assert Notification.objects.filter(account=ana, actor=ben, kind="wave").exists()
    assert Notification.objects.filter(account=ben, actor=ana, kind="wave").exists()
    assert "Ben" in browser.get("/notifications").content.decode()

    # We met.
    assert bens.post(f"/events/congress/met/{ana.acct}").status_code == 302
    assert browser.post("/events/congress/met/ben").status_code == 302
    assert Encounter.objects.filter(met_at__isnull=False).exists()
    assert "Ben" in browser.get("/met").content.decode()

    assert browser.post(f"{room}/check-out").status_code == 302
    assert not Presence.objects.filter(account=ana).exists()


def test_meetups_are_proposed_and_joined(ana: Account, browser: Client, phone: Any) -> None:
    event = make_event("congress")
    for who in (ana, make_account("ben")):
        Attendance.objects.create(event=event, account=who)
    mine = phone(ana, scopes="plenary")
    ben = phone(Account.objects.get(username="ben"), scopes="plenary")
    coffee = {"title": "Coffee", "place": "Foyer", "starts_at": f"{event.starts_on}T10:00:00Z"}
    made = mine.post("/api/plenary/v1/events/congress/meetups", json=coffee)
    ben.post(f"/api/plenary/v1/events/congress/meetups/{made['id']}/join")
    assert MeetupGuest.objects.filter(account__username="ben").exists()
    run_all()
    assert Notification.objects.filter(account=ana, kind="meetup").exists()


def test_they_are_found_by_what_they_say_here(ana: Account, browser: Client) -> None:
    page = browser.get("/settings/profile").content.decode()
    assert 'name="specialty"' in page
    assert 'name="display_name"' not in page
    assert f'href="{HOME}/settings/profile"' in page
    sent = {"specialty": "cardiology", "workplace": "Ward 7", "interests": "valves"}
    sent |= {"display_name": "Boss", "note": "x"}
    assert browser.post("/settings/profile", sent).status_code == 302
    ana.refresh_from_db()
    assert (ana.specialty, ana.workplace) == ("cardiology", "Ward 7")
    assert ana.interests.get().name == "valves"
    assert ana.display_name == "Ana Pires", "that comes from home"
    assert "Ana Pires" in Client().get("/people?specialty=cardiology").content.decode()


def test_whether_they_are_listed_they_say_here(ana: Account, browser: Client) -> None:
    assert browser.post("/settings/privacy", {}).status_code == 302
    known = Account.objects.get(pk=ana.pk)
    assert not known.discoverable
    again = actions.RemoteProfile(
        known.uri, "ana", "ward.example", "Person", "A", discoverable=True
    )
    actions.keep_remote(again)
    known.refresh_from_db()
    assert (known.display_name, known.discoverable) == ("A", False)


def test_what_home_says_is_not_changed_here(ana: Account) -> None:
    actions.edit_profile(ana, {"display_name": "Boss", "note": "x", "locked": True})
    ana.refresh_from_db()
    assert (ana.display_name, ana.note, ana.locked) == ("Ana Pires", "", False)


def test_they_write_at_home(ana: Account, browser: Client) -> None:
    page = browser.get("/").content.decode()
    assert "<textarea" not in page
    assert "Whom you follow you read on your own server" in page
    assert 'button--primary" href="/people"' not in page
    assert f'href="{HOME}/share?text="' in page
    to = browser.get("/compose?text=%23congress%20")["Location"]
    assert to == f"{HOME}/share?text=%23congress+"
    answer = browser.post("/compose", {"text": "hello"})
    assert answer.status_code == 403
    assert "You write on ward.example" in answer.content.decode()
    with pytest.raises(Refused):
        publish(ana, Draft(text="hello", visibility=Visibility.PUBLIC))
    assert not Status.objects.exists()


def test_they_answer_and_favourite_at_home_and_bookmark_here(
    ana: Account, browser: Client, settings: Any
) -> None:
    settings.PUBLIC_URL = "https://plenary.example"
    post = make_status(make_account("ben"), "hearts")
    page = browser.get(f"/@ben/{post.pk}").content.decode()
    assert f"{HOME}/authorize_interaction?uri=https%3A%2F%2Fplenary.example%2F%40ben%2F" in page
    act = f"/posts/{post.pk}/act"
    for deed in ("favourite", "boost", "pin"):
        assert browser.post(act, {"do": deed}).status_code == 403
    assert browser.post(f"/posts/{post.pk}/vote", {"choice": "0"}).status_code == 403
    assert not Favourite.objects.exists()
    assert browser.post(act, {"do": "bookmark"}).status_code == 302
    assert Bookmark.objects.filter(account=ana).exists()


def test_they_follow_from_home(ana: Account, browser: Client, settings: Any) -> None:
    settings.DOMAIN = "plenary.example"
    make_account("ben")
    page = browser.get("/@ben").content.decode()
    assert f'href="{HOME}/authorize_interaction?uri=ben%40plenary.example"' in page
    assert "Follow from ward.example" in page
    answer = browser.post("/@ben/follow")
    assert answer.status_code == 403
    assert "is kept on ward.example" in answer.content.decode()
    assert not Follow.objects.exists()


def test_they_move_at_home_and_take_along_what_is_here(browser: Client) -> None:
    for path in ("/settings/move", "/settings/move/account"):
        assert browser.post(path, {}).status_code == 403, path
    page = browser.get("/settings/move").content.decode()
    assert "Your account is on ward.example" in page
    assert "/settings/move/account" not in page and 'type="file"' not in page
    assert "Make an archive" in page


def test_a_block_holds_here(ana: Account, browser: Client) -> None:
    ben = make_account("ben")
    follow(ben, ana)
    assert browser.post("/@ben/block").status_code == 302
    assert browser.get("/@ben").status_code == 404
    assert not Follow.objects.exists()


def test_an_app_of_theirs_reads_and_takes_part(ana: Account, phone: Any) -> None:
    app = phone(ana)
    assert app.get("/api/v1/accounts/verify_credentials")["acct"] == "ana@ward.example"
    app.get("/api/v1/timelines/home")
    app.get("/api/v1/notifications")
    post = make_status(make_account("ben"), "hearts")
    app.post(f"/api/v1/statuses/{post.pk}/bookmark")
    app.post("/api/v1/markers", json={"home": {"last_read_id": str(post.pk)}})


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/statuses"),
        ("PUT", "/api/v1/statuses/1"),
        ("POST", "/api/v1/statuses/1/favourite"),
        ("POST", "/api/v1/statuses/1/reblog"),
        ("POST", "/api/v1/accounts/1/follow"),
        ("POST", "/api/v2/media"),
        ("POST", "/api/v1/polls/1/votes"),
        ("PATCH", "/api/v1/accounts/update_credentials"),
    ],
)
def test_an_app_of_theirs_is_told_where_the_rest_is_done(
    ana: Account, phone: Any, method: str, path: str
) -> None:
    answer = phone(ana).ask(method, path, 403)
    assert "on ward.example" in answer.json()["error"]


def test_every_method_that_changes_something_is_decided_about() -> None:
    """A new one under a scope of writing is at home until somebody says that it is of here."""
    here = {route.path for route in routes.ROUTES if route.method != "GET"} & at_home._HERE
    assert here == at_home._HERE, "each stands in the table"
    for route in routes.ROUTES:
        if route.method != "GET" and {"write:statuses", "write:follows"} & {*route.scopes}:
            refused = at_home.refusal(route, HOME)
            assert bool(refused) == (route.path not in at_home._HERE), route.path


def test_mail_that_must_be_confirmed_is_no_matter_for_them(
    ana: Account, phone: Any, settings: Any
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    phone(ana).get("/api/v1/timelines/home")


def test_who_does_not_sign_in_here_is_not_notified() -> None:
    there = actions.keep_remote(actions.RemoteProfile(f"{HOME}/users/eve", "eve", "ward.example"))
    assert not notify(account=there, actor=make_account("ben"), kind="wave", key="wave:1")


def test_moderators_see_them(ana: Account, client_for: Callable[[Account], Client]) -> None:
    moderator = make_account("mod")
    User.objects.filter(account=moderator).update(is_staff=True, is_superuser=True)
    page = client_for(moderator).get(f"/moderation/people/{ana.pk}")
    assert page.status_code == 200
    assert "<dt>Signs in with</dt><dd>@ana@ward.example</dd>" in page.content.decode()


def test_what_moderators_decide_reaches_them_here(ana: Account, browser: Client) -> None:
    """There is no address to write to."""
    moderator = make_account("mod")
    User.objects.filter(account=moderator).update(is_staff=True, is_superuser=True)
    conduct.decide(Account.objects.get(pk=moderator.pk), ana.pk, "silence")
    run_all()
    assert mail.outbox == []
    assert Notification.objects.filter(account=ana).exists()
    assert not Job.objects.exists(), "nothing waits that can never be done"


def test_the_button_begins_a_post_that_will_come_here(
    ana: Account, browser: Client, settings: Any
) -> None:
    """Where this server does not listen to them, and nobody here follows them, it names the event
    too, which their server then sends it to."""
    settings.DOMAIN = "plenary.example"
    event = make_event("congress", hashtag=Hashtag.objects.create(name="hearts", display="hearts"))
    named = front(event).username
    words = f"share?text=%23hearts+%40{named}%40plenary.example+"
    bare = 'share?text=%23hearts+"'
    assert words in browser.get("/tags/hearts").content.decode()
    say(ana, event, "going", "attendees")
    page = browser.get("/").content.decode()
    assert words in page and f"@{named}@plenary.example" in page
    assert 'href="/tags/hearts">Read #hearts</a>' in page
    say(ana, event, "going", "everyone")
    assert bare in browser.get("/").content.decode()
    assert bare in browser.get("/tags/hearts").content.decode()
    say(ana, event, "going", "followers")
    follow(make_account("ben"), ana)
    assert bare in browser.get("/").content.decode()
