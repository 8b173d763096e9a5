"""Servers whose ids are made of what they tie, or anew for each Undo: Misskey and Pixelfed."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from plenary.accounts.models import Account, Follow
from plenary.federation.actions import unverified
from plenary.federation.models import InboxItem, Received
from plenary.federation.signatures import sign
from plenary.jobs import worker
from plenary.jobs.models import Job
from plenary.lib import clock
from plenary.statuses.models import Favourite
from tests.federation.inbound.makers import activity, send, take
from tests.federation.makers import HERE, key_of, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating", "elsewhere")]
Freeze = Callable[[datetime], None]


def follow_of(nia: Account, ada: Account) -> dict[str, Any]:
    return activity(nia, "Follow", ada.actor_uri, id="https://peer.example/follows/1/2")


def undo_of(nia: Account, begun: dict[str, Any]) -> dict[str, Any]:
    return activity(nia, "Undo", begun, id=f"{begun['id']}/undo")


def follows() -> bool:
    return Follow.objects.exists()


def eleven_minutes_later(freeze: Freeze) -> None:
    freeze(clock.now() + timedelta(minutes=11))
    Job.objects.update(run_at=clock.machine_now())
    worker.run_until_empty(strict=True)


def test_who_follows_again_by_the_same_id(ada: Account, nia: Account, freeze: Freeze) -> None:
    begun = follow_of(nia, ada)
    at = clock.now()
    for _ in range(3):
        freeze(at := at + timedelta(minutes=5))
        take(begun, nia)
        assert follows()
        freeze(at := at + timedelta(minutes=5))
        take(undo_of(nia, begun), nia)
        assert not follows()
    assert InboxItem.objects.count() == 2


def test_a_copy_that_comes_late_is_no_new_deed(ada: Account, nia: Account, freeze: Freeze) -> None:
    """Caught on its way and sent again, or sent again at once."""
    begun = follow_of(nia, ada)
    raw = json.dumps(begun).encode()
    signed = {"Host": "plenary.example", **sign("POST", f"{HERE}/inbox", raw, key_of(nia))}
    take(begun, nia)
    take(undo_of(nia, begun), nia)
    take(begun, nia)
    assert not follows()
    freeze(clock.now() + timedelta(minutes=30))
    assert send(raw, headers=signed).status_code == 202
    worker.run_until_empty(strict=True)
    assert not follows()


def test_a_like_that_was_undone_stays_undone(ada: Account, nia: Account, freeze: Freeze) -> None:
    liked = activity(nia, "Like", post(ada).object_uri)
    take(liked, nia)
    take(activity(nia, "Undo", liked), nia)
    freeze(clock.now() + timedelta(minutes=30))
    take(liked, nia)
    assert not Favourite.objects.exists()


def test_after_a_long_time(ada: Account, nia: Account, freeze: Freeze) -> None:
    begun = follow_of(nia, ada)
    take(begun, nia)
    take(undo_of(nia, begun), nia)
    freeze(clock.now() + timedelta(days=40))
    unverified.tidy.call()
    assert not InboxItem.objects.exists()
    take(begun, nia)
    assert follows()


def test_an_undo_that_names_what_never_was(ada: Account, nia: Account, freeze: Freeze) -> None:
    """Just after the follow: it may be of one that is still on its way, for a while."""
    begun = activity(nia, "Follow", ada.actor_uri)
    take(begun, nia)
    undo = activity(nia, "Undo", {**begun, "id": f"{nia.uri}#follows/7"})
    take(undo, nia)
    assert follows()
    eleven_minutes_later(freeze)
    assert not follows()
    take(activity(nia, "Follow", ada.actor_uri), nia)
    assert follows()


def test_who_asks_again_is_no_longer_held_by_what_they_asked_before(
    ada: Account, nia: Account, freeze: Freeze
) -> None:
    """The Undo of the first was lost."""
    take(activity(nia, "Follow", ada.actor_uri), nia)
    freeze(clock.now() + timedelta(days=30))
    second = activity(nia, "Follow", ada.actor_uri)
    take(second, nia)
    assert follows()
    take(activity(nia, "Undo", second), nia)
    assert not follows()


def test_an_undo_of_what_was_on_its_way(ada: Account, nia: Account, freeze: Freeze) -> None:
    first, second = (activity(nia, "Follow", ada.actor_uri) for _ in range(2))
    take(second, nia)
    take(activity(nia, "Undo", first), nia)
    take(first, nia)
    eleven_minutes_later(freeze)
    assert follows()
    assert Received.objects.filter(undone=False).count() == 1
