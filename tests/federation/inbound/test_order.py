"""In whatever order, and however often, activities come: the same set ends in the same state."""

from itertools import count
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plenary.accounts.models import Account, Block, Follow
from plenary.federation.actions import processing
from plenary.federation.actions.inbound import Everything, Finder
from plenary.statuses.models import Favourite, Status
from tests.factories import follow, make_account
from tests.federation.inbound.elsewhere import Elsewhere
from tests.federation.inbound.makers import PUBLIC, note
from tests.federation.makers import post, remote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating", "elsewhere")]
_numbers = count(1)


class World:
    """Somebody here with a post, and somebody elsewhere whom they follow."""

    def __init__(self) -> None:
        number = next(_numbers)
        self.ada = make_account(f"ada{number}")
        self.nia = remote(f"nia{number}")
        follow(make_account(f"bo{number}"), self.nia)
        self.post = post(self.ada)
        self.note = note(self.nia)

    def said(self) -> dict[str, dict[str, Any]]:
        ada, post = self.ada.actor_uri, self.post.object_uri
        edited = {**self.note, "content": "<p>Two</p>", "updated": "2026-01-02T10:00:00Z"}
        again = {**self.note, "content": "<p>Three</p>", "updated": "2026-01-03T10:00:00Z"}
        made = {
            "follow": ("Follow", ada),
            "follow again": ("Follow", ada),
            "like": ("Like", post),
            "announce": ("Announce", post),
            "block": ("Block", ada),
            "create": ("Create", self.note),
            "update": ("Update", edited),
            "update again": ("Update", again),
            "delete": ("Delete", {"type": "Tombstone", "id": self.note["id"]}),
        }
        found = {
            name: {
                "id": f"{self.nia.uri}/{name.replace(' ', '-')}",
                "type": kind,
                "actor": self.nia.uri,
                "to": [PUBLIC],
                "object": thing,
            }
            for name, (kind, thing) in made.items()
        }
        for name in ("follow", "like", "announce", "block"):
            undone = {"type": "Undo", "actor": self.nia.uri, "object": found[name]}
            found[f"undo {name}"] = {"id": f"{self.nia.uri}/undo-{name}", **undone}
        return found

    def take(self, names: list[str]) -> None:
        said = self.said()
        for name in names:
            actor = Account.objects.get(pk=self.nia.pk)
            with transaction.atomic():
                processing.attempt(said[name], actor, Finder(Everything()))

    def state(self) -> dict[str, Any]:
        self.post.refresh_from_db()
        self.ada.refresh_from_db()
        kept = Status.objects.filter(uri=self.note["id"]).first()
        return {
            "follows": Follow.objects.filter(source=self.nia, target=self.ada).count(),
            "followers": self.ada.followers_count,
            "blocks": Block.objects.filter(source=self.nia, target=self.ada).count(),
            "likes": Favourite.objects.filter(account=self.nia, status=self.post).count(),
            "boosts": Status.objects.filter(account=self.nia, reblog_of=self.post).count(),
            "counts": (self.post.favourites_count, self.post.reblogs_count),
            "words": kept.text if kept else None,
        }


_NAMES = [
    *("follow", "follow again", "like", "announce", "block", "create", "update", "update again"),
    *("delete", "undo follow", "undo like", "undo announce", "undo block"),
]


def expected(names: set[str]) -> dict[str, Any]:
    """What the set says, without an order."""
    blocks = "block" in names and "undo block" not in names
    asks = "follow again" in names or ("follow" in names and "undo follow" not in names)
    follows = int(asks and not blocks)
    likes = int("like" in names and "undo like" not in names)
    boosts = int("announce" in names and "undo announce" not in names)
    words = None
    if "delete" not in names:
        order = {"update again": "Three", "update": "Two", "create": "Good morning"}
        words = next((said for name, said in order.items() if name in names), None)
    return {
        "follows": follows,
        "followers": follows,
        "blocks": int(blocks),
        "likes": likes,
        "boosts": boosts,
        "counts": (likes, boosts),
        "words": words,
    }


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=18))
def test_any_order_ends_the_same(elsewhere: Elsewhere, names: list[str]) -> None:
    world = World()
    world.take(names)
    assert world.state() == expected(set(names))


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.permutations(_NAMES))
def test_all_of_them_in_any_order(elsewhere: Elsewhere, names: list[str]) -> None:
    world = World()
    world.take(names)
    assert world.state() == expected(set(names))
