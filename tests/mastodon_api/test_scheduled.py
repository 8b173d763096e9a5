"""Posts to come."""

from datetime import timedelta

import pytest

from plenary.lib import clock
from plenary.statuses.actions.tidying import tidy
from plenary.statuses.models import Attachment, ScheduledStatus, Status
from tests.factories import make_account
from tests.mastodon_api.conftest import run_all
from tests.statuses.makers import picture

POSTS, WAITING = "/api/v1/statuses", "/api/v1/scheduled_statuses"


@pytest.fixture
def ana(phone):
    return phone("ana")


def at(**later: int) -> str:
    return (clock.now() + timedelta(**later)).isoformat()


def plan(who, status: int = 200, when: str = "", headers=None, **more) -> dict:
    given = {"status": "Tomorrow", "scheduled_at": when or at(hours=1), **more}
    return who.post(POSTS, status, json=given, headers=headers or {})


def test_a_post_comes_when_it_is_time(ana, phone, freeze) -> None:
    bo = phone("bo")
    said = bo.post(POSTS, json={"status": "Who comes?"})
    poll = {"options": ["I", "Not I"], "expires_in": 600, "multiple": True}
    made = plan(ana, poll=poll, visibility="unlisted", in_reply_to_id=said["id"])
    assert made["params"]["poll"]["options"] == ["I", "Not I"]
    assert made["params"]["visibility"] == "unlisted"
    assert ana.get(WAITING) == [made] and ana.get(f"{WAITING}/{made['id']}") == made
    run_all()
    assert Status.objects.count() == 1  # one run too early does nothing
    made = ana.put(f"{WAITING}/{made['id']}", json={"scheduled_at": at(minutes=60)})
    freeze(clock.now() + timedelta(minutes=61))
    run_all()
    posted = Status.objects.get(account=ana.account)
    assert posted.visibility == 1 and posted.in_reply_to_id == int(said["id"])
    shown = ana.get(f"{POSTS}/{posted.pk}")
    assert shown["application"]["name"] == "Ward Round" and shown["poll"]["multiple"]
    assert ana.get(WAITING) == []


def test_its_files_wait_with_it(ana, freeze) -> None:
    file = ana.post("/api/v2/media", data={"file": picture()})
    made = plan(ana, when=at(days=3), media_ids=[file["id"]])
    assert made["media_attachments"][0]["id"] == file["id"]
    ana.post(POSTS, 404, json={"status": "now", "media_ids": [file["id"]]})
    plan(ana, 404, media_ids=[file["id"]])
    freeze(clock.now() + timedelta(days=2))
    tidy.call()
    assert Attachment.objects.exists()
    freeze(clock.now() + timedelta(days=2))
    run_all()
    assert Attachment.objects.get().status == Status.objects.get()


def test_another_moment_or_none(ana, freeze) -> None:
    made = plan(ana)
    ana.put(f"{WAITING}/{made['id']}", 422, json={"scheduled_at": at(minutes=1)})
    moved = ana.put(f"{WAITING}/{made['id']}", json={"scheduled_at": at(hours=5)})
    assert moved["id"] == made["id"]
    freeze(clock.now() + timedelta(hours=2))
    run_all()
    assert not Status.objects.exists()
    ana.delete(f"{WAITING}/{made['id']}")
    ana.get(f"{WAITING}/{made['id']}", 404)
    freeze(clock.now() + timedelta(hours=9))
    run_all()
    assert not Status.objects.exists()


def test_others_know_nothing_of_it(ana, phone) -> None:
    made, bo = plan(ana), phone("bo")
    path = f"{WAITING}/{made['id']}"
    assert bo.get(WAITING) == []
    bo.get(path, 404)
    bo.put(path, 404, json={"scheduled_at": at(hours=2)})
    bo.delete(path, 404)
    assert ScheduledStatus.objects.count() == 1


def test_the_same_key_waits_once(ana) -> None:
    key = {"Idempotency-Key": "k"}
    assert plan(ana, headers=key)["id"] == plan(ana, headers=key)["id"]
    assert ScheduledStatus.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"when": "2020-01-01"},
        {"when": "soon"},
        {"in_reply_to_id": "5"},
        {"spoiler_text": "x" * 201},
    ],
)
def test_what_cannot_be_planned(ana, wrong: dict) -> None:
    plan(ana, 404 if "in_reply_to_id" in wrong else 422, **wrong)
    assert not ScheduledStatus.objects.exists()


def test_twenty_five_a_day(ana) -> None:
    noon = (clock.now() + timedelta(days=2)).replace(hour=12, minute=0)
    for _ in range(25):
        plan(ana, when=noon.isoformat())
    assert "25" in plan(ana, 422, when=noon.isoformat())["error"]
    plan(ana, when=(noon + timedelta(days=1)).isoformat())


def test_what_cannot_be_posted_any_more_is_dropped(ana, phone, freeze) -> None:
    bo = phone("bo")
    said = bo.post(POSTS, json={"status": "Who comes?"})
    plan(ana, in_reply_to_id=said["id"])
    bo.delete(f"{POSTS}/{said['id']}")
    freeze(clock.now() + timedelta(hours=2))
    run_all()
    assert not Status.objects.exists() and not ScheduledStatus.objects.exists()
    plan(ana)
    type(ana.account).objects.filter(pk=ana.account.pk).update(suspended_at=clock.now())
    freeze(clock.now() + timedelta(hours=2))
    run_all()
    assert not Status.objects.exists()
    assert make_account("cy")  # the worker goes on
