"""The page of notices and the number on the bell."""

from datetime import timedelta

import pytest
from django.test import Client

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, Follow
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from plenary.statuses import actions as statuses
from plenary.timelines import queries
from plenary.timelines.actions import notify
from tests.factories import make_account
from tests.statuses.makers import DIRECT, post, reply

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def me() -> Account:
    return make_account("me", locked=True)


@pytest.fixture
def busy(me: Account) -> Account:
    """Somebody who did everything that is told of."""
    ana = make_account("ana")
    status = post(me, "the poster")
    statuses.favourite(ana, status.pk)
    statuses.favourite(make_account("bo"), status.pk)
    statuses.boost(ana, status.pk)
    reply(ana, status, "an answer")
    post(ana, "@me <b>quietly</b>", visibility=DIRECT)
    accounts.follow(ana, me)
    run_until_empty(strict=True)
    notify(account=me, actor=ana, kind="wave", key="w", link="/events/x/room", text="waves")
    notify(account=me, actor=ana, kind="met", key="m", link="/met", text="says you met")
    return ana


def page(browser: Client, path: str = "/notifications") -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_everything_is_told(me: Account, busy: Account, client_for) -> None:
    text = page(client_for(me))
    for words in (
        "and 1 other liked your post",
        "boosted your post",
        "answered you",
        "mentioned you",
        "asks to follow you",
        "waves",
        "says you met",
    ):
        assert words in " ".join(text.replace("</a>", "").split()), words
    assert "&lt;b&gt;quietly" in text
    assert "Direct message:" in text
    assert 'href="/events/x/room"' in text


def test_tabs_show_a_part(me: Account, busy: Account, client_for) -> None:
    talk = page(client_for(me), "/notifications?tab=mentions")
    assert "an answer" in talk
    assert "boosted" not in talk
    room = page(client_for(me), "/notifications?tab=conference")
    assert "waves" in room
    assert "an answer" not in room
    assert "boosted" in page(client_for(me), "/notifications?tab=nonsense")


def test_a_request_is_answered_on_the_spot(me: Account, busy: Account, client_for) -> None:
    browser = client_for(me)
    assert "/follow-requests/ana/accept" in page(browser)
    browser.post("/follow-requests/ana/accept")
    assert Follow.objects.filter(source=busy, target=me).exists()


def test_reading_is_said_and_not_guessed(me: Account, busy: Account, client_for) -> None:
    browser = client_for(me)
    unread = queries.unread_count(me)
    assert unread == 8
    assert f"{unread}<span" in page(browser, "/unread")
    page(browser)
    assert queries.unread_count(me) == unread, "looking (or fetching ahead) changes nothing"
    newest = queries.notifications(me, queries.Page()).newer
    badge = browser.post("/notifications/read", {"id": newest}, headers=HTMX)
    assert badge.status_code == 200
    assert "unread</span>" not in badge.content.decode()
    assert queries.unread_count(me) == 0
    assert 'class="notice is-new' not in page(browser)
    assert browser.post("/notifications/read", {"id": "x"})["Location"] == "/notifications"
    assert browser.get("/notifications/read").status_code == 405


def test_others_see_nothing_of_it(busy: Account, client_for) -> None:
    assert Client().get("/notifications").status_code == 302
    assert "Nothing here yet" in page(client_for(make_account()))
    assert "unread</span>" not in page(Client(), "/unread")


def test_the_page_costs_the_same_however_full(
    me: Account, busy: Account, client_for, django_assert_max_num_queries
) -> None:
    for number in range(60):
        notify(account=me, actor=make_account(), kind="wave", key=f"{number}", text="waves")
    browser = client_for(me)
    page(browser)
    with django_assert_max_num_queries(8):
        text = page(browser)
    assert "Older notices" in text


def test_a_wave_of_this_minute_shows_wherever_one_is(me: Account, client_for, freeze) -> None:
    ana = make_account("ana", display_name="Dr Ana")
    browser = client_for(me)
    assert 'hx-get="/notifications/newest"' in page(browser)
    assert "note" not in page(browser, "/notifications/newest")
    notify(account=me, actor=ana, kind="wave", key="w", link="/events/x/room", text="waves at you")
    shown = page(browser, "/notifications/newest")
    assert "Dr Ana" in shown and "waves at you" in shown and 'href="/events/x/room"' in shown
    accounts.block(me, ana)
    assert "Dr Ana" not in page(browser, "/notifications/newest")


def test_what_is_older_is_not_shown_again(me: Account, client_for, freeze) -> None:
    notify(account=me, actor=make_account("ana"), kind="wave", key="w", text="waves at you")
    freeze(clock.now() + timedelta(minutes=2))
    assert "waves at you" not in page(client_for(me), "/notifications/newest")
