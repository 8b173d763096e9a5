"""In the room: check in, who is here, and waves, over a bad connection too."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from plenary.accounts.models import Account, Mute
from plenary.encounters.models import Encounter
from plenary.events.models import Presence, Session, Wave
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from plenary.timelines.models import Notification
from tests.api.phones import Phone
from tests.factories import (
    attend,
    befriend,
    block,
    check_in,
    make_account,
    make_event,
    make_session,
)
from tests.plenary_api.conftest import V1, Scene

pytestmark = pytest.mark.django_db


def names(phone: Phone, room: str) -> list[str]:
    return [one["person"]["acct"] for one in phone.get(f"{room}/room")["known"]]


def test_check_in_see_wave_and_wave_back(scene: Scene) -> None:
    assert scene.maya.get(f"{V1}/presence") == {"checked_in": None}
    mine = scene.maya.post(f"{scene.room}/check_in", json={"depth": "front", "side": "left"})
    assert mine["audience"] == "mutuals"
    assert mine["seat"]["text"] == "front left"
    assert mine["expires_at"] > mine["checked_in_at"]
    assert scene.maya.get(f"{V1}/presence")["checked_in"] == mine
    scene.tom.post(f"{scene.room}/check_in", json={"depth": "back", "side": "left"})
    room = scene.maya.get(f"{scene.room}/room")
    assert (room["open"], room["over"], room["checked_in"]) == (True, False, mine)
    (tom,) = room["known"]
    assert (tom["person"]["acct"], tom["wave"], tom["met_before"]) == ("tom", "none", False)
    assert tom["where"] == "far behind you" and tom["turn"] == "Turn round"
    wave = f"{scene.room}/wave"
    for _ in range(2):
        sent = scene.maya.post(f"{wave}/{scene.he.pk}")
        assert sent == {"account_id": str(scene.he.pk), "wave": "sent"}
    run_until_empty(strict=True)
    assert Notification.objects.filter(account=scene.he, kind="wave").count() == 1
    assert [one["wave"] for one in scene.tom.get(f"{scene.room}/waves")] == ["received"]
    assert scene.tom.get(f"{scene.room}/room")["waving"][0]["person"]["acct"] == "maya"
    assert scene.maya.get(f"{scene.room}/waves") == []
    assert scene.tom.post(f"{wave}/{scene.she.pk}")["wave"] == "mutual"
    assert scene.maya.post(f"{wave}/{scene.he.pk}")["wave"] == "mutual"
    assert [one["wave"] for one in scene.tom.get(f"{scene.room}/waves")] == ["mutual"]
    assert scene.tom.get(f"{scene.room}/room")["waving"] == []
    for _ in range(2):
        assert scene.tom.post(f"{scene.room}/check_out") == {}
    assert names(scene.maya, scene.room) == []
    assert not Wave.objects.exists()


def test_sent_twice_it_is_one_check_in(scene: Scene) -> None:
    path, seat = f"{scene.room}/check_in", {"row": "c", "seat": "12", "audience": "room"}
    first = scene.maya.post(path, json=seat)
    again = scene.maya.post(path, json=seat)
    assert first["seat"] == again["seat"] and again["seat"]["text"] == "row C, seat 12"
    assert Presence.objects.count() == 1
    kept = scene.maya.post(path)
    assert (kept["seat"], kept["audience"]) == (first["seat"], "room")
    hidden = scene.maya.post(path, json={"audience": "mutuals"})
    assert (hidden["seat"], hidden["audience"]) == (first["seat"], "mutuals")
    moved = scene.maya.post(path, data={"words": "by the door", "row": "c"})
    assert (moved["seat"]["words"], moved["seat"]["row"]) == ("by the door", "")
    assert moved["audience"] == "mutuals"
    cleared = scene.maya.post(path, json={"words": ""})
    assert cleared["seat"]["text"] == ""


def test_elsewhere_it_ends_and_the_seat_is_not_taken_along(scene: Scene) -> None:
    scene.maya.post(f"{scene.room}/check_in", json={"words": "by the door", "audience": "room"})
    other = make_session(scene.event, "Next door")
    moved = scene.maya.post(f"{scene.at}/sessions/{other.pk}/check_in")
    assert (moved["seat"]["text"], moved["audience"]) == ("", "room")
    assert scene.maya.get(f"{V1}/presence")["checked_in"]["session_id"] == str(other.pk)
    assert scene.maya.get(f"{scene.room}/room")["checked_in"] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"audience": "everyone"},
        {"depth": "front"},
        {"depth": "roof", "side": "left"},
        {"seat": "12"},
        {"row": "x" * 11},
        {"words": "x" * 81},
        {"depth": {"a": 1}, "side": "left"},
        {"words": ["a", {"b": 1}]},
    ],
)
def test_what_no_seat_can_be(scene: Scene, wrong: dict[str, Any]) -> None:
    assert scene.maya.post(f"{scene.room}/check_in", 422, json=wrong)["error"]
    assert not Presence.objects.exists()


def test_who_cannot_check_in(scene: Scene, phone: Callable[..., Phone]) -> None:
    stranger = phone("stranger")
    refused = stranger.post(f"{scene.room}/check_in", 422)
    assert refused["error"] == "Say first that you are going to the event."
    stranger.put(f"{scene.at}/attendance")
    stranger.post(f"{scene.room}/check_in")
    later = make_session(scene.event, starts_at=clock.now() + timedelta(hours=2))
    over = make_session(scene.event, starts_at=clock.now() - timedelta(hours=2))
    for one in (later, over):
        scene.maya.post(f"{scene.at}/sessions/{one.pk}/check_in", 422)
        assert scene.maya.get(f"{scene.at}/sessions/{one.pk}/room")["open"] is False
    assert scene.maya.get(f"{scene.at}/sessions/{over.pk}/room")["over"] is True
    other = make_event("other")
    scene.maya.post(f"{V1}/events/{other.slug}/sessions/{scene.session.pk}/check_in", 404)


def test_nobody_watches_a_room_unseen(scene: Scene) -> None:
    scene.tom.post(f"{scene.room}/check_in", json={"audience": "room"})
    assert names(scene.maya, scene.room) == []
    assert scene.maya.get(f"{scene.room}/waves") == []
    refused = scene.maya.post(f"{scene.room}/wave/{scene.he.pk}", 422)
    assert refused["error"].startswith("Check in first")
    assert not Wave.objects.exists()


@pytest.mark.parametrize(
    ("audience", "tie", "seen"),
    [
        ("mutuals", "i follow", False),
        ("mutuals", "they follow", False),
        ("following", "i follow", False),
        ("following", "they follow", True),
        ("room", "i follow", True),
        ("room", "they follow", True),
        ("room", "met", True),
        ("mutuals", "met", False),
        ("room", "none", False),
    ],
)
def test_each_chooses_who_may_see_them(scene: Scene, audience: str, tie: str, seen: bool) -> None:
    ana = make_account("ana")
    attend(scene.event, ana)
    if tie == "i follow":
        scene.she.following.create(target=ana)
    elif tie == "they follow":
        ana.following.create(target=scene.she)
    elif tie == "met":
        low, high = sorted([ana.pk, scene.she.pk])
        before = make_event("before")
        Encounter.objects.create(event=before, low_id=low, high_id=high, met_at=clock.now())
    check_in(scene.session, ana, audience)
    scene.maya.post(f"{scene.room}/check_in")
    assert names(scene.maya, scene.room) == (["ana"] if seen else [])
    if tie == "met" and seen:
        assert scene.maya.get(f"{scene.room}/room")["known"][0]["met_before"] is True


def test_a_wave_shows_who_waves_to_whom_they_wave(scene: Scene) -> None:
    """Maya hides from everyone but mutuals and waves at a stranger who shows himself."""
    bo = make_account("bo")
    check_in(scene.session, bo, "room")
    scene.maya.post(f"{scene.room}/check_in", json={"words": "by the door"})
    assert scene.maya.post(f"{scene.room}/wave/{bo.pk}")["wave"] == "sent"


def _gone(scene: Scene, why: str) -> None:
    """Tom is in the room no more, or not for Maya."""
    if why == "blocks":
        block(scene.she, scene.he)
    elif why == "blocked":
        block(scene.he, scene.she)
    elif why == "suspended":
        Account.objects.filter(pk=scene.he.pk).update(suspended_at=clock.now())
    elif why == "expired":
        past = clock.now() - timedelta(seconds=1)
        Presence.objects.filter(account=scene.he).update(expires_at=past)
    elif why == "left":
        scene.tom.post(f"{scene.room}/check_out")


@pytest.mark.parametrize("why", ["blocks", "blocked", "suspended", "expired", "left"])
def test_what_is_over_or_forbidden_looks_like_nobody(scene: Scene, why: str) -> None:
    """Byte for byte, a wave from before included: as if there were no such person."""
    for one in (scene.maya, scene.tom):
        one.post(f"{scene.room}/check_in", json={"words": "zyxcanary"} if one is scene.tom else {})
    scene.tom.post(f"{scene.room}/wave/{scene.she.pk}")
    assert b"zyxcanary" in scene.maya.ask("GET", f"{scene.room}/room").content
    _gone(scene, why)

    def answers() -> list[tuple[int, bytes]]:
        asked = [
            ("GET", "room"),
            ("GET", "waves"),
            ("POST", f"wave/{tom_id}"),
        ]
        found = []
        for method, path in asked:
            answer = getattr(scene.maya.client, method.lower())(
                f"{scene.room}/{path}", headers={"authorization": f"Bearer {scene.maya.token}"}
            )
            found.append((answer.status_code, answer.content))
        return found

    tom_id = scene.he.pk
    gone = answers()
    Presence.objects.filter(account=tom_id).delete()
    Account.objects.filter(pk=tom_id).delete()
    assert gone == answers()
    assert [status for status, _ in gone] == [200, 200, 404]
    assert b"zyxcanary" not in b"".join(body for _, body in gone)


def test_whoever_is_muted_may_wave_unseen(scene: Scene) -> None:
    for one in (scene.maya, scene.tom):
        one.post(f"{scene.room}/check_in")
    Mute.objects.create(source=scene.she, target=scene.he)
    assert scene.tom.post(f"{scene.room}/wave/{scene.she.pk}")["wave"] == "sent"
    assert scene.maya.get(f"{scene.room}/waves") == []
    assert scene.maya.get(f"{scene.room}/room")["waving"] == []


def test_oneself_and_nobody_cannot_be_waved_at(scene: Scene) -> None:
    scene.maya.post(f"{scene.room}/check_in")
    for pk in (scene.she.pk, scene.he.pk, 1, 2**63 - 1):
        scene.maya.post(f"{scene.room}/wave/{pk}", 404)
    assert not Wave.objects.exists()


def test_ones_own_check_in_ends_with_the_session(
    scene: Scene, freeze: Callable[..., None], session: Session
) -> None:
    scene.maya.post(f"{scene.room}/check_in")
    freeze(session.ends_at)
    assert scene.maya.get(f"{V1}/presence") == {"checked_in": None}
    assert scene.maya.get(f"{scene.room}/room")["checked_in"] is None


def test_a_full_room_costs_the_same(
    scene: Scene, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(20):
        other = make_account(f"p{number}")
        befriend(scene.she, other)
        check_in(scene.session, other, "mutuals")
    scene.maya.post(f"{scene.room}/check_in")
    with django_assert_max_num_queries(22) as captured:
        assert len(names(scene.maya, scene.room)) == 20
    few = len(captured.captured_queries)
    for number in range(20, 40):
        other = make_account(f"p{number}")
        befriend(scene.she, other)
        check_in(scene.session, other, "mutuals")
    with django_assert_max_num_queries(few):
        assert len(names(scene.maya, scene.room)) == 40
