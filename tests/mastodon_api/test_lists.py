"""Lists of people: making them, whom they hold, and what is read by them."""

import pytest

from plenary.accounts import actions
from plenary.accounts.models import Account
from plenary.jobs.worker import run_until_empty
from plenary.statuses import actions as statuses
from plenary.statuses.rules import Draft, Visibility
from plenary.timelines.models import AccountList, ListMember
from tests.factories import block, follow, make_account

LISTS = "/api/v1/lists"


@pytest.fixture
def ana(phone):
    return phone("ana")


@pytest.fixture
def bo(ana) -> Account:
    made = make_account("bo")
    follow(ana.account, made)
    return made


@pytest.fixture
def ward(ana, bo: Account) -> str:
    """A list with Bo on it."""
    made = ana.post(LISTS, json={"title": "Ward"})["id"]
    ana.post(f"{LISTS}/{made}/accounts", json={"account_ids": [str(bo.pk)]})
    return made


def say(author: Account, text: str = "hello", **draft) -> int:
    return statuses.publish(author, Draft(text=text, **draft)).pk


def read(ana, path: str) -> list[int]:
    return [int(row["id"]) for row in ana.get(f"/api/v1/timelines/{path}")]


def test_making_and_changing(ana, phone) -> None:
    assert ana.get(LISTS) == []
    made = ana.post(LISTS, data={"title": " My  ward "})
    assert made == {
        "id": made["id"], "title": "My ward", "replies_policy": "list", "exclusive": False
    }  # fmt: skip
    path = f"{LISTS}/{made['id']}"
    changed = ana.put(path, json={"replies_policy": "none", "exclusive": True})
    assert (changed["title"], changed["replies_policy"]) == ("My ward", "none")
    assert changed["exclusive"] is True
    assert ana.get(path) == changed and ana.get(LISTS) == [changed]
    for bad in ({}, {"title": ""}, {"title": "x" * 256}, {"title": "x", "replies_policy": "all"}):
        ana.post(LISTS, 422, json=bad)
    ana.put(path, 422, json={"title": " "})
    ana.put(path, 422, json={"replies_policy": ["none"], "title": {"a": 1}})
    stranger = phone("cy")
    for method, more in (
        ("GET", ""), ("PUT", ""), ("DELETE", ""), ("GET", "/accounts"), ("POST", "/accounts"),
        ("DELETE", "/accounts"),
    ):  # fmt: skip
        stranger.ask(method, path + more, 404)
    stranger.get(f"/api/v1/timelines/list/{made['id']}", 404)
    assert ana.delete(path) == {}
    ana.get(path, 404)
    ana.get(f"{LISTS}/{10**40}", 404)


def test_there_is_an_end_to_lists(ana, monkeypatch) -> None:
    from plenary.timelines.actions import lists

    monkeypatch.setattr(lists, "MOST_LISTS", 2)
    ana.post(LISTS, json={"title": "1"})
    ana.post(LISTS, json={"title": "2"})
    ana.post(LISTS, 422, json={"title": "3"})


def test_only_whom_one_follows(ana, bo: Account, ward: str) -> None:
    path = f"{LISTS}/{ward}/accounts"
    stranger = make_account("stranger")
    ana.post(path, 404, json={"account_ids": [str(stranger.pk)]})
    ana.post(path, 404, json={"account_ids": ["1"]})
    ana.post(path, 422, json={"account_ids": [str(bo.pk)]})
    ana.post(path, 422, json={"account_ids": ["x"]})
    ana.post(path, 422, json={"account_ids": [[1]]})
    ana.post(path, 404, json={"account_ids": [str(2**62)]})
    ana.post(path, 422, json={"account_ids": [str(2**70)]})
    ana.post(path, 422, json={"account_ids": [2**70]})
    assert [one["acct"] for one in ana.get(path)] == ["bo"]
    assert [one["id"] for one in ana.get(f"/api/v1/accounts/{bo.pk}/lists")] == [ward]
    assert ana.get(f"/api/v1/accounts/{stranger.pk}/lists") == []
    assert ana.delete(path + f"?account_ids[]={bo.pk}&account_ids[]=7") == {}
    assert ana.get(path) == []


def test_members_by_the_page(ana, ward: str, django_assert_max_num_queries) -> None:
    people = [make_account() for _ in range(6)]
    for one in people:
        follow(ana.account, one)
    ids = [str(one.pk) for one in people]
    ana.post(f"{LISTS}/{ward}/accounts", json={"account_ids": ids})
    with django_assert_max_num_queries(4):
        first = ana.ask("GET", f"{LISTS}/{ward}/accounts?limit=4")
    assert [one["id"] for one in first.json()] == ids[:1:-1]
    older = first.headers["Link"].split("max_id=")[1].split(">")[0]
    assert len(ana.get(f"{LISTS}/{ward}/accounts?limit=4&max_id={older}")) == 3
    assert len(ana.get(f"{LISTS}/{ward}/accounts?limit=0")) == 7
    actions.suspend(people[0])
    block(people[1], ana.account)
    assert len(ana.get(f"{LISTS}/{ward}/accounts")) == 5


def test_who_is_followed_no_more_is_on_no_list(ana, bo: Account, ward: str) -> None:
    ana.post(f"/api/v1/accounts/{bo.pk}/unfollow")
    assert ana.get(f"{LISTS}/{ward}/accounts") == []  # even before the worker comes by
    run_until_empty(strict=True)
    assert not ListMember.objects.exists()


def test_followed_again_meanwhile(ana, bo: Account, ward: str) -> None:
    actions.unfollow(ana.account, bo)
    actions.follow(ana.account, bo)
    run_until_empty(strict=True)
    assert ListMember.objects.count() == 1


def test_reading_a_list(ana, bo: Account, ward: str) -> None:
    path = f"list/{ward}"
    other = make_account("other")
    follow(ana.account, other)
    say(other)
    say(ana.account)
    say(bo, "@other psst", visibility=Visibility.DIRECT)
    made = [say(bo), say(bo, visibility=Visibility.PRIVATE), statuses.boost(bo, say(other)).pk]
    assert read(ana, path) == made[::-1]
    assert read(ana, f"{path}?max_id={made[2]}&limit=1") == [made[1]]
    assert read(ana, f"{path}?min_id={made[0]}&limit=1") == [made[1]]
    assert read(ana, f"{path}?since_id={made[1]}") == [made[2]]
    actions.mute(ana.account, bo)
    assert read(ana, path) == []
    actions.unmute(ana.account, bo)
    actions.follow(ana.account, bo, actions.Following(reblogs=False))
    assert read(ana, path) == made[1::-1]
    actions.unfollow(ana.account, bo)
    assert read(ana, path) == []


def test_blocked_and_suspended_are_not_in_it(ana, bo: Account, ward: str) -> None:
    say(bo)
    boosted = make_account("boosted")
    statuses.boost(bo, say(boosted))
    assert len(read(ana, f"list/{ward}")) == 2
    block(boosted, ana.account)
    assert len(read(ana, f"list/{ward}")) == 1
    actions.suspend(bo)
    assert read(ana, f"list/{ward}") == []


def test_answers_by_the_lists_rule(ana, bo: Account, ward: str) -> None:
    member, followed, stranger = (make_account(name) for name in ("member", "followed", "far"))
    for one in (member, followed):
        follow(ana.account, one)
    ana.post(f"{LISTS}/{ward}/accounts", json={"account_ids": [str(member.pk)]})
    root = say(bo)

    def answer(to: Account) -> int:
        return say(bo, "yes", in_reply_to_id=root if to == bo else say(to))

    own, mine = answer(bo), answer(ana.account)
    to_member, to_followed, to_stranger = answer(member), answer(followed), answer(stranger)

    def shown(policy: str) -> set[int]:
        ana.put(f"{LISTS}/{ward}", json={"replies_policy": policy})
        answers = {own, mine, to_member, to_followed, to_stranger}
        return answers & set(read(ana, f"list/{ward}"))

    assert shown("none") == {own, mine}
    assert shown("list") == {own, mine, to_member}
    assert shown("followed") == {own, mine, to_member, to_followed}


def test_what_is_read_apart_is_not_in_home(ana, bo: Account, ward: str) -> None:
    written, mine = say(bo), say(ana.account)
    assert read(ana, "home") == [mine, written]
    ana.put(f"{LISTS}/{ward}", json={"exclusive": True})
    assert read(ana, "home") == [mine]
    assert read(ana, "home?limit=1") == [mine]
    assert read(ana, f"list/{ward}") == [written]
    # It is the list's owner alone who reads apart.
    cy = make_account("cy")
    follow(cy, bo)
    from plenary.timelines import queries

    assert [part.id for part in queries.home_parts(cy, queries.Page())] == [written]
    ana.delete(f"{LISTS}/{ward}")
    assert read(ana, "home") == [mine, written]


def test_a_page_costs_the_same_however_many(ana, ward: str, django_assert_num_queries) -> None:
    def cost() -> int:
        with django_assert_num_queries(4):  # the token, the list, its posts, an author unseen yet
            return len(read(ana, f"list/{ward}"))

    which = AccountList.objects.get(pk=ward)
    for count in (1, 6):
        for _ in range(count):
            author = make_account()
            follow(ana.account, author)
            ListMember.objects.create(list=which, account=author)
            for _ in range(4):
                say(author)
        assert cost() == min(20, 4 * (count if count == 1 else 7))
