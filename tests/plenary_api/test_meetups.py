"""Meet-ups: announced, joined, left and cancelled, each once however often it is sent."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from plenary.events.models import Meetup, MeetupGuest
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from plenary.timelines.models import Notification
from tests.api.phones import Phone
from tests.factories import attend, block, make_account
from tests.plenary_api.conftest import V1, Scene

pytestmark = pytest.mark.django_db


def _tea(**changes: Any) -> dict[str, Any]:
    at = clock.now().replace(hour=12, minute=30, second=0, microsecond=0)
    return {"title": "MedEd tea", "place": "Café", "starts_at": at.isoformat(), **changes}


@pytest.fixture
def path(scene: Scene) -> str:
    return f"{scene.at}/meetups"


def test_announced_joined_left_and_cancelled(scene: Scene, path: str) -> None:
    tea = _tea()
    made = scene.maya.post(path, json=tea)
    assert scene.maya.post(path, json=tea) == made
    assert (made["mine"], made["joined"], made["over"]) == (True, True, clock.now().hour >= 13)
    assert made["host"]["acct"] == "maya" and made["starts_at"].endswith("T12:30:00.000Z")
    one = f"{path}/{made['id']}"
    assert scene.tom.get(one)["joined"] is False
    for _ in range(2):
        joined = scene.tom.post(f"{one}/join")
        assert [guest["acct"] for guest in joined["guests"]] == ["maya", "tom"]
    run_until_empty(strict=True)
    told = Notification.objects.filter(kind="meetup").values_list("account__username", flat=True)
    assert sorted(told) == ["maya", "tom"]
    assert scene.tom.get(path)[0]["joined"] is True
    for _ in range(2):
        assert scene.tom.post(f"{one}/leave")["joined"] is False
    scene.tom.delete(one, 404)
    assert scene.maya.delete(one) == {}
    scene.maya.delete(one, 404)
    assert scene.maya.get(path) == []


def test_a_time_without_a_zone_is_the_events_own(scene: Scene, path: str) -> None:
    type(scene.event).objects.update(zone="Europe/Berlin")
    day = scene.event.starts_on
    made = scene.maya.post(path, json=_tea(starts_at=f"{day}T15:00"))
    hour = clock.now().replace(hour=15).astimezone(scene.event.tz).hour
    assert made["starts_at"] in {f"{day}T14:00:00.000Z", f"{day}T13:00:00.000Z"}, hour


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 121},
        {"place": "\n"},
        {"starts_at": "soon"},
        {"starts_at": ""},
        {"starts_at": "0001-01-01T00:00:00+14:00"},
        {"starts_at": "9999-12-31T23:59:59-14:00"},
        {"starts_at": "1999-01-01T12:00"},
        {"starts_at": 5},
        {"title": {"a": "b"}},
    ],
)
def test_what_is_no_meetup(scene: Scene, path: str, wrong: dict[str, Any]) -> None:
    assert scene.maya.post(path, 422, json=_tea(**wrong))["error"]
    assert not Meetup.objects.exists()


def test_only_those_who_attend(scene: Scene, path: str, phone: Callable[..., Phone]) -> None:
    made = scene.maya.post(path, json=_tea())
    outsider = phone("outsider")
    assert outsider.get(path) == []
    outsider.get(f"{path}/{made['id']}", 404)
    for do in ("join", "leave"):
        outsider.post(f"{path}/{made['id']}/{do}", 404)
    outsider.post(path, 422, json=_tea())
    assert MeetupGuest.objects.count() == 1


@pytest.mark.parametrize("blocker", ["maya", "tom"])
def test_a_block_hides_host_and_guests(scene: Scene, path: str, blocker: str) -> None:
    made = scene.maya.post(path, json=_tea())
    other = make_account("other")
    attend(scene.event, other)
    theirs = Meetup.objects.create(
        event=scene.event, host=other, title="Run", place="Gate", starts_at=clock.now()
    )
    MeetupGuest.objects.create(meetup=theirs, account=scene.she)
    block(scene.she, scene.he) if blocker == "maya" else block(scene.he, scene.she)
    (run,) = scene.tom.get(path)
    assert run["title"] == "Run" and run["guests"] == []
    scene.tom.get(f"{path}/{made['id']}", 404)
    scene.tom.post(f"{path}/{made['id']}/join", 404)


def test_a_meetup_of_another_event_is_not_there(scene: Scene, path: str) -> None:
    from tests.factories import make_event

    made = scene.maya.post(path, json=_tea())
    other = make_event("other")
    attend(other, scene.she)
    scene.maya.get(f"{V1}/events/other/meetups/{made['id']}", 404)
    scene.maya.delete(f"{V1}/events/other/meetups/{made['id']}", 404)


def test_they_cost_the_same_for_few_and_many(
    scene: Scene, path: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(12):
        host = make_account()
        attend(scene.event, host)
        meetup = Meetup.objects.create(
            event=scene.event,
            host=host,
            title=f"T{number}",
            place="x",
            starts_at=clock.now() + timedelta(minutes=number),
        )
        MeetupGuest.objects.create(meetup=meetup, account=host)
        MeetupGuest.objects.create(meetup=meetup, account=scene.he)
    with django_assert_max_num_queries(7):
        assert len(scene.maya.get(path)) == 12
    for _ in range(20):
        MeetupGuest.objects.create(meetup=meetup, account=make_account())
    with django_assert_max_num_queries(6):
        seen = {one["id"]: one for one in scene.maya.get(path)}[str(meetup.pk)]
    assert (len(seen["guests"]), seen["guests_count"]) == (12, 22)
    with django_assert_max_num_queries(6):
        assert len(scene.maya.get(f"{path}/{meetup.pk}")["guests"]) == 22
