"""Finding people: who is hidden stays hidden, and the cost does not grow."""

from typing import Any

import pytest
from django.db import connection

from plenary.accounts import actions, queries
from plenary.accounts.models import Account, NameWord
from plenary.accounts.queries import Filters
from plenary.lib import clock
from plenary.lib.errors import NotFound
from tests.factories import PASSWORD, befriend, block, follow, make_account

pytestmark = pytest.mark.django_db


def sign_up(username: str, name: str, **profile: Any) -> Account:
    account = actions.create_account(
        email=f"{username}@example.org", password=PASSWORD, username=username, display_name=name
    )
    return actions.edit_profile(account, profile)


def test_a_handle_is_found_in_any_case_and_with_our_own_host(
    settings: Any, django_assert_num_queries: Any
) -> None:
    maya = make_account("Maya")
    settings.PUBLIC_URL = "https://plenary.example"
    for acct in ("maya", "@MAYA", "maya@plenary.example"):
        with django_assert_num_queries(1):
            assert queries.get_by_acct(None, acct) == maya
    for acct in ("", "nobody", "maya@elsewhere.example", "ma%"):
        with pytest.raises(NotFound):
            queries.get_by_acct(None, acct)


def test_the_blocked_the_blocker_and_the_suspended_are_not_there() -> None:
    me, enemy, foe = make_account("me"), make_account("enemy"), make_account("foe")
    make_account("gone", suspended_at=clock.now())
    block(me, enemy)
    block(foe, me)
    for handle in ("enemy", "foe", "gone"):
        with pytest.raises(NotFound):
            queries.get_by_acct(me, handle)
    assert queries.get_by_acct(None, "enemy") == enemy
    assert queries.by_handles(me, ["enemy", "ME", "foe"]) == {"me": me}
    assert queries.by_ids(me, [enemy.pk, foe.pk, me.pk]) == {me.pk: me}


def test_a_name_is_found_by_the_beginnings_of_its_words() -> None:
    maya = sign_up("maya", "Maya Okafor")
    zoe = sign_up("zoe", "Zoë Okonkwo")

    def found(q: str) -> set[Account]:
        return set(queries.search(None, Filters(q=q)).accounts)

    assert found("oko") == {zoe}
    assert found("ok") == {maya, zoe}
    assert found("OKA may") == {maya}
    assert found("zoe") == found("ZOË") == found("ｚｏë") == {zoe}
    assert found("@maya") == {maya}
    assert found("kafor") == set()
    assert found("maya okonkwo") == set()
    assert found("%") == found("_") == found("'") == found("") - {maya, zoe} == set()


def test_filters_narrow_and_join() -> None:
    maya = sign_up(
        "maya",
        "Maya",
        specialty="haematology",
        grade="consultant",
        region="Wales",
        interests=["POCUS"],
    )
    jonas = sign_up("jonas", "Jonas", specialty="haematology", grade="nurse", region="wales")
    for filters, people in [
        (Filters(specialty="haematology"), {maya, jonas}),
        (Filters(specialty="haematology", grade="nurse"), {jonas}),
        (Filters(region="WALES"), {maya, jonas}),
        (Filters(interest="#pocus"), {maya}),
        (Filters(q="jo", region="Wales"), {jonas}),
        (Filters(specialty="nonsense"), set()),
    ]:
        assert set(queries.search(None, filters).accounts) == people
        assert set(Account.objects.filter(filters.condition())) == people


def test_who_does_not_wish_to_be_found_is_not() -> None:
    hidden = sign_up("hidden", "Hidden One", discoverable=False)
    me, enemy = sign_up("me2", "Me"), sign_up("enemy", "Enemy")
    block(enemy, me)
    assert queries.search(me, Filters()).accounts == [me]
    assert hidden not in queries.search(None, Filters(q="hidden")).accounts


def test_pages_follow_on_one_another_without_gap_or_repeat() -> None:
    me = make_account("me")
    fans = [make_account() for _ in range(7)]
    for fan in fans:
        follow(fan, me)
    seen: list[Account] = []
    before = None
    while True:
        page = queries.followers(None, me, before=before, limit=3)
        seen += page.accounts
        if page.next is None:
            break
        before = page.next
    assert seen == fans[::-1]
    assert queries.following(None, fans[0]).accounts == [me]


def test_lists_of_people_leave_out_whom_the_viewer_must_not_meet() -> None:
    me, host, enemy = make_account("me"), make_account("host"), make_account("enemy")
    befriend(host, enemy)
    befriend(host, me)
    block(enemy, me)
    assert queries.followers(me, host).accounts == [me]
    assert queries.following(me, host).accounts == [me]
    assert set(queries.followers(None, host).accounts) == {me, enemy}
    assert queries.blocked(enemy).accounts == [me]
    assert queries.blocked(me).accounts == []


def test_relationships_cost_four_queries_however_many(django_assert_num_queries: Any) -> None:
    me = make_account("me")
    fan, idol, locked, foe = (make_account(name) for name in ("fan", "idol", "shy", "foe"))
    actions.edit_profile(locked, {"locked": True})
    follow(fan, me)
    follow(me, idol)
    actions.follow(me, locked)
    actions.mute(me, idol)
    block(foe, me)
    block(fan, idol)
    actions.mute(fan, locked)
    others = [make_account() for _ in range(30)]
    with django_assert_num_queries(4):
        found = queries.relationships(
            me, [fan.pk, idol.pk, locked.pk, foe.pk, *(other.pk for other in others)]
        )
    assert found[fan.pk] == queries.Relationship(followed_by=True)
    assert found[idol.pk] == queries.Relationship(
        following=True, reblogs=True, muting=True, muting_notifications=True
    )
    assert found[locked.pk] == queries.Relationship(requested=True)
    assert found[foe.pk] == queries.Relationship()
    assert queries.relationships(None, [fan.pk]) == {fan.pk: queries.Relationship()}


def test_a_search_by_name_is_answered_by_the_index(django_assert_num_queries: Any) -> None:
    """The plan, not the clock: the words are found by range, and no table is read through."""
    sign_up("maya", "Maya Okafor", specialty="haematology")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    plan = NameWord.objects.filter(word__prefix="oka").values("account_id").explain()
    assert "nameword_prefix" in plan or "nameword_unique" in plan
    assert "SCAN" not in plan
    with django_assert_num_queries(2):
        assert queries.search(None, Filters(q="oka ma", specialty="haematology")).accounts


def test_a_single_letter_reads_no_more_than_a_page_of_matches(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr("plenary.accounts.queries.naming.MOST_NAMED", 5)
    for number in range(9):
        sign_up(f"maya{number}x", "Maya")
    with django_assert_num_queries(1):
        assert len(queries.named("m")) == 5
    assert len(queries.search(None, Filters(q="m")).accounts) <= 5
