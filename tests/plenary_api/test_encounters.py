"""Whom one met, and faces to learn."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from plenary.encounters.models import Encounter, FaceCard
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from plenary.timelines.models import Notification
from tests.api.phones import Phone
from tests.factories import attend, befriend, block, follow, make_account, make_event
from tests.plenary_api.conftest import V1, Scene

pytestmark = pytest.mark.django_db
ENCOUNTERS = f"{V1}/encounters"


def met(scene: Scene) -> str:
    """Maya says that she met Tom; the meeting's address."""
    found = scene.maya.post(f"{scene.at}/met/{scene.he.pk}")
    return f"{ENCOUNTERS}/{found['id']}"


def test_asked_confirmed_noted_and_forgotten(scene: Scene) -> None:
    path = met(scene)
    assert met(scene) == path
    assert scene.maya.get(path)["state"] == "waiting"
    asked = scene.tom.get(path)
    assert (asked["state"], asked["person"]["acct"], asked["met_at"]) == ("asked", "maya", None)
    assert scene.tom.get(f"{ENCOUNTERS}/unanswered") == {"count": 1}
    for _ in range(2):
        assert scene.tom.post(f"{path}/confirm")["state"] == "met"
    run_until_empty(strict=True)
    assert Notification.objects.filter(kind="met", account=scene.he).count() == 1
    noted = scene.maya.put(f"{path}/note", json={"text": " the zyx trial "})
    assert (noted["note"], noted["state"]) == ("the zyx trial", "met")
    assert scene.tom.get(path)["note"] == ""
    assert b"zyx" not in scene.tom.ask("GET", ENCOUNTERS).content
    assert scene.maya.put(f"{path}/note")["note"] == ""
    scene.maya.put(f"{path}/note", 422, json={"text": "x" * 2001})
    assert scene.maya.delete(path) == {}
    scene.maya.get(path, 404)
    assert scene.tom.get(path)["state"] == "waiting"


def test_both_saying_so_is_a_meeting_with_its_session(scene: Scene) -> None:
    said = {"session_id": str(scene.session.pk)}
    scene.maya.post(f"{scene.at}/met/{scene.he.pk}", json=said)
    found = scene.tom.post(f"{scene.at}/met/{scene.she.pk}")
    assert found["state"] == "met"
    assert found["session_title"] == scene.session.title
    assert found["event_name"] == "The Congress"


def test_no_is_silent(scene: Scene) -> None:
    path = met(scene)
    for _ in range(2):
        assert scene.tom.post(f"{path}/decline") == {}
    scene.tom.get(path, 404)
    scene.tom.post(f"{path}/confirm", 404)
    assert scene.tom.get(ENCOUNTERS) == []
    assert scene.maya.get(path)["state"] == "waiting"
    assert scene.tom.get(f"{ENCOUNTERS}/unanswered") == {"count": 0}


def test_one_cannot_say_no_to_ones_own_word(scene: Scene) -> None:
    path = met(scene)
    scene.maya.post(f"{path}/decline")
    assert scene.tom.get(path)["state"] == "asked"
    assert scene.tom.post(f"{path}/confirm")["state"] == "met"
    for one in (scene.maya, scene.tom):
        one.post(f"{path}/decline")
        assert one.get(path)["state"] == "met"


@pytest.mark.parametrize("why", ["hidden", "blocks", "blocked", "nobody", "oneself"])
def test_one_cannot_claim_whom_one_cannot_know_to_be_there(scene: Scene, why: str) -> None:
    ana = make_account("ana")
    target = ana.pk
    attend(scene.event, ana, "following" if why == "hidden" else "everyone")
    if why in {"blocks", "blocked"}:
        block(ana, scene.she) if why == "blocked" else block(scene.she, ana)
    if why == "nobody":
        target = 1
    if why == "oneself":
        scene.maya.post(f"{scene.at}/met/{scene.she.pk}", 422)
        return
    answer = scene.maya.ask("POST", f"{scene.at}/met/{target}", 404)
    assert answer.content == scene.maya.ask("POST", f"{scene.at}/met/2", 404).content
    assert not Encounter.objects.exists()


@pytest.mark.parametrize("blocker", ["maya", "tom"])
def test_a_block_hides_it_from_both(scene: Scene, blocker: str) -> None:
    path = met(scene)
    block(scene.she, scene.he) if blocker == "maya" else block(scene.he, scene.she)
    for one in (scene.maya, scene.tom):
        assert one.get(ENCOUNTERS) == []
        one.get(path, 404)
        for method, do in (("POST", "/confirm"), ("POST", "/decline"), ("PUT", "/note")):
            one.ask(method, f"{path}{do}", 404)
        one.delete(path, 404)


def test_somebody_elses_meeting_is_not_there(scene: Scene, phone: Callable[..., Phone]) -> None:
    path, other = met(scene), phone("other")
    other.get(path, 404)
    other.post(f"{path}/confirm", 404)
    other.put(f"{path}/note", 404, json={"text": "x"})
    other.delete(path, 404)


def test_pages_and_events(scene: Scene, django_assert_max_num_queries: Callable[..., Any]) -> None:
    ids = []
    for number in range(5):
        other = make_account(f"p{number}")
        attend(scene.event, other)
        ids.append(scene.maya.post(f"{scene.at}/met/{other.pk}")["id"])
    answer = scene.maya.ask("GET", f"{ENCOUNTERS}?limit=2")
    assert f"max_id={ids[3]}" in answer.headers["Link"]
    rest = scene.maya.get(f"{ENCOUNTERS}?max_id={ids[3]}")
    assert [one["id"] for one in rest] == ids[2::-1]
    assert [one["id"] for one in scene.maya.get(f"{ENCOUNTERS}?since_id={ids[3]}")] == ids[4:]
    assert len(scene.maya.get(f"{ENCOUNTERS}?event=congress")) == 5
    make_event("other")
    assert scene.maya.get(f"{ENCOUNTERS}?event=other") == []
    scene.maya.get(f"{ENCOUNTERS}?event=nothing", 404)
    with django_assert_max_num_queries(4):
        scene.maya.get(ENCOUNTERS)


# --- faces ---------------------------------------------------------------------------------------


def test_the_deck_and_its_cards(scene: Scene) -> None:
    deck = scene.maya.get(f"{scene.at}/faces")
    assert (deck["total"], deck["due"], deck["learned"]) == (1, 1, 0)
    card = deck["card"]
    assert card["person"]["acct"] == "tom" and card["person"]["avatar_large"] and card["new"]
    assert set(card["promises"]) == {"again", "hard", "good", "easy"}
    turn = f"{scene.at}/faces/{scene.he.pk}"
    due = scene.maya.post(turn, json={"rating": "good"})
    kept = FaceCard.objects.get().state
    assert scene.maya.post(turn, json={"rating": "good"}) == due
    assert FaceCard.objects.get().state == kept
    assert scene.maya.get(f"{scene.at}/faces")["card"] is None
    with clock.freeze(clock.now() + timedelta(days=20)):
        assert scene.maya.get(f"{scene.at}/faces")["card"]["new"] is False
    for wrong in ({"rating": "perfect"}, {}, {"rating": 3}):
        scene.maya.post(turn, 422, json=wrong)


@pytest.mark.parametrize("why", ["hidden", "blocked", "not going", "oneself", "nobody"])
def test_a_deck_confirms_nobody(scene: Scene, why: str) -> None:
    ana = make_account("ana", avatar="a/a.webp")
    befriend(scene.she, ana)
    target = {"oneself": scene.she.pk, "nobody": 1}.get(why, ana.pk)
    if why == "hidden":
        attend(scene.event, ana, "following")
        ana.following.filter(target=scene.she).delete()
    elif why == "blocked":
        attend(scene.event, ana)
        block(ana, scene.she)
    scene.maya.post(f"{scene.at}/faces/{target}", 404, json={"rating": "good"})
    assert scene.maya.get(f"{scene.at}/faces")["total"] == 1
    assert not FaceCard.objects.exists()


def test_who_may_recognise_you(
    scene: Scene, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(6):
        fan = make_account(f"fan{number}")
        follow(fan, scene.she)
        attend(scene.event, fan)
    block(fan, scene.she)
    shy = make_account("shy")
    follow(shy, scene.she)
    attend(scene.event, shy, "followers")
    scene.maya.get(f"{scene.at}/faces")  # the token is marked as used
    with django_assert_max_num_queries(9):
        found = scene.maya.get(f"{scene.at}/recognise")
    assert {one["person"]["acct"] for one in found} == {f"fan{number}" for number in range(5)}
    assert all(one["how"]["followed_since"] for one in found)
