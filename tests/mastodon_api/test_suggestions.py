"""Whom one could follow."""

import pytest

from plenary.accounts import actions
from plenary.accounts.models import Account
from tests.factories import block, follow, make_account

V1, V2 = "/api/v1/suggestions", "/api/v2/suggestions"


@pytest.fixture
def ana(phone):
    return phone(make_account("ana", specialty="cardiology"))


def accts(rows) -> list[str]:
    return [row["account"]["acct"] for row in rows]


def test_friends_of_friends_then_ones_specialty(ana) -> None:
    one, two = make_account("one"), make_account("two")
    often, once = make_account("often"), make_account("once")
    for friend in (one, two):
        follow(ana.account, friend)
        follow(friend, often)
        follow(friend, ana.account)
    follow(one, two)
    follow(one, once)
    known = make_account("known", specialty="cardiology")
    follow(often, known)
    make_account("lesser", specialty="cardiology")
    make_account("other", specialty="neurology")
    found = ana.get(V2)
    assert accts(found) == ["often", "once", "known", "lesser"]
    assert [row["sources"] for row in found[1:3]] == [
        ["friends_of_friends"], ["similar_to_recently_followed"]
    ]  # fmt: skip
    assert found[0]["source"] == "past_interactions"
    assert [row["acct"] for row in ana.get(V1)] == accts(found)
    assert accts(ana.get(f"{V2}?limit=2")) == ["often", "once"]
    assert accts(ana.get(f"{V2}?limit=-2")) == ["often"]
    ana.get(f"{V2}?limit=x", 422)


def test_who_is_put_aside_blocked_or_gone_is_not_suggested(ana) -> None:
    friend = make_account("friend")
    follow(ana.account, friend)
    strangers = {name: make_account(name) for name in ("aside", "blocks", "gone", "shy", "muted")}
    for one in strangers.values():
        follow(friend, one)
    assert len(ana.get(V2)) == 5
    assert ana.delete(f"{V1}/{strangers['aside'].pk}") == {}
    ana.delete(f"{V1}/{strangers['aside'].pk}")
    block(strangers["blocks"], ana.account)
    actions.suspend(strangers["gone"])
    actions.edit_profile(strangers["shy"], {"discoverable": False})
    actions.mute(ana.account, strangers["muted"])
    assert ana.get(V2) == []
    ana.delete(f"{V1}/1", 404)
    ana.delete(f"{V1}/{strangers['blocks'].pk}", 404)


def test_whoever_hides_whom_they_follow_gives_nobody_away(ana) -> None:
    friend, stranger = make_account("friend"), make_account("stranger")
    follow(ana.account, friend)
    follow(friend, stranger)
    actions.edit_profile(friend, {"hide_collections": True})
    assert ana.get(V2) == []


def test_whom_one_asked_to_follow_is_not_suggested(ana) -> None:
    friend, locked = make_account("friend"), make_account("locked", locked=True)
    follow(ana.account, friend)
    follow(friend, locked)
    actions.follow(ana.account, locked)
    assert ana.get(V2) == []


def test_the_cost_is_the_same(ana, django_assert_max_num_queries) -> None:
    ana.get(V2)
    for count in (1, 8):
        for _ in range(count):
            friend = make_account()
            follow(ana.account, friend)
            follow(friend, make_account())
        with django_assert_max_num_queries(6):
            assert len(ana.get(V2)) == (1 if count == 1 else 9)
    assert Account.objects.count() == 19
