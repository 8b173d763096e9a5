"""Notifications: who hears of what, once, and from whom never."""

from datetime import timedelta
from typing import Any

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock, pubsub
from plenary.lib.pagination import Page
from plenary.statuses import actions as statuses
from plenary.statuses.facts import StatusPublished
from plenary.statuses.rules import Draft
from plenary.timelines import actions, queries
from plenary.timelines.actions import notices
from plenary.timelines.models import Notification
from tests.factories import block, follow, make_account
from tests.statuses.makers import DIRECT, PRIVATE, post, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def me() -> Account:
    return make_account("me")


@pytest.fixture
def ana() -> Account:
    return make_account("ana")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, dict[str, Any]]]:
    """What open pages were told: (channel, event, data)."""
    told: list[tuple[str, str, dict[str, Any]]] = []

    def tell(channels: Any, event: str, data: dict[str, Any] | None = None) -> None:
        told.extend((channel, event, data or {}) for channel in channels)

    monkeypatch.setattr(pubsub, "publish", tell)
    return told


def heard(account: Account) -> list[str]:
    run_until_empty(strict=True)
    return [row.kind for row in queries.notifications(account, Page()).rows]


def test_each_thing_somebody_does_is_told_once(me: Account, ana: Account) -> None:
    status = post(me)
    reply(ana, status, "@me indeed")
    post(ana, "@me look")
    statuses.favourite(ana, status.pk)
    statuses.boost(ana, status.pk)
    accounts.follow(ana, me)
    expected = ["follow", "boost", "favourite", "mention", "reply"]
    assert heard(me) == expected
    assert heard(ana) == []
    statuses.unfavourite(ana, status.pk)
    statuses.favourite(ana, status.pk)
    accounts.unfollow(ana, me)
    accounts.follow(ana, me)
    assert heard(me) == expected, "doing it again is no news"
    for fact in (StatusPublished(row.pk, ana.pk) for row in ana.statuses.all()):
        notices.on_status_published(fact)
    assert heard(me) == expected, "a reaction may run twice"


def test_a_request_becomes_a_follower(me: Account, ana: Account) -> None:
    me.locked = True
    me.save()
    accounts.follow(ana, me)
    assert heard(me) == ["follow_request"]
    accounts.accept_request(me, ana)
    assert heard(me) == ["follow"]


def test_nobody_hears_of_themselves(me: Account) -> None:
    status = post(me, "@me")
    reply(me, status)
    statuses.favourite(me, status.pk)
    statuses.boost(me, status.pk)
    assert heard(me) == []


@pytest.mark.parametrize("stance", ["block", "blocked", "mute"])
def test_nobody_hears_of_whom_they_keep_away(me: Account, ana: Account, stance: str) -> None:
    status = post(me)
    answer = post(ana, "@me before")
    assert heard(me) == ["mention"]
    if stance == "block":
        accounts.block(me, ana)
    elif stance == "blocked":
        accounts.block(ana, me)
    else:
        accounts.mute(me, ana)
    assert heard(me) == (["mention"] if stance == "mute" else [])
    told = [
        actions.notify(account=me, actor=ana, kind="wave", key="w", text="waves to you"),
        actions.notify(account=me, actor=ana, kind="mention", key="m", status=answer),
    ]
    assert told == [False, False]
    if stance == "mute":
        reply(ana, status, "@me")
        statuses.favourite(ana, status.pk)
    assert heard(me) == (["mention"] if stance == "mute" else [])


def test_a_mute_may_leave_notifications_and_ends(me: Account, ana: Account, freeze) -> None:
    accounts.mute(me, ana, hide_notifications=False)
    assert actions.notify(account=me, actor=ana, kind="wave", key="1")
    accounts.mute(me, ana, duration=timedelta(hours=1))
    assert not actions.notify(account=me, actor=ana, kind="wave", key="2")
    freeze(clock.now() + timedelta(hours=2))
    assert actions.notify(account=me, actor=ana, kind="wave", key="3")


def test_a_block_takes_old_notifications_from_both(me: Account, ana: Account) -> None:
    post(me, "@ana")
    post(ana, "@me")
    assert (heard(me), heard(ana)) == (["mention"], ["mention"])
    accounts.block(me, ana)
    run_until_empty(strict=True)
    assert not Notification.objects.exists()


def test_a_private_post_is_told_only_to_who_may_see_it(me: Account, ana: Account) -> None:
    root = post(me)
    reply(ana, root, "for my followers, and for you", visibility=PRIVATE)
    reply(ana, root, "for you", visibility=DIRECT)
    assert heard(me) == ["reply", "reply"]
    for row in queries.notifications(me, Page()).rows:
        assert row.status is not None


def test_an_edit_tells_whom_it_newly_names(me: Account, ana: Account) -> None:
    status = post(ana, "@me hello")
    other = make_account("other")
    statuses.edit(ana, status.pk, Draft(text="@me @other hello"))
    assert heard(me) == ["mention"]
    assert heard(other) == ["mention"]


def test_a_deleted_post_takes_its_notifications_along(me: Account, ana: Account) -> None:
    status = post(ana, "@me")
    assert queries.unread_count(me) == 0
    assert heard(me) == ["mention"]
    statuses.delete(ana, status.pk)
    assert heard(me) == []


def test_followers_pages_are_tapped_and_told_nothing(
    me: Account, ana: Account, sent: list[tuple[str, str, dict[str, Any]]]
) -> None:
    follow(me, ana)
    stranger = make_account("stranger")
    status = post(ana, "canary-7Q", visibility=PRIVATE)
    run_until_empty(strict=True)
    told = {(channel, event) for channel, event, _ in sent}
    assert told == {(pubsub.account(me.pk), "home"), (pubsub.account(ana.pk), "home")}
    assert all(data == {"status": str(status.pk)} for _, _, data in sent)
    sent.clear()
    post(ana, "@stranger canary-7Q", visibility=DIRECT)
    run_until_empty(strict=True)
    assert sorted((channel, event) for channel, event, _ in sent) == sorted(
        [
            (pubsub.account(stranger.pk), "notification"),
            (pubsub.account(stranger.pk), "conversation"),
            (pubsub.account(ana.pk), "conversation"),
        ]
    )
    sent.clear()
    public = post(ana, "canary-7Q for all")
    run_until_empty(strict=True)
    assert (pubsub.PUBLIC, "local", {"status": str(public.pk)}) in sent
    assert "canary" not in str(sent)


def test_open_pages_drop_what_was_deleted(
    me: Account, ana: Account, sent: list[tuple[str, str, dict[str, Any]]]
) -> None:
    follow(me, ana)
    public, direct = post(ana), post(ana, "@me", visibility=DIRECT)
    run_until_empty(strict=True)
    sent.clear()
    statuses.delete(ana, direct.pk)
    run_until_empty(strict=True)
    assert sent == [], "followers never knew of it"
    statuses.delete(ana, public.pk)
    run_until_empty(strict=True)
    gone = {"status": str(public.pk)}
    assert sorted(sent, key=str) == sorted(
        [
            (channel, "gone", gone)
            for channel in (pubsub.PUBLIC, pubsub.account(me.pk), pubsub.account(ana.pk))
        ],
        key=str,
    )


def test_an_edit_and_a_boost_taken_back_are_told(
    me: Account, ana: Account, sent: list[tuple[str, str, dict[str, Any]]]
) -> None:
    follow(me, ana)
    written = post(ana, "First")
    boost = statuses.boost(ana, written.pk)
    run_until_empty(strict=True)
    sent.clear()
    statuses.edit(ana, written.pk, Draft(text="Second"))
    statuses.unboost(ana, written.pk)
    run_until_empty(strict=True)
    edited, gone = {"status": str(written.pk)}, {"status": str(boost.pk)}
    assert (pubsub.PUBLIC, "edited", edited) in sent
    assert (pubsub.account(me.pk), "edited", edited) in sent
    assert (pubsub.account(me.pk), "gone", gone) in sent


def test_unread_is_what_came_after_the_marker(
    me: Account, ana: Account, django_assert_num_queries
) -> None:
    for number in range(3):
        actions.notify(account=me, actor=ana, kind="wave", key=str(number))
    with django_assert_num_queries(1):
        assert queries.unread_count(me) == 3
    rows = queries.notifications(me, Page()).rows
    actions.mark_read(me, "notifications", rows[1].pk)
    assert queries.unread_count(me) == 1
    actions.mark_read(me, "notifications", rows[2].pk)
    assert queries.unread_count(me) == 1, "a marker never goes back"
    actions.mark_read(ana, "notifications", rows[0].pk)
    assert queries.unread_count(me) == 1
    actions.mark_read(me, "notifications", rows[0].pk)
    assert queries.unread_count(me) == 0


def test_those_kept_away_are_not_counted(me: Account, ana: Account) -> None:
    """Even before the reaction to a block has cleared up."""
    others = [make_account() for _ in range(3)]
    for one in (ana, *others):
        actions.notify(account=me, actor=one, kind="wave", key=str(one.pk))
    assert queries.unread_count(me) == 4
    block(me, others[0])
    block(others[1], me)
    Account.objects.filter(pk=others[2].pk).update(suspended_at=clock.now())
    assert queries.unread_count(me) == 1
    assert [row.actor for row in queries.notifications(me, Page()).rows] == [ana]


def test_unread_is_counted_to_a_limit(me: Account, ana: Account) -> None:
    Notification.objects.bulk_create(
        Notification(account=me, actor=ana, kind="wave", key=str(number)) for number in range(150)
    )
    assert queries.unread_count(me) == 99


def test_a_page_of_notifications_costs_three_queries(
    me: Account, ana: Account, django_assert_max_num_queries
) -> None:
    status = post(me)
    for number in range(50):
        actor = make_account()
        actions.notify(account=me, actor=actor, kind="favourite", key=f"f{number}", status=status)
    with django_assert_max_num_queries(2):
        page = queries.notifications(me, Page(limit=40))
        assert [row.actor.name and row.status.account.name for row in page.rows]
    assert len(page.rows) == 40
    rest = queries.notifications(me, Page(limit=40, max_id=page.older))
    assert len(rest.rows) == 10
    assert rest.older is None


def test_likes_of_one_post_are_told_together_and_answers_apart(me: Account) -> None:
    one, two = post(me), post(me)
    people = [make_account() for _ in range(3)]
    for person in people:
        statuses.favourite(person, one.pk)
    statuses.favourite(people[0], two.pk)
    for person in people[:2]:
        reply(person, one)
        accounts.follow(person, me)
    run_until_empty(strict=True)
    rows = queries.notifications(me, Page()).rows
    groups = queries.grouped(rows, 0)
    assert sorted((group.first.kind, len(group.rows)) for group in groups) == [
        ("favourite", 1),
        ("favourite", 3),
        ("follow", 2),
        ("reply", 1),
        ("reply", 1),
    ]
    seen = [row for row in rows if row.kind == "favourite" and row.status_id == one.pk]
    parted = queries.grouped(seen, seen[1].pk)
    assert [(group.new, group.others) for group in parted] == [(True, 0), (False, 1)]
