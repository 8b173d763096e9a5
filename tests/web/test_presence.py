"""The room's pages: one tap, what each sees, and that the blocked learn nothing from any page."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plenary.accounts.models import Account
from plenary.encounters.models import Encounter
from plenary.events.models import Attendance, Event, Presence, Session, Wave
from plenary.jobs.models import Job
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock, pubsub
from plenary.timelines.models import Notification
from plenary.web.urls import urlpatterns
from tests.factories import (
    attend,
    befriend,
    block,
    check_in,
    make_account,
    make_event,
    make_session,
)

pytestmark = pytest.mark.django_db
CANARY = "zyxcanaryseat"
Browser = Callable[[Account], Client]


@pytest.fixture
def event() -> Event:
    return make_event("congress")


@pytest.fixture
def session(event: Event) -> Session:
    return make_session(event, "Heart failure now")


@pytest.fixture
def pair(event: Event, session: Session) -> tuple[Account, Account]:
    """Two mutuals who attend; tom sits at the canary."""
    maya, tom = make_account("maya"), make_account("tom")
    befriend(maya, tom)
    for one in (maya, tom):
        attend(event, one)
    check_in(session, tom, "mutuals", words=CANARY)
    return maya, tom


def _room(session: Session) -> str:
    return reverse("session_room", args=[session.event.slug, session.pk])


def _do(name: str, session: Session, *more: object) -> str:
    return reverse(name, args=[session.event.slug, session.pk, *more])


def _plain(body: bytes) -> bytes:
    """A page without what differs at every rendering: the form tokens."""
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", body)
    return re.sub(rb'data-live="[^"]*"', b"", body)


def test_one_tap_checks_in_and_shows_who_is_here(
    client_for: Browser, pair: tuple[Account, Account], session: Session
) -> None:
    maya, tom = pair
    browser = client_for(maya)
    before = browser.get(_room(session)).content.decode()
    assert CANARY not in before
    assert tom.name not in before
    page = browser.post(_do("check_in", session), follow=True)
    assert page.redirect_chain == [(_room(session), 302)]
    assert Presence.objects.get(account=maya).audience == "mutuals"
    body = page.content.decode()
    assert f"“{CANARY}”" in body
    assert tom.name in body
    browser.post(_do("check_out", session))
    assert CANARY not in browser.get(_room(session)).content.decode()


def test_one_tap_suffices_for_somebody_who_has_not_said_that_they_go(
    client_for: Browser, session: Session
) -> None:
    me = make_account()
    browser = client_for(me)
    page = browser.get(_room(session)).content.decode()
    assert 'name="going"' in page
    refused = browser.post(_do("check_in", session))
    assert refused.status_code == 422
    assert "Say first that you are going" in refused.content.decode()
    assert browser.post(_do("check_in", session), {"going": "1"}).status_code == 302
    assert Attendance.objects.get(account=me).audience == "attendees"
    assert Presence.objects.filter(account=me, session=session).exists()


@pytest.mark.parametrize(
    ("given", "seat"),
    [
        ({"block": "0-2"}, (0, 2, "", "", "")),
        ({"block": "0-2", "row": "c", "seat": "12"}, (None, None, "C", "12", "")),
        ({"row": "c", "words": "by the door"}, (None, None, "", "", "by the door")),
        ({"words": "by\x07 the\n\tdoor "}, (None, None, "", "", "by the door")),
        ({"block": "9-9"}, (None, None, "", "", "")),
        ({"block": f"{'1' * 5000}-1"}, (None, None, "", "", "")),
        ({}, (None, None, "", "", "")),
    ],
)
def test_the_form_says_where_one_sits(
    client_for: Browser,
    pair: tuple[Account, Account],
    session: Session,
    given: dict[str, str],
    seat: tuple[object, ...],
) -> None:
    maya, _ = pair
    answer = client_for(maya).post(_do("check_in", session), {"audience": "room", **given})
    assert answer.status_code == 302
    row = Presence.objects.get(account=maya)
    assert (row.depth, row.side, row.row, row.seat, row.words) == seat


def test_a_refused_seat_keeps_the_page_and_says_why(
    client_for: Browser, pair: tuple[Account, Account], session: Session
) -> None:
    maya, _ = pair
    answer = client_for(maya).post(_do("check_in", session), {"seat": "12"})
    assert answer.status_code == 422
    assert "A seat needs its row." in answer.content.decode()


def test_wave_and_wave_back_with_and_without_scripts(
    client_for: Browser, pair: tuple[Account, Account], session: Session
) -> None:
    maya, tom = pair
    check_in(session, maya, "mutuals", depth=0, side=0)
    one, other = client_for(maya), client_for(tom)
    assert one.post(_do("wave", session, "tom")).status_code == 302
    page = other.get(_room(session)).content.decode()
    assert f"{maya.name} waves at you" in page
    assert "Wave back" in page
    part = other.post(_do("wave", session, "maya"), headers={"HX-Request": "true"})
    assert part.status_code == 200
    body = part.content.decode()
    assert "<html" not in body
    assert "We met" in body
    assert f"/events/congress/met/{maya.acct}" in body
    assert "We met" in one.get(_room(session)).content.decode()


def test_whom_one_met_before_is_somebody_one_knows(
    client_for: Browser, event: Event, session: Session
) -> None:
    """A meeting kept at another congress, and no follow either way."""
    me, other, asked = make_account(), make_account("oldfriend"), make_account("onlyasked")
    for one in (other, asked):
        check_in(session, one, "room")
    check_in(session, me, "room")
    before = make_event("before")
    for one, met_at in ((other, clock.now()), (asked, None)):
        low, high = sorted([me.pk, one.pk])
        Encounter.objects.create(event=before, low_id=low, high_id=high, met_at=met_at)
    body = client_for(me).get(_room(session)).content.decode()
    assert other.name in body
    assert "You have met" in body
    assert asked.name not in body
    block(other, me)
    assert other.name not in client_for(me).get(_room(session)).content.decode()


def test_what_may_not_be_asked(
    client_for: Browser, pair: tuple[Account, Account], event: Event, session: Session
) -> None:
    maya, _ = pair
    browser = client_for(maya)
    other = make_event("other")
    assert browser.get(f"/events/{other.slug}/sessions/{session.pk}/room").status_code == 404
    assert browser.get(f"/events/{event.slug}/sessions/{2**70}/room").status_code == 404
    assert browser.get(_do("check_in", session)).status_code == 405
    assert browser.get(_do("wave", session, "tom")).status_code == 405
    assert Client().get(_room(session)).status_code == 302
    assert "login" in Client().post(_do("check_in", session)).headers["Location"]


# --- a blocked person gets the same answer as if the other were not here (row 66) -----------


@pytest.mark.parametrize("blocker", ["maya", "tom"])
@pytest.mark.parametrize("mine", [True, False])
def test_byte_for_byte_as_if_not_here(
    client_for: Browser,
    pair: tuple[Account, Account],
    session: Session,
    blocker: str,
    mine: bool,
) -> None:
    """Page, fragment and wave: first with the other blocked and here, then blocked and away."""
    maya, tom = pair
    if mine:
        check_in(session, maya, "room", depth=1, side=1)
    block(maya, tom) if blocker == "maya" else block(tom, maya)
    browser = client_for(maya)

    def answers() -> Iterator[tuple[int, bytes, dict[str, str]]]:
        for htmx in ({}, {"HX-Request": "true"}):
            for answer in (
                browser.get(_room(session), headers=htmx),
                browser.post(_do("wave", session, "tom"), headers=htmx),
                browser.post(reverse("met", args=["congress", "tom"]), headers=htmx),
            ):
                headers = {k: v for k, v in answer.items() if k not in {"Content-Security-Policy"}}
                yield answer.status_code, _plain(answer.content), headers

    here = list(answers())
    Presence.objects.filter(account=tom).delete()
    away = list(answers())
    tom.delete()
    nobody = list(answers())
    assert here == away == nobody
    assert here[1][0] == (404 if mine else 422)
    assert not Wave.objects.exists()


def _every_page(session: Session, person: Account) -> list[str]:
    """Every address of the URL configuration, filled in with this session and person."""
    values = {
        "slug": session.event.slug,
        "session_id": session.pk,
        "acct": person.acct,
        "name": "meded",
        "status_id": 1,
        "account_id": person.pk,
        "announcement_id": 1,
        "meetup_id": 1,
        "server_id": 1,
        "encounter_id": 1,
        "speaker_id": 1,
        "token": "none",
        "path": "none.webp",
        "application_id": 1,
        "request_id": 1,
        "report_id": 1,
        "severance_id": 1,
        "which": "following",
        "domain": "clinic.example",
        "kind": "follows",
        "import_id": 1,
        "archive_id": 1,
        "alias_id": 1,
        "attempt_id": 1,
    }
    pages = []
    for pattern in urlpatterns:
        wanted = pattern.pattern.converters
        assert set(wanted) <= set(values), f"{pattern.name} needs a value here"
        given = {name: values[name] for name in wanted}
        pages.append(reverse(pattern.name, kwargs={**given, **pattern.default_args}))
    return pages


OUTSIDERS = (
    "blocked by the person",
    "blocks the person",
    "not checked in",
    "in another room",
    "only followed by the person",
    "stranger in the room",
    "expired",
)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_page_tells_a_seat_to_whom_it_was_not_told(
    client_for: Browser, event: Event, session: Session, who: str
) -> None:
    """The canary: every page there is, as a page and as a fragment, asked by each who may not."""
    tom, viewer = make_account("tom"), make_account("viewer")
    for one in (tom, viewer):
        attend(event, one)
    check_in(session, tom, "mutuals", words=CANARY, row=CANARY[:10], seat=CANARY[3:13])
    if who == "only followed by the person":
        tom.following.create(target=viewer)
    elif who != "stranger in the room":
        befriend(tom, viewer)
    if who != "not checked in":
        check_in(make_session(event) if who == "in another room" else session, viewer, "room")
    if who == "blocked by the person":
        block(tom, viewer)
    if who == "blocks the person":
        block(viewer, tom)
    if who == "expired":
        Presence.objects.filter(account=tom).update(expires_at=clock.now() - timedelta(seconds=1))
    browser = client_for(viewer)
    asked = 0
    for page in _every_page(session, tom):
        for headers in ({}, {"HX-Request": "true"}):
            answer = browser.get(page, headers=headers)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            for part in (CANARY, CANARY[:10], CANARY[3:13]):
                assert part.encode() not in body, page
                assert part not in str(answer.headers), page
            asked += answer.status_code == 200
    assert asked > 20  # the pages were there to be read


def test_the_canary_sings_where_it_may(
    client_for: Browser, pair: tuple[Account, Account], session: Session
) -> None:
    """The test above would find it: the one who may see it does, on this page alone."""
    maya, tom = pair
    check_in(session, maya)
    browser = client_for(maya)
    shown = {page for page in _every_page(session, tom) if _has_canary(browser, page)}
    assert shown == {_room(session)}


def _has_canary(browser: Client, page: str) -> bool:
    answer = browser.get(page)
    return not answer.streaming and CANARY.encode() in answer.content


def test_no_job_message_or_notification_holds_a_seat(
    client_for: Browser,
    pair: tuple[Account, Account],
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    maya, tom = pair
    check_in(session, maya, "mutuals", words=CANARY)
    said: list[Any] = []
    monkeypatch.setattr(pubsub, "_send", said.append)
    browser = client_for(tom)
    browser.post(_do("check_in", session), {"words": CANARY + "2", "audience": "room"})
    browser.post(_do("wave", session, "maya"))
    browser.post(_do("check_out", session))
    jobs = list(Job.objects.values_list("payload", flat=True))
    assert jobs
    assert CANARY not in str(jobs)
    run_until_empty(strict=True)
    assert CANARY not in str(said)
    assert CANARY not in str(list(Notification.objects.values()))
    assert CANARY not in caplog.text


def test_room_queries_do_not_grow_with_the_room(
    client_for: Browser,
    pair: tuple[Account, Account],
    session: Session,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    maya, _ = pair
    check_in(session, maya, depth=1, side=1)
    browser = client_for(maya)
    counts = []
    for batch in (3, 40):
        for number in range(batch):
            one = make_account(avatar="face.webp" if number % 2 else "")
            befriend(maya, one)
            check_in(session, one, depth=number % 3, side=number % 2)
        with django_assert_max_num_queries(26) as captured:
            assert browser.get(_room(session)).status_code == 200
        counts.append(len(captured.captured_queries))
    assert counts[0] == counts[1]
