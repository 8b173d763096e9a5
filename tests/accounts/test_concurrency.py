"""Counts are exact when many press at once, and a follow never slips past a block."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections

from plenary.accounts import actions
from plenary.accounts.models import Account, Block, Follow
from plenary.lib.errors import NotFound
from tests.factories import make_account

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> None:
    """Run all of it in threads with connections of their own, from one starting shot."""
    start = threading.Barrier(len(works))
    errors: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait(10)
            work()
        except NotFound:
            pass  # a follow that came after a block
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not errors, errors


def exact(*people: Account) -> None:
    for person in people:
        person.refresh_from_db()
        assert person.followers_count == Follow.objects.filter(target=person).count()
        assert person.following_count == Follow.objects.filter(source=person).count()


def test_the_same_follow_and_unfollow_pressed_by_many_fingers() -> None:
    maya, jonas = make_account("maya"), make_account("jonas")
    at_once(*[lambda: actions.follow(maya, jonas)] * 6)
    exact(maya, jonas)
    assert Follow.objects.count() == 1
    at_once(*[lambda: actions.unfollow(maya, jonas)] * 6)
    exact(maya, jonas)
    assert not Follow.objects.exists()


def test_two_follow_each_other_while_others_follow_and_leave_them() -> None:
    maya, jonas = make_account("maya"), make_account("jonas")
    others = [make_account(f"other{number}") for number in "abcd"]
    for other in others[:2]:
        actions.follow(other, maya)
    at_once(
        lambda: actions.follow(maya, jonas),
        lambda: actions.follow(jonas, maya),
        lambda: actions.unfollow(others[0], maya),
        lambda: actions.remove_follower(maya, others[0]),
        lambda: actions.follow(others[2], maya),
        lambda: actions.follow(others[3], maya),
        lambda: actions.follow(others[1], jonas),
    )
    exact(maya, jonas, *others)
    maya.refresh_from_db()
    assert maya.followers_count == 4


def test_a_follow_never_outlives_a_block_made_at_the_same_moment() -> None:
    for round_number in range(5):
        maya, jonas = make_account(f"maya{round_number}x"), make_account(f"jonas{round_number}x")
        at_once(
            lambda m=maya, j=jonas: actions.follow(m, j),  # type: ignore[misc]
            lambda m=maya, j=jonas: actions.block(j, m),  # type: ignore[misc]
            lambda m=maya, j=jonas: actions.follow(j, m),  # type: ignore[misc]
        )
        assert Block.objects.filter(source=jonas, target=maya).exists()
        assert not Follow.objects.filter(source__in=[maya, jonas]).exists()
        exact(maya, jonas)


def test_a_request_accepted_twice_at_once_counts_once() -> None:
    maya, jonas = make_account("maya"), make_account("jonas", locked=True)
    actions.follow(maya, jonas)
    at_once(*[lambda: actions.accept_request(jonas, maya)] * 4)
    exact(maya, jonas)
    assert Follow.objects.count() == 1


def test_the_engine_is_a_real_one() -> None:
    """A database in memory would share one connection, and the tests above would prove nothing."""
    assert connection.vendor == "postgresql" or not connection.is_in_memory_db()  # type: ignore[attr-defined]
