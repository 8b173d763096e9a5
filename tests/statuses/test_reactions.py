"""Boosts, favourites and bookmarks, again and at once."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from plenary.accounts.models import Account
from plenary.lib.errors import NotFound
from plenary.statuses import actions, queries
from plenary.statuses.models import Bookmark, Favourite, Status
from plenary.statuses.rules import Draft
from tests.factories import make_account
from tests.statuses.makers import post


def counts(status: Status) -> tuple[int, int]:
    status.refresh_from_db()
    return status.reblogs_count, status.favourites_count


@pytest.mark.django_db
def test_doing_and_undoing_twice_is_doing_it_once() -> None:
    author, reader = make_account(), make_account()
    status = post(author)
    assert actions.boost(reader, status.pk) == actions.boost(reader, status.pk)
    for _ in range(2):
        actions.favourite(reader, status.pk)
        actions.bookmark(reader, status.pk)
    assert counts(status) == (1, 1)
    item = queries.item(reader, status.pk)
    assert (item.favourited, item.boosted, item.bookmarked, item.mine) == (True, True, True, False)
    assert not any((queries.item(author, status.pk).favourited, queries.item(None, status.pk).mine))
    for _ in range(2):
        actions.unboost(reader, status.pk)
        actions.unfavourite(reader, status.pk)
        actions.unbookmark(reader, status.pk)
    assert counts(status) == (0, 0)
    assert not Bookmark.objects.exists()
    reader.refresh_from_db()
    assert reader.statuses_count == 0


@pytest.mark.django_db
def test_a_mark_on_a_boost_is_on_what_was_boosted() -> None:
    author, booster, reader = make_account(), make_account(), make_account()
    status = post(author)
    boost = actions.boost(booster, status.pk)
    actions.favourite(reader, boost.pk)
    again = actions.boost(reader, boost.pk)
    assert again.reblog_of_id == status.pk
    assert counts(status) == (2, 1)


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run all of them in threads of their own, begun together; their results or errors."""
    gate = threading.Barrier(len(works))
    results: list[object] = [None] * len(works)

    def run(number: int, work: Callable[[], object]) -> None:
        try:
            gate.wait(10)
            results[number] = work()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db(transaction=True)
def test_one_key_at_the_same_moment_makes_one_post() -> None:
    author = make_account()
    draft = Draft(text="only once #Once")
    found = at_once(
        *[lambda: actions.publish(author, draft, idempotency_key="same").pk for _ in range(6)]
    )
    assert len(set(found)) == 1
    assert Status.objects.count() == 1
    author.refresh_from_db()
    assert author.statuses_count == 1


@pytest.mark.django_db(transaction=True)
def test_counts_are_exact_when_many_act_at_once() -> None:
    author = make_account()
    people = [make_account() for _ in range(4)]
    status = post(author)

    def to_and_fro(one: Account) -> Callable[[], None]:
        def work() -> None:
            for _ in range(3):
                actions.favourite(one, status.pk)
                actions.boost(one, status.pk)
                actions.unfavourite(one, status.pk)
                actions.unboost(one, status.pk)
            actions.favourite(one, status.pk)
            actions.boost(one, status.pk)

        return work

    # The same person twice at once too: a double tap.
    assert at_once(*[to_and_fro(one) for one in [*people, people[0]]]) == [None] * 5
    boosts = Status.objects.filter(reblog_of=status).count()
    assert counts(status) == (boosts, Favourite.objects.filter(status=status).count())
    for one in people:
        one.refresh_from_db()
        assert one.statuses_count == Status.objects.filter(account=one).count()


@pytest.mark.django_db(transaction=True)
def test_posting_replying_and_deleting_at_once_keeps_every_count() -> None:
    from plenary.statuses.models import HashtagUse

    author = make_account()
    root = post(author)

    def busy(number: int) -> Callable[[], None]:
        def work() -> None:
            made = [
                actions.publish(author, Draft(text=f"#tag {number} {i}", in_reply_to_id=root.pk))
                for i in range(3)
            ]
            actions.delete(author, made[0].pk)

        return work

    assert at_once(*[busy(number) for number in range(4)]) == [None] * 4
    root.refresh_from_db()
    author.refresh_from_db()
    assert root.replies_count == 8
    assert author.statuses_count == 9
    assert author.last_status_id == Status.objects.order_by("-pk").first().pk
    assert HashtagUse.objects.get().uses == 8


@pytest.mark.django_db(transaction=True)
def test_what_is_deleted_meanwhile_is_not_found() -> None:
    author, reader = make_account(), make_account()
    for _ in range(5):
        status = post(author)
        done = at_once(
            lambda status=status: actions.delete(author, status.pk),
            lambda status=status: actions.favourite(reader, status.pk),
            lambda status=status: actions.boost(reader, status.pk).pk,
            lambda status=status: actions.bookmark(reader, status.pk),
            lambda status=status: post(reader, in_reply_to_id=status.pk).pk,
        )
        errors = [one for one in done if isinstance(one, Exception)]
        assert all(isinstance(error, NotFound) for error in errors), errors
        assert not Status.objects.filter(pk=status.pk).exists()
    reader.refresh_from_db()
    assert reader.statuses_count == Status.objects.filter(account=reader).count()
