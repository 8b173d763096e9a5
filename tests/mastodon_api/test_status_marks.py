"""Pins, muted conversations, boosts for a few, and writing a deleted post anew."""

import pytest

from plenary.jobs.worker import run_until_empty
from plenary.statuses.models import Attachment
from tests.factories import block, follow
from tests.statuses.makers import picture

POSTS = "/api/v1/statuses"


@pytest.fixture
def ana(phone):
    return phone("ana")


@pytest.fixture
def bo(phone):
    return phone("bo")


def post(who, words: str = "Well put", **more) -> dict:
    return who.post(POSTS, json={"status": words, **more})


def pinned(who, whose) -> list[str]:
    path = f"/api/v1/accounts/{whose.account.pk}/statuses?pinned=true"
    return [one["id"] for one in who.get(path)]


def test_pinning(ana, bo) -> None:
    one, two = post(ana), post(ana, visibility="private")
    assert ana.post(f"{POSTS}/{one['id']}/pin")["pinned"] is True
    ana.post(f"{POSTS}/{one['id']}/pin")
    ana.post(f"{POSTS}/{two['id']}/pin")
    assert pinned(ana, ana) == [two["id"], one["id"]]
    assert pinned(bo, ana) == [one["id"]]
    assert ana.post(f"{POSTS}/{one['id']}/unpin")["pinned"] is False
    assert pinned(bo, ana) == []


def test_what_cannot_be_pinned(ana, bo) -> None:
    said = post(bo)
    ana.post(f"{POSTS}/{said['id']}/pin", 422)
    boost = ana.post(f"{POSTS}/{said['id']}/reblog")
    ana.post(f"{POSTS}/{boost['id']}/pin", 422)
    ana.post(f"{POSTS}/{post(ana, '@bo hi', visibility='direct')['id']}/pin", 422)
    ana.post(f"{POSTS}/123/pin", 404)
    for number in range(5):
        ana.post(f"{POSTS}/{post(ana, str(number))['id']}/pin")
    assert "5" in ana.post(f"{POSTS}/{post(ana)['id']}/pin", 422)["error"]


def test_a_thread_that_one_heard_enough_of(ana, bo, phone) -> None:
    said = post(ana)
    answer = post(bo, "@ana why?", in_reply_to_id=said["id"])
    assert ana.post(f"{POSTS}/{answer['id']}/mute")["muted"] is True
    assert ana.get(f"{POSTS}/{said['id']}")["muted"] is True
    run_until_empty()
    post(bo, "@ana why, though?", in_reply_to_id=said["id"])
    phone("cy").post(f"{POSTS}/{said['id']}/favourite")
    run_until_empty()
    assert ana.get("/api/v1/notifications") == []
    assert ana.post(f"{POSTS}/{said['id']}/unmute")["muted"] is False
    post(bo, "@ana but why?", in_reply_to_id=said["id"])
    run_until_empty()
    assert [one["type"] for one in ana.get("/api/v1/notifications")] == ["mention"]


def test_a_boost_for_a_few(ana, bo, phone) -> None:
    said, cy = post(ana), phone("cy")
    boost = bo.post(f"{POSTS}/{said['id']}/reblog", json={"visibility": "private"})
    assert boost["visibility"] == "private" and boost["reblog"]["visibility"] == "public"
    cy.get(f"{POSTS}/{boost['id']}", 404)
    follow(cy.account, bo.account)
    assert cy.get(f"{POSTS}/{boost['id']}")["reblog"]["id"] == said["id"]
    cy.post(f"{POSTS}/{said['id']}/reblog", 422, json={"visibility": "direct"})
    quiet = post(ana, visibility="unlisted")
    assert cy.post(f"{POSTS}/{quiet['id']}/reblog")["visibility"] == "unlisted"


@pytest.mark.parametrize("delete_media", [False, True])
def test_writing_a_deleted_post_anew(ana, bo, delete_media: bool) -> None:
    file = ana.post("/api/v2/media", data={"file": picture(), "description": "An ECG"})
    made = post(ana, "with a picture", media_ids=[file["id"]])
    gone = ana.delete(f"{POSTS}/{made['id']}?delete_media={str(delete_media).lower()}")
    assert gone["text"] == "with a picture"
    assert gone["media_attachments"][0]["id"] == file["id"]
    assert Attachment.objects.exists() is not delete_media
    if not delete_media:
        anew = post(ana, "with a picture, again", media_ids=[file["id"]])
        assert anew["media_attachments"][0]["description"] == "An ECG"


def test_blocked_people_see_no_pins(ana, bo) -> None:
    ana.post(f"{POSTS}/{post(ana)['id']}/pin")
    block(ana.account, bo.account)
    bo.get(f"/api/v1/accounts/{ana.account.pk}/statuses?pinned=true", 404)
