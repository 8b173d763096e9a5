"""Whom another server counts among the followers of its people (FEP-8fcf)."""

from typing import Any

import pytest

from plenary.accounts.models import Account, Follow
from plenary.federation.models import Activity
from plenary.federation.synchronising import digest
from plenary.jobs import worker
from tests.factories import follow, make_account
from tests.federation.inbound.elsewhere import Elsewhere
from tests.federation.inbound.makers import activity, note, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating")]


def _says(nia: Account, followers: list[str], *, url: str = "", collection: str = "") -> None:
    """A post of theirs, with the sum of their followers here."""
    place = url or f"{nia.uri}/followers_synchronization"
    named = collection or f"{nia.uri}/followers"
    header = f'collectionId="{named}", url="{place}", digest="{digest(followers)}"'
    answer = send(
        activity(nia, "Create", note(nia)), nia, headers={"Collection-Synchronization": header}
    )
    assert answer.status_code == 202
    worker.run_until_empty(strict=True)


def _listed(elsewhere: Elsewhere, nia: Account, followers: Any) -> None:
    url = f"{nia.uri}/followers_synchronization"
    elsewhere.documents[url] = {"id": url, "type": "OrderedCollection", "orderedItems": followers}


def test_where_the_sums_agree_nothing_is_asked(
    ada: Account, nia: Account, elsewhere: Elsewhere
) -> None:
    follow(ada, nia)
    _says(nia, [ada.actor_uri])
    assert not elsewhere.asked
    assert Follow.objects.count() == 1


def test_who_is_not_counted_does_not_follow(
    ada: Account, nia: Account, elsewhere: Elsewhere
) -> None:
    bo = make_account("bo")
    follow(ada, nia)
    follow(bo, nia)
    _listed(elsewhere, nia, [ada.actor_uri])
    _says(nia, [ada.actor_uri])
    assert [tie.source for tie in Follow.objects.all()] == [ada]


def test_who_is_counted_and_does_not_follow_says_so(
    ada: Account, nia: Account, elsewhere: Elsewhere
) -> None:
    bo = make_account("bo")
    follow(ada, nia)
    _listed(elsewhere, nia, [ada.actor_uri, bo.actor_uri, "https://third.example/users/eve"])
    _says(nia, [ada.actor_uri, bo.actor_uri])
    [told] = Activity.objects.all()
    assert (told.actor_uri, '"type":"Undo"' in told.body) == (bo.actor_uri, True)
    assert Follow.objects.count() == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"collection": "https://peer.example/users/eve/followers"},
        {"url": "https://third.example/followers_synchronization"},
    ],
)
def test_only_for_ones_own_followers(
    ada: Account, nia: Account, elsewhere: Elsewhere, odd: dict[str, str]
) -> None:
    follow(ada, nia)
    _says(nia, [], **odd)
    assert not [one for one in elsewhere.asked if "synchronization" in one]
    assert Follow.objects.count() == 1


def test_of_a_list_that_says_it_is_longer_nobody_is_missing(
    ada: Account, nia: Account, elsewhere: Elsewhere
) -> None:
    follow(ada, nia)
    _listed(elsewhere, nia, [])
    elsewhere.documents[f"{nia.uri}/followers_synchronization"]["totalItems"] = 1
    _says(nia, [])
    assert Follow.objects.count() == 1


@pytest.mark.parametrize("listed", [None, "nobody", {"first": "https://peer.example/page"}])
def test_of_a_list_that_is_not_whole_nobody_is_missing(
    ada: Account, nia: Account, elsewhere: Elsewhere, listed: Any
) -> None:
    follow(ada, nia)
    if listed is not None:
        _listed(elsewhere, nia, listed)
    _says(nia, [])
    assert Follow.objects.count() == 1


def test_everybody_on_a_long_list_counts(ada: Account, nia: Account, elsewhere: Elsewhere) -> None:
    bo = make_account("bo")
    follow(ada, nia)
    follow(bo, nia)
    others = [f"https://plenary.example/users/u{number}" for number in range(600)]
    _listed(elsewhere, nia, [*others, ada.actor_uri])
    _says(nia, [ada.actor_uri])
    assert [tie.source for tie in Follow.objects.all()] == [ada]
