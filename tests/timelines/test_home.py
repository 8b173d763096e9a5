"""Home: what belongs in it, page by page, whatever happens between people."""

from datetime import timedelta

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, Mute
from plenary.lib import clock
from plenary.statuses import actions
from plenary.statuses.models import Status
from plenary.timelines import queries
from plenary.timelines.queries import Page
from tests.factories import block, follow, make_account
from tests.statuses.makers import DIRECT, PRIVATE, UNLISTED, post, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def me() -> Account:
    return make_account("me")


@pytest.fixture
def friend(me: Account) -> Account:
    account = make_account("friend")
    follow(me, account)
    return account


@pytest.fixture
def stranger() -> Account:
    return make_account("stranger")


def ids(viewer: Account, **page: int) -> list[int]:
    found = queries.home(viewer, Page(**page))
    keys = [item.key for item in found.rows]
    assert keys == queries.home_ids(viewer, Page(**page)), "no page comes out short"
    return keys


def test_those_i_follow_and_myself_newest_first(
    me: Account, friend: Account, stranger: Account
) -> None:
    first, own = post(friend), post(me)
    post(stranger)
    second = post(friend, visibility=UNLISTED)
    third = post(friend, visibility=PRIVATE)
    assert ids(me) == [third.pk, second.pk, own.pk, first.pk]
    assert ids(make_account()) == []


def test_following_shows_what_was_said_before_and_unfollowing_hides_it(
    me: Account, stranger: Account
) -> None:
    status = post(stranger)
    assert ids(me) == []
    accounts.follow(me, stranger)
    assert ids(me) == [status.pk]
    accounts.unfollow(me, stranger)
    assert ids(me) == []
    accounts.follow(me, stranger)
    accounts.block(stranger, me)
    assert ids(me) == []


def test_a_mute_hides_until_it_ends(me: Account, friend: Account, freeze) -> None:
    status = post(friend)
    accounts.mute(me, friend, duration=timedelta(hours=1))
    assert ids(me) == []
    freeze(clock.now() + timedelta(hours=2))
    assert ids(me) == [status.pk]
    Mute.objects.update(expires_at=None)
    assert ids(me) == []


def test_messages_are_not_in_home(me: Account, friend: Account) -> None:
    post(friend, "@me quietly", visibility=DIRECT)
    post(me, "@friend quietly", visibility=DIRECT)
    assert ids(me) == []


def test_replies_show_between_people_i_follow(
    me: Account, friend: Account, stranger: Account
) -> None:
    other = make_account("other")
    follow(me, other)
    far = post(stranger)
    reply(friend, far)
    near = post(other)
    to_other = reply(friend, near)
    to_me = reply(friend, post(me))
    to_self = reply(friend, to_other)
    found = ids(me)
    assert {to_other.pk, to_me.pk, to_self.pk} < set(found)
    assert not Status.objects.filter(pk__in=found, in_reply_to=far).exists()


def test_boosts_bring_posts_of_others_unless_i_must_not_meet_them(
    me: Account, friend: Account, stranger: Account
) -> None:
    status = post(stranger)
    boost = actions.boost(friend, status.pk)
    assert ids(me) == [boost.pk]
    item = queries.home(me, Page()).rows[0]
    assert (item.status.pk, item.booster) == (status.pk, friend)

    mute = Mute.objects.create(source=me, target=stranger)
    assert ids(me) == []
    mute.delete()
    tie = block(stranger, me)
    assert ids(me) == []
    tie.delete()
    tie = block(me, stranger)
    assert ids(me) == []
    tie.delete()
    Account.objects.filter(pk=stranger.pk).update(suspended_at=clock.now())
    assert ids(me) == [], "a suspended author does not come in by a boost"
    Account.objects.filter(pk=stranger.pk).update(suspended_at=None)
    Account.objects.filter(pk=friend.pk).update(suspended_at=clock.now())
    assert ids(me) == [], "nor does a suspended booster bring anything"


def test_one_post_boosted_by_several_shows_once(me: Account, stranger: Account) -> None:
    status = post(stranger)
    boosts = []
    for _ in range(3):
        booster = make_account()
        follow(me, booster)
        boosts.append(actions.boost(booster, status.pk))
    found = queries.home(me, Page())
    assert [item.key for item in found.rows] == [boosts[-1].pk]
    assert queries.home_ids(me, Page()) == [boost.pk for boost in reversed(boosts)]


def test_pages_go_on_without_gap_or_repetition(me: Account, stranger: Account) -> None:
    """Many authors, some loud and some quiet; every page size; up and down."""
    authors = [me] + [make_account() for _ in range(7)]
    for author in authors[1:]:
        follow(me, author)
    made = []
    for number in range(60):
        made.append(post(authors[(number * number + number // 7) % 8]).pk)
        post(stranger)
    made.reverse()
    for limit in (1, 3, 7, 20, 80):
        found: list[int] = []
        page = queries.home(me, Page(limit=limit))
        while page.rows:
            found += [item.key for item in page.rows]
            if page.older is None:
                break
            page = queries.home(me, Page(limit=limit, max_id=page.older))
        assert found == made
    middle = made[30]
    assert ids(me, limit=5, min_id=middle) == made[25:30]
    assert ids(me, limit=5, since_id=middle) == made[:5]
    assert ids(me, limit=50, since_id=middle) == made[:30]
    assert ids(me, limit=5, max_id=middle) == made[31:36]
    assert ids(me, limit=5, max_id=made[10], min_id=made[40]) == made[35:40]


def test_deleting_the_last_post_leaves_the_earlier_ones(me: Account, friend: Account) -> None:
    first, last = post(friend), post(friend)
    actions.delete(friend, last.pk)
    assert ids(me) == [first.pk]
    assert ids(me, since_id=first.pk) == []
    again = post(friend)
    assert ids(me, since_id=first.pk) == [again.pk]


def test_a_page_costs_the_same_however_many_posts_and_people(
    me: Account, friend: Account, django_assert_num_queries
) -> None:
    def cost() -> int:
        with django_assert_num_queries(4):
            return len(queries.home(me, Page()).rows)

    post(friend)
    assert cost() == 1
    for _ in range(12):
        author = make_account()
        follow(me, author)
        for _ in range(3):
            post(author)
        actions.boost(author, post(make_account()).pk)
    assert cost() == 20
