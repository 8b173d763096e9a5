"""Who is going, who may see it, and saying so."""

from collections.abc import Callable
from typing import Any

import pytest

from plenary.accounts.models import Account, Interest
from plenary.events import actions
from plenary.events.models import Attendance, Meetup, Presence
from plenary.lib import clock
from tests.api.phones import Phone
from tests.factories import attend, befriend, block, check_in, follow, make_account
from tests.plenary_api.conftest import V1, Scene, speaks

pytestmark = pytest.mark.django_db


def accts(phone: Phone, at: str, query: str = "") -> set[str]:
    """Everybody shown, whatever the section."""
    return {
        one["person"]["acct"]
        for section in phone.get(f"{at}/people{query}")
        for one in section["people"]
    }


def test_saying_changing_and_taking_back(phone: Callable[..., Phone], scene: Scene) -> None:
    me = phone("new")
    path = f"{scene.at}/attendance"
    no = {"attending": False, "state": None, "audience": None, "updated_at": None}
    assert me.get(path) == no
    for _ in range(2):
        said = me.put(path)
        assert (said["state"], said["audience"]) == ("going", "attendees")
    changed = me.put(path, json={"state": "online"})
    assert (changed["state"], changed["audience"]) == ("online", "attendees")
    changed = me.put(path, json={"audience": "followers"})
    assert (changed["state"], changed["audience"]) == ("online", "followers")
    assert Attendance.objects.filter(account=me.account).count() == 1
    for wrong in ({"state": "never"}, {"audience": "all"}, {"state": ["going", 1]}):
        me.put(path, 422, json=wrong)
    check_in(scene.session, me.account)
    for _ in range(2):
        assert me.delete(path) == no
    assert not Presence.objects.filter(account=me.account).exists()
    assert me.get(path) == no


def test_people_by_how_one_knows_them(scene: Scene) -> None:
    follower, idol, stranger = (make_account(name) for name in ("fan", "idol", "stranger"))
    follow(follower, scene.she)
    follow(scene.she, idol)
    attend(scene.event, follower, state="maybe")
    attend(scene.event, idol, state="online")
    attend(scene.event, stranger)
    speaker = make_account("speaker")
    speaks(scene.session, "Dr Speaker", speaker)
    found = {
        section["name"]: [(one["person"]["acct"], one["state"]) for one in section["people"]]
        for section in scene.maya.get(f"{scene.at}/people")
    }
    assert found == {
        "mutuals": [("tom", "going")],
        "following": [("idol", "online")],
        "followers": [("fan", "maybe")],
        "speakers": [("speaker", "speaker")],
        "others": [("stranger", "going")],
    }
    (section, *_) = scene.maya.get(f"{scene.at}/people")
    how = section["people"][0]["how"]
    assert how["mutual"] and how["following_since"] and how["words"].startswith("Mutual since")


def test_filters_and_names(scene: Scene) -> None:
    heart = make_account("heart", specialty="cardiology", grade="fellow", region="Wales")
    Interest.objects.create(account=heart, key="meded", name="MedEd")
    attend(scene.event, heart)
    for query in ("specialty=cardiology", "grade=fellow", "region=wales", "interest=%23MedEd"):
        assert accts(scene.maya, scene.at, f"?{query}") == {"heart"}, query
    assert accts(scene.maya, scene.at, "?specialty=cardiology&grade=intern") == set()


def test_a_section_a_page_at_a_time(scene: Scene) -> None:
    for number in range(60):
        attend(scene.event, make_account(f"stranger{number}"))
    path = f"{scene.at}/people/others"
    answer = scene.maya.ask("GET", path)
    first = scene.maya.get(path)
    assert len(first["people"]) == 48
    assert f"max_id={first['next_max_id']}" in answer.headers["Link"]
    rest = scene.maya.get(f"{path}?max_id={first['next_max_id']}")
    assert rest["next_max_id"] is None
    both = [one["person"]["id"] for one in first["people"] + rest["people"]]
    assert len(both) == len(set(both)) == 60
    scene.maya.get(f"{scene.at}/people/enemies", 404)
    scene.maya.get(f"{scene.at}/people/found", 404)


AUDIENCES = {
    "everyone": {"nobody", "stranger", "attendee", "follower", "followed", "mutual"},
    "attendees": {"attendee", "follower", "followed", "mutual"},
    "followers": {"follower", "mutual"},
    "following": {"followed", "mutual"},
}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_chooses_who_may_know(
    scene: Scene, phone: Callable[..., Phone], nobody: Phone, audience: str
) -> None:
    shy = make_account("shy")
    attend(scene.event, shy, audience)
    phones = {"nobody": nobody, "stranger": phone("stranger")}
    for name in ("attendee", "follower", "followed", "mutual"):
        phones[name] = phone(name)
        attend(scene.event, phones[name].account)
        if name in {"follower", "mutual"}:
            follow(phones[name].account, shy)
        if name in {"followed", "mutual"}:
            follow(shy, phones[name].account)
    for name, who in phones.items():
        seen = "shy" in accts(who, scene.at) | accts(who, scene.at, "?q=shy")
        for section in ("mutuals", "following", "followers", "others", "hashtag"):
            people = who.get(f"{scene.at}/people/{section}")["people"]
            seen |= "shy" in {one["person"]["acct"] for one in people}
        assert seen == (name in AUDIENCES[audience]), name


@pytest.mark.parametrize("why", ["blocks", "blocked", "suspended", "withdrew"])
def test_whom_one_must_not_meet_one_does_not_see(scene: Scene, why: str) -> None:
    speaks(scene.session, "Dr Tom", scene.he)
    assert "tom" in accts(scene.maya, scene.at)
    if why == "suspended":
        Account.objects.filter(pk=scene.he.pk).update(suspended_at=clock.now())
    elif why == "withdrew":
        scene.tom.delete(f"{scene.at}/attendance")
    else:
        block(scene.he, scene.she) if why == "blocked" else block(scene.she, scene.he)
    left = {"tom"} if why == "withdrew" else set()  # the programme is public
    assert accts(scene.maya, scene.at) == left
    assert accts(scene.maya, scene.at, "?q=tom") == set()


def test_withdrawing_takes_the_meetups_along(scene: Scene) -> None:
    made = actions.propose_meetup(scene.he, scene.event, "Tea", "Café", clock.now())
    scene.maya.post(f"{scene.at}/meetups/{made.pk}/join")
    scene.tom.delete(f"{scene.at}/attendance")
    assert not Meetup.objects.exists()


def test_the_people_cost_the_same_for_few_and_many(
    scene: Scene, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(30):
        other = make_account(f"p{number}")
        attend(scene.event, other)
        if number % 2:
            befriend(scene.she, other)
    with django_assert_max_num_queries(22):
        assert len(accts(scene.maya, scene.at)) > 20
    with django_assert_max_num_queries(14):
        scene.maya.get(f"{scene.at}/people/others")


def test_the_vocabulary(nobody: Phone) -> None:
    found = nobody.get(f"{V1}/vocabulary")
    assert found["specialties"]["cardiology"] == "Cardiology"
    assert found["grades"]["fellow"] == "Fellow"
