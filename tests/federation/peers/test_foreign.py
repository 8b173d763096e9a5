"""The servers of others with one another: what holds here can be asked of ours."""

import pytest

from tests.federation.peers.by_fedify import Fedify
from tests.federation.peers.conftest import Start
from tests.federation.peers.peer import ForeignServer, ask_json, until

pytestmark = pytest.mark.sqlite  # they have nothing to do with our database
PAIRS = ["fedify bovine"]


@pytest.fixture(scope="module", params=PAIRS)
def pair(request: pytest.FixtureRequest, start: Start) -> tuple[ForeignServer, ForeignServer]:
    """Two servers, the first of which follows the second."""
    one, other = request.param.split()
    ann, ben = start(f"{one} ann", f"{other} ben")
    assert isinstance(ann, ForeignServer) and isinstance(ben, ForeignServer)
    ann.follow(ben.handle)
    until(lambda: ann.actor in ben.followers() and ben.actor in ann.following())
    return ann, ben


Pair = tuple[ForeignServer, ForeignServer]


def test_a_post_an_edit_and_its_end(pair: Pair) -> None:
    ann, ben = pair
    said = ben.post("first words")
    seen = until(lambda: ann.seen(said))
    assert "first words" in seen.content and seen.author == ben.actor
    ben.edit(said, "better words")
    until(lambda: "better words" in ann.seen(said).content)
    ben.delete(said)
    until(lambda: ann.seen(said).deleted)


def test_a_reply_a_like_a_boost_and_taking_them_back(pair: Pair) -> None:
    ann, ben = pair
    said = ben.post("what do you think?")
    until(lambda: ann.seen(said))
    reply = ann.reply(said, "well said")
    got = until(lambda: ben.seen(reply))
    assert got.in_reply_to == said and "well said" in got.content
    until(lambda: ben.seen(said).replies == [reply])
    ann.like(said)
    ann.boost(said)
    until(lambda: (ben.seen(said).likes, ben.seen(said).boosts) == ([ann.actor], [ann.actor]))
    ann.unlike(said)
    ann.unboost(said)
    until(lambda: (ben.seen(said).likes, ben.seen(said).boosts) == ([], []))


def test_words_for_one_alone(pair: Pair) -> None:
    ann, ben = pair
    said = ann.post("between us", visibility="direct", mentions=[ben.handle])
    assert "between us" in until(lambda: ben.seen(said)).content
    assert "between us" in (ben.fetched(said) or {})["content"]
    with pytest.raises(AssertionError, match=r"answers 40[134]"):
        ask_json(said)


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


def test_what_is_not_signed_is_not_let_in(pair: Pair) -> None:
    _, ben = pair
    profile = ben.fetched(ben.actor)
    assert profile
    before = len(ben.inbox())
    forged = b'{"@context":"https://www.w3.org/ns/activitystreams","type":"Follow",'
    forged += f'"id":"http://127.0.0.1/1","actor":"{ben.actor}","object":"{ben.actor}"}}'.encode()
    with pytest.raises(AssertionError, match="answers 401"):
        ask_json(profile["inbox"], body=forged)
    assert len(ben.inbox()) == before


def test_somebody_who_looks_first_whom_to_let_in(start: Start) -> None:
    cat, shy = start("fedify cat --cavage", "fedify shy --locked")
    assert isinstance(cat, Fedify) and isinstance(shy, Fedify)
    cat.follow(shy.handle)
    until(lambda: shy.waiting() == {cat.actor})
    assert (cat.asked(), cat.following(), shy.followers()) == ({shy.actor}, set(), set())
    shy.answer(cat.handle, accept=True)
    until(lambda: cat.following() == {shy.actor} and shy.followers() == {cat.actor})
    shy.answer(cat.handle, accept=False)
    until(lambda: cat.refused() == {shy.actor} and cat.following() == set())
