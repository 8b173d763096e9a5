"""Posting and what one does with posts, from an app."""

import pytest

from plenary.accounts.models import Account
from plenary.statuses import actions
from plenary.statuses.models import Attachment, Status
from plenary.statuses.rules import Draft, Visibility
from tests.factories import block, follow, make_account
from tests.statuses.makers import picture

POSTS = "/api/v1/statuses"


@pytest.fixture
def ana(phone):
    return phone("ana")


@pytest.fixture
def bo(db: None) -> Account:
    return make_account("bo")


def post(author: Account, words: str, **draft) -> int:
    return actions.publish(author, Draft(text=words, **draft)).pk


@pytest.mark.parametrize("how", ["json", "data"])
def test_posting(ana, how: str) -> None:
    made = ana.post(
        POSTS,
        **{how: {"status": "Hello #MedEd", "visibility": "unlisted", "spoiler_text": "cw",
                 "language": "en"}},
    )  # fmt: skip
    assert made["visibility"] == "unlisted" and made["spoiler_text"] == "cw"
    assert made["tags"][0]["name"] == "MedEd" and made["language"] == "en"
    assert made["application"] == {"name": "Ward Round", "website": None}
    assert ana.get(f"{POSTS}/{made['id']}") == made


def test_the_same_key_posts_once(ana) -> None:
    first = ana.post(POSTS, json={"status": "once"}, headers={"Idempotency-Key": "k"})
    again = ana.post(POSTS, json={"status": "once"}, headers={"Idempotency-Key": "k"})
    assert first["id"] == again["id"] and Status.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"status": "x" * 501},
        {"status": "x", "visibility": "everybody"},
        {"status": "x", "poll": {"options": ["a", "b"], "expires_in": 60}},
        {"status": "x", "scheduled_at": "2020-01-01T00:00:00Z"},
        {"status": "x", "scheduled_at": "tomorrow"},
        {"status": "x", "poll": {"options": ["a", "A "], "expires_in": 600}},
        {"status": "x", "poll": {"options": ["a"], "expires_in": 600}},
        {"status": "x", "poll": "yes"},
        {"status": "x", "quote_approval_policy": "me"},
        {"status": {"nested": 1}},
        {"status": "x", "media_ids": "abc"},
    ],
)
def test_what_cannot_be_posted(ana, wrong: dict) -> None:
    assert ana.post(POSTS, 422, json=wrong)["error"]
    assert not Status.objects.exists()


def test_an_answer_to_what_is_not_there(ana) -> None:
    ana.post(POSTS, 404, json={"status": "x", "in_reply_to_id": "12345"})
    ana.post(POSTS, 404, json={"status": "x", "media_ids": ["12345"]})
    assert not Status.objects.exists()


def test_a_picture(ana) -> None:
    made = ana.post("/api/v2/media", data={"file": picture(), "description": "An ECG"})
    assert made["description"] == "An ECG" and made["meta"]["original"]["width"] > 0
    words = ana.put(f"/api/v1/media/{made['id']}", json={"description": "A normal ECG"})
    assert words["description"] == "A normal ECG"
    status = ana.post(POSTS, json={"status": "", "media_ids": [made["id"]]})
    assert status["media_attachments"][0]["description"] == "A normal ECG"
    ana.delete(f"/api/v1/media/{made['id']}", 422)
    later = ana.put(f"/api/v1/media/{made['id']}", json={"description": "Sinus rhythm"})
    assert later["description"] == "Sinus rhythm"
    shown = ana.get(f"{POSTS}/{status['id']}")["media_attachments"][0]
    assert shown["description"] == "Sinus rhythm"


def test_files_that_are_no_pictures_and_those_of_others(ana, phone) -> None:
    import io

    evil = io.BytesIO(b"<svg onload=alert(1)>")
    evil.name = "x.png"
    assert ana.post("/api/v2/media", 422, data={"file": evil})["error"]
    assert ana.post("/api/v2/media", 422, data={})["error"]
    mine = ana.post("/api/v2/media", data={"file": picture()})["id"]
    other = phone("cy")
    other.get(f"/api/v1/media/{mine}", 404)
    other.put(f"/api/v1/media/{mine}", 404, json={"description": "x"})
    other.delete(f"/api/v1/media/{mine}", 404)
    other.post(POSTS, 404, json={"status": "x", "media_ids": [mine]})
    ana.delete(f"/api/v1/media/{mine}")
    assert not Attachment.objects.exists()


def test_editing_and_the_history(ana) -> None:
    made = ana.post(POSTS, json={"status": "Helo"})
    edited = ana.put(f"{POSTS}/{made['id']}", json={"status": "Hello"})
    assert "Hello" in edited["content"] and edited["edited_at"]
    versions = ana.get(f"{POSTS}/{made['id']}/history")
    assert [one["content"] for one in versions] == ["<p>Helo</p>", "<p>Hello</p>"]
    assert ana.get(f"{POSTS}/{made['id']}/source")["text"] == "Hello"


def test_only_ones_own(ana, bo: Account) -> None:
    theirs = post(bo, "mine")
    ana.put(f"{POSTS}/{theirs}", 404, json={"status": "yours"})
    ana.delete(f"{POSTS}/{theirs}", 404)
    hidden = post(bo, "few", visibility=Visibility.PRIVATE)
    ana.get(f"{POSTS}/{hidden}/source", 404)
    assert Status.objects.get(pk=theirs).text == "mine"


def test_deleting_answers_with_the_text(ana) -> None:
    made = ana.post(POSTS, json={"status": "away with it"})
    gone = ana.delete(f"{POSTS}/{made['id']}")
    assert gone["text"] == "away with it" and gone["id"] == made["id"]
    ana.get(f"{POSTS}/{made['id']}", 404)


@pytest.mark.parametrize(
    ("deed", "flag"),
    [("reblog", "reblogged"), ("favourite", "favourited"), ("bookmark", "bookmarked")],
)
def test_marks_and_taking_them_back(ana, bo: Account, deed: str, flag: str) -> None:
    one = post(bo, "one")
    for _ in range(2):  # pressing twice changes nothing more
        marked = ana.post(f"{POSTS}/{one}/{deed}")
    shown = marked["reblog"] if deed == "reblog" else marked
    assert shown["id"] == str(one) and shown[flag] is True
    after = ana.post(f"{POSTS}/{one}/un{deed}")
    assert after["id"] == str(one) and after[flag] is False
    assert after["reblogs_count"] == after["favourites_count"] == 0


def test_who_did(ana, phone, bo: Account) -> None:
    one = post(bo, "one")
    ana.post(f"{POSTS}/{one}/favourite")
    ana.post(f"{POSTS}/{one}/reblog")
    for which in ("favourited_by", "reblogged_by"):
        assert [who["acct"] for who in ana.get(f"{POSTS}/{one}/{which}")] == ["ana"]
    block(ana.account, phone("cy").account)
    assert ana.get("/api/v1/favourites")[0]["id"] == str(one)
    assert ana.get("/api/v1/bookmarks") == []


def test_a_thread_as_far_as_one_may_see_it(ana, bo: Account, nobody) -> None:
    first = post(bo, "first")
    second = post(ana.account, "second", in_reply_to_id=first)
    third = post(bo, "third", in_reply_to_id=second)
    quiet = post(bo, "quiet", in_reply_to_id=second, visibility=Visibility.PRIVATE)
    found = nobody.get(f"{POSTS}/{second}/context")
    assert [one["id"] for one in found["ancestors"]] == [str(first)]
    assert [one["id"] for one in found["descendants"]] == [str(third)]
    follow(ana.account, bo)
    assert str(quiet) in {one["id"] for one in ana.get(f"{POSTS}/{second}/context")["descendants"]}


@pytest.mark.parametrize("deed", ["reblog", "favourite", "bookmark", "translate"])
def test_nothing_is_done_with_what_one_may_not_see(ana, bo: Account, deed: str) -> None:
    hidden = post(bo, "few", visibility=Visibility.PRIVATE)
    ana.post(f"{POSTS}/{hidden}/{deed}", 404)
    for more in ("", "/context", "/history", "/favourited_by", "/reblogged_by", "/card"):
        ana.get(f"{POSTS}/{hidden}{more}", 404)


def test_several_at_once(ana, bo: Account) -> None:
    one, hidden = post(bo, "one"), post(bo, "few", visibility=Visibility.DIRECT)
    found = ana.get(f"{POSTS}?id[]={one}&id[]={hidden}&id[]=1")
    assert [row["id"] for row in found] == [str(one)]
    assert ana.post(f"{POSTS}/{one}/translate", 503)["error"] == "Service Unavailable"


def test_scopes(phone, bo: Account) -> None:
    reader = phone("cy", scopes="read")
    one = post(bo, "one")
    reader.get(f"{POSTS}/{one}")
    for path in (POSTS, f"{POSTS}/{one}/favourite", f"{POSTS}/{one}/reblog", "/api/v2/media"):
        reader.post(path, 403, json={"status": "x"})
