"""Plenary and servers that others wrote, on both sides of everything that people do; and Plenary
with itself."""

import pytest

from tests.federation.peers.conftest import Start
from tests.federation.peers.ours import Plenary
from tests.federation.peers.peer import Peer, until

pytestmark = pytest.mark.sqlite  # which the test server has, whatever else there is
PAIRS = [
    "plenary fedify",
    "fedify plenary",
    "plenary bovine",
    "bovine plenary",
    "plenary plenary",
]
Pair = tuple[Peer, Peer]


@pytest.fixture(scope="module", params=PAIRS)
def pair(request: pytest.FixtureRequest, start: Start) -> Pair:
    """Two servers, the first of which follows the second."""
    one, other = request.param.split()
    ann, ben = start(f"{one} ann", f"{other} ben")
    ann.follow(ben.handle)
    until(lambda: ann.actor in ben.followers() and ben.actor in ann.following())
    return ann, ben


def test_a_post_an_edit_and_its_end(pair: Pair) -> None:
    ann, ben = pair
    said = ben.post("first words")
    seen = until(lambda: ann.seen(said))
    assert seen is not None and "first words" in seen.content and seen.author == ben.actor
    ben.edit(said, "better words")
    until(lambda: "better words" in getattr(ann.seen(said), "content", ""))
    ben.delete(said)
    until(lambda: getattr(ann.seen(said), "deleted", False))


def test_a_reply_a_like_a_boost_and_taking_them_back(pair: Pair) -> None:
    ann, ben = pair
    said = ben.post("what do you think?")
    until(lambda: ann.seen(said))
    reply = ann.reply(said, "well said")
    got = until(lambda: ben.seen(reply))
    assert got is not None and got.in_reply_to == said and "well said" in got.content
    ann.like(said)
    ann.boost(said)
    until(lambda: _marks(ben, said) == ([ann.actor], [ann.actor]))
    ann.unlike(said)
    ann.unboost(said)
    until(lambda: _marks(ben, said) == ([], []))


def _marks(server: Peer, uri: str) -> tuple[list[str], list[str]]:
    seen = server.seen(uri)
    assert seen is not None
    return seen.likes, seen.boosts


def test_words_for_one_alone(pair: Pair) -> None:
    ann, ben = pair
    said = ann.post("between us", visibility="direct", mentions=[ben.handle])
    got = until(lambda: ben.seen(said))
    assert got is not None and "between us" in got.content


def test_a_block_and_its_end(pair: Pair) -> None:
    ann, ben = pair
    ben.block(ann.handle)
    until(lambda: ann.is_blocked_by(ben))
    ben.unblock(ann.handle)
    until(lambda: not ann.is_blocked_by(ben))


def test_unfollowing(pair: Pair) -> None:
    ann, ben = pair
    ann.follow(ben.handle)
    until(lambda: ann.actor in ben.followers() and ben.actor in ann.following())
    ann.unfollow(ben.handle)
    until(lambda: ann.actor not in ben.followers())
    until(lambda: ben.actor not in ann.following())


@pytest.mark.parametrize("asker", ["plenary eve", "fedify eve"])
def test_somebody_who_looks_first_whom_to_let_in(start: Start, asker: str) -> None:
    eve, shy = start(asker, "plenary shy --locked")
    assert isinstance(shy, Plenary)
    eve.follow(shy.handle)
    until(lambda: shy.waiting() == {eve.actor})
    assert eve.actor not in shy.followers() and eve.following() == set()
    shy.answer(eve.handle, accept=True)
    until(lambda: shy.actor in eve.following() and eve.actor in shy.followers())
