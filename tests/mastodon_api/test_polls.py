"""Polls, from an app: asking, answering, and the end."""

from datetime import timedelta

import pytest

from plenary.lib import clock
from plenary.statuses.models import PollOption, PollVote, Status
from plenary.timelines.models import Notification
from tests.factories import block, follow
from tests.mastodon_api.conftest import run_all

POSTS = "/api/v1/statuses"
OPTIONS = ["Ward round", "Grand round"]


@pytest.fixture
def ana(phone):
    return phone("ana")


@pytest.fixture
def bo(phone):
    return phone("bo")


def ask(who, **more) -> dict:
    poll = {"options": OPTIONS, "expires_in": 600, **more.pop("poll", {})}
    return who.post(POSTS, json={"status": "Which?", "poll": poll, **more})


def votes_path(status: dict) -> str:
    return f"/api/v1/polls/{status['poll']['id']}/votes"


def test_asking_with_a_form_and_answering_once(ana, bo) -> None:
    asked = ana.post(
        POSTS,
        data={"status": "Which?", "poll[options][]": OPTIONS, "poll[expires_in]": "600"},
    )
    poll = asked["poll"]
    assert [one["title"] for one in poll["options"]] == OPTIONS
    assert poll["voted"] is True and poll["own_votes"] == []  # who asks needs no vote
    answered = bo.post(votes_path(asked), json={"choices": [1]})
    assert [one["votes_count"] for one in answered["options"]] == [0, 1]
    assert answered["voted"] and answered["own_votes"] == [1] and answered["voters_count"] == 1
    assert "already" in bo.post(votes_path(asked), 422, json={"choices": [0]})["error"]
    assert bo.get(f"{POSTS}/{asked['id']}")["poll"] == answered
    assert bo.get(f"/api/v1/polls/{poll['id']}") == answered


@pytest.mark.parametrize("choices", [[], [2], [-1], [0, 1], ["x"], [10**20], {"0": {"a": 1}}])
def test_what_cannot_be_answered(ana, bo, choices) -> None:
    asked = ask(ana)
    bo.post(votes_path(asked), 422, json={"choices": choices})
    assert not PollVote.objects.exists()


def test_several_where_it_is_allowed(ana, bo) -> None:
    asked = ask(ana, poll={"multiple": True})
    answered = bo.post(votes_path(asked), json={"choices": ["1", "0", "1"]})
    assert (answered["votes_count"], answered["voters_count"]) == (2, 1)
    assert answered["own_votes"] == [0, 1]
    bo.post(votes_path(asked), 422, json={"choices": [1]})


def test_a_further_choice_later(ana, bo) -> None:
    asked = ask(ana, poll={"multiple": True})
    bo.post(votes_path(asked), json={"choices": [1]})
    answered = bo.post(votes_path(asked), json={"choices": [0]})
    assert answered["own_votes"] == [1, 0]
    assert (answered["votes_count"], answered["voters_count"]) == (2, 1)


def test_totals_that_wait_for_the_end(ana, bo, freeze) -> None:
    asked = ask(ana, poll={"hide_totals": True})
    answered = bo.post(votes_path(asked), json={"choices": [0]})
    assert [one["votes_count"] for one in answered["options"]] == [None, None]
    freeze(clock.now() + timedelta(seconds=601))
    over = bo.get(f"/api/v1/polls/{asked['poll']['id']}")
    assert over["expired"] and [one["votes_count"] for one in over["options"]] == [1, 0]


def test_the_end_is_told_to_who_asked_and_who_answered(ana, bo, phone, freeze, nobody) -> None:
    cy = phone("cy")
    asked = ask(ana)
    bo.post(votes_path(asked), json={"choices": [0]})
    freeze(clock.now() + timedelta(seconds=601))
    run_all()
    bo.get("/api/v1/notifications")
    told = {one.account.username: one.kind for one in Notification.objects.all()}
    assert told == {"ana": "poll", "bo": "poll"}
    (notice,) = bo.get("/api/v1/notifications")
    assert notice["type"] == "poll" and notice["status"]["id"] == asked["id"]
    assert "ended" in cy.post(votes_path(asked), 422, json={"choices": [0]})["error"]
    assert "voted" not in nobody.get(f"{POSTS}/{asked['id']}")["poll"]


def test_one_may_not_answer_what_one_may_not_see(ana, bo, phone) -> None:
    asked = ask(ana, visibility="private")
    bo.post(votes_path(asked), 404, json={"choices": [0]})
    bo.get(f"/api/v1/polls/{asked['poll']['id']}", 404)
    follow(bo.account, ana.account)
    bo.post(votes_path(asked), json={"choices": [0]})
    block(ana.account, bo.account)
    bo.get(f"/api/v1/polls/{asked['poll']['id']}", 404)
    ana.post(votes_path(asked), 422, json={"choices": [0]})  # one's own
    phone("cy", scopes="read").post(votes_path(asked), 403, json={"choices": [0]})


def test_other_options_begin_at_nought(ana, bo) -> None:
    asked = ask(ana)
    bo.post(votes_path(asked), json={"choices": [0]})
    again = {"options": OPTIONS, "expires_in": 900}
    kept = ana.put(f"{POSTS}/{asked['id']}", json={"status": "Which one?", "poll": again})
    assert kept["poll"]["votes_count"] == 1
    again["options"] = ["Neither", "Both"]
    anew = ana.put(f"{POSTS}/{asked['id']}", json={"status": "Which one?", "poll": again})
    assert anew["poll"]["votes_count"] == 0 and anew["poll"]["id"] == asked["poll"]["id"]
    versions = ana.get(f"{POSTS}/{asked['id']}/history")
    assert [[one["title"] for one in version["poll"]["options"]] for version in versions] == [
        OPTIONS,
        OPTIONS,
        ["Neither", "Both"],
    ]
    gone = ana.put(f"{POSTS}/{asked['id']}", json={"status": "Never mind"})
    assert gone["poll"] is None and not PollOption.objects.exists()


def test_a_page_of_polls_costs_two_queries_more(ana, bo, django_assert_num_queries) -> None:
    follow(bo.account, ana.account)
    bo.get("/api/v1/timelines/home")
    for _ in range(3):
        ask(ana)
    bo.get("/api/v1/timelines/home")
    with django_assert_num_queries(5):  # token, the newest, all (a page not full), polls, votes
        assert len(bo.get("/api/v1/timelines/home")) == 3


def test_a_poll_goes_with_its_post(ana) -> None:
    asked = ask(ana)
    gone = ana.delete(f"{POSTS}/{asked['id']}")
    assert gone["poll"]["options"][0]["title"] == OPTIONS[0]
    assert not Status.objects.exists() and not PollOption.objects.exists()
    run_all()
