"""Events, their programmes, one's agenda, and what is said under the hashtag."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from plenary.accounts.models import Account
from plenary.events.models import Event, Session, Star
from plenary.lib import clock
from plenary.statuses import actions as statuses
from plenary.statuses.models import Visibility
from plenary.statuses.rules import Draft
from tests.api.phones import Phone
from tests.factories import block, follow, make_account, make_event, make_session
from tests.plenary_api.conftest import V1, Scene, speaks

pytestmark = pytest.mark.django_db


def test_the_server_announces_this_api(nobody: Phone) -> None:
    assert nobody.get("/api/v2/instance")["api_versions"]["plenary"] == 1


def test_events_by_when_they_are(nobody: Phone, event: Event) -> None:
    today = clock.now().date()
    make_event("later", day=today + timedelta(days=30))
    make_event("earlier", day=today - timedelta(days=30))
    found = nobody.get(f"{V1}/events")
    assert [[one["slug"] for one in found[name]] for name in ("now", "coming", "past")] == [
        ["congress"],
        ["later"],
        ["earlier"],
    ]
    (now,) = found["now"]
    assert now["hashtag"] == "Congress26"
    assert now["url"].endswith("/events/congress") and now["url"].startswith("http")
    assert now["picture"].startswith("http") and found["past"][0]["picture"] is None


def test_events_cost_the_same_for_few_and_many(
    nobody: Phone, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(12):
        day = clock.now().date() + timedelta(days=number - 4)
        make_event(day=day, hashtag=statuses.hashtag_named(f"tag{number}"))
    with django_assert_num_queries(2):
        nobody.get(f"{V1}/events")


def test_an_event_and_its_figures(
    nobody: Phone, phone: Callable[..., Phone], event: Event, session: Session
) -> None:
    speaks(session, "Ana")
    found = nobody.get(f"{V1}/events/congress")
    assert found["figures"] == {"days": 1, "rooms": 1, "tracks": 1, "sessions": 1, "speakers": 1}
    assert found["website"] == "https://congress.example"
    assert found["organising"] is False
    for suffix in ("xml", "json", "ics"):
        file = found["files"][suffix]
        assert nobody.client.get(file[file.index("/events") :]).status_code == 200
    organiser = phone("organiser")
    Event.objects.filter(pk=event.pk).update(organiser=organiser.account, url="javascript:x()")
    found = organiser.get(f"{V1}/events/congress")
    assert (found["organising"], found["website"]) == (True, None)
    nobody.get(f"{V1}/events/nothing", 404)


def test_the_programme_day_by_day(nobody: Phone, event: Event, session: Session) -> None:
    tomorrow = make_session(event, "Lungs", track="Lung", starts_at=clock.now() + timedelta(days=1))
    found = nobody.get(f"{V1}/events/congress/programme")
    assert [day["number"] for day in found["days"]] == [1, 2]
    assert found["today"] == 1
    assert [room["name"] for room in found["rooms"]] == ["Hall 1"]
    assert found["tracks"] == ["Heart", "Lung"]

    def titles(query: str) -> list[str]:
        return [one["title"] for one in nobody.get(f"{V1}/events/congress/sessions{query}")]

    assert titles("") == titles("?day=1") == [session.title]
    assert titles("?day=2") == titles("?day=2&track=Lung") == ["Lungs"]
    assert titles("?day=2&track=Heart") == []
    assert titles(f"?day=2&room_id={tomorrow.room_id}") == ["Lungs"]
    assert titles("?day=2&room_id=1") == []
    nobody.get(f"{V1}/events/congress/sessions?day=7", 404)
    nobody.get(f"{V1}/events/congress/sessions?day=first", 422)
    empty = make_event("empty")
    assert nobody.get(f"{V1}/events/{empty.slug}/sessions") == []
    assert nobody.get(f"{V1}/events/{empty.slug}/programme")["today"] is None


def test_now_and_next(nobody: Phone, event: Event, session: Session) -> None:
    for hours in (1, 2, 9):
        make_session(event, f"In {hours}", starts_at=clock.now() + timedelta(hours=hours))
    found = nobody.get(f"{V1}/events/congress/now")
    assert [(one["title"], one["phase"]) for one in found] == [
        (session.title, "now"),
        ("In 1", "next"),
    ]
    assert "starred" not in found[0] and "clash" not in found[0]


def test_a_session_with_its_speakers(nobody: Phone, scene: Scene) -> None:
    speaks(scene.session, "Ana Bell")
    speaks(scene.session, "Dr Tom", scene.he)
    found = nobody.get(scene.room)
    assert found["abstract"] == "All of it." and found["open"] is True
    assert {one["name"]: one["person"] and one["person"]["acct"] for one in found["speakers"]} == {
        "Ana Bell": None,
        "Dr Tom": "tom",
    }
    assert [one["name"] for one in nobody.get(f"{scene.at}/speakers")] == ["Ana Bell", "Dr Tom"]
    other = make_event("other")
    nobody.get(f"{V1}/events/{other.slug}/sessions/{scene.session.pk}", 404)
    nobody.get(f"{scene.at}/sessions/1", 404)


@pytest.mark.parametrize("why", ["blocks", "blocked", "suspended"])
def test_of_a_speaker_one_must_not_meet_only_the_name_is_there(scene: Scene, why: str) -> None:
    speaks(scene.session, "Dr Tom", scene.he)
    scene.maya.post(f"{scene.room}/star")
    if why == "suspended":
        Account.objects.filter(pk=scene.he.pk).update(suspended_at=clock.now())
    else:
        block(scene.he, scene.she) if why == "blocked" else block(scene.she, scene.he)
    for path in ("sessions", "now", "agenda", "speakers", f"sessions/{scene.session.pk}"):
        body = scene.maya.ask("GET", f"{scene.at}/{path}").content.decode()
        assert "Dr Tom" in body
        assert "@tom" not in body and str(scene.he.pk) not in body, path


def test_lists_of_sessions_cost_the_same_for_few_and_many(
    scene: Scene, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    """Token, event, stars, sessions, links, accounts; a list of a day asks for the days, too."""
    scene.maya.get(scene.room)  # the token is marked as used
    for number in range(10):
        made = make_session(scene.event, f"S{number}")
        speaks(made, f"P{number}", make_account())
        Star.objects.create(session=made, account=scene.she)
    for path, most in (("sessions", 7), ("now", 6), ("agenda", 6), ("speakers", 4)):
        with django_assert_max_num_queries(most):
            assert len(scene.maya.get(f"{scene.at}/{path}")) >= 10


def test_the_agenda_and_its_clashes(scene: Scene) -> None:
    other = make_session(scene.event, "At the same time")
    alone = make_session(scene.event, "Alone", starts_at=clock.now() + timedelta(hours=5))
    for one in (scene.session, other, alone):
        starred = scene.maya.post(f"{scene.at}/sessions/{one.pk}/star")
        assert starred["starred"] is True
    scene.maya.post(f"{scene.room}/star")
    found = scene.maya.get(f"{scene.at}/agenda")
    assert [(one["title"], one["clash"]) for one in found] == [
        (scene.session.title, True),
        ("At the same time", True),
        ("Alone", False),
    ]
    for _ in range(2):
        assert scene.maya.post(f"{scene.room}/unstar")["starred"] is False
    assert [one["clash"] for one in scene.maya.get(f"{scene.at}/agenda")] == [False, False]
    assert scene.tom.get(f"{scene.at}/agenda") == []
    scene.maya.post(f"{scene.at}/sessions/1/star", 404)
    elsewhere = make_session(make_event("other"))
    scene.maya.post(f"{scene.at}/sessions/{elsewhere.pk}/star", 404)


def test_the_agenda_as_a_calendar(scene: Scene, nobody: Phone) -> None:
    assert scene.maya.get(f"{scene.at}/agenda/feed") == {"url": None}
    scene.maya.post(f"{scene.room}/star")
    first = scene.maya.post(f"{scene.at}/agenda/feed")["url"]
    assert scene.maya.get(f"{scene.at}/agenda/feed")["url"] == first
    assert scene.tom.get(f"{scene.at}/agenda/feed") == {"url": None}
    path = first[first.index("/agenda/") :]
    assert b"Heart failure now" in nobody.client.get(path).content
    scene.maya.post(f"{scene.at}/agenda/feed")
    assert nobody.client.get(path).status_code == 404


def test_what_is_said_under_the_hashtag(scene: Scene, nobody: Phone) -> None:
    ids = [
        str(statuses.publish(scene.he, Draft(text=f"#congress26 number {number}")).pk)
        for number in range(3)
    ]
    statuses.publish(scene.he, Draft(text="#congress26 a secret", visibility=Visibility.PRIVATE))
    statuses.publish(scene.he, Draft(text="#elsewhere"))
    path = f"{scene.at}/statuses"
    assert [one["id"] for one in nobody.get(path)] == ids[::-1]
    assert "favourited" in scene.maya.get(path)[0]
    answer = nobody.ask("GET", f"{path}?limit=2")
    assert f"max_id={ids[1]}" in answer.headers["Link"]
    assert [one["id"] for one in nobody.get(f"{path}?max_id={ids[1]}")] == ids[:1]
    block(scene.he, scene.she)
    assert scene.maya.get(path) == []
    assert nobody.get(f"{V1}/events/{make_event('untagged').slug}/statuses") == []


def test_one_of_two_scopes_opens_the_feed(scene: Scene, phone: Callable[..., Phone]) -> None:
    for scopes, status in (("read", 200), ("plenary:events:read", 200), ("write", 403)):
        phone(scene.she, scopes=scopes).get(f"{scene.at}/statuses", status)


def test_what_one_marked_is_for_apps_that_read_posts(
    scene: Scene, phone: Callable[..., Phone]
) -> None:
    post = statuses.publish(scene.he, Draft(text="#congress26"))
    statuses.favourite(scene.she, post.pk)
    path = f"{scene.at}/statuses"
    assert scene.maya.get(path)[0]["favourited"] is True
    conference = phone(scene.she, scopes="plenary")
    assert "favourited" not in conference.get(path)[0]
    block(scene.she, scene.he)
    assert conference.get(path) == []


def test_following_shows_in_no_public_answer(scene: Scene, nobody: Phone) -> None:
    """What is public is the same for everybody, token or not, but for one's own star."""
    follow(make_account(), scene.he)
    for path in (scene.at, f"{scene.at}/programme"):
        assert nobody.ask("GET", path).content == scene.maya.ask("GET", path).content
