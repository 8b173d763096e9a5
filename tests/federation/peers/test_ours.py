"""Two of ours beside one another: that they are up, federate by their settings, and are two."""

import pytest

from tests.federation.peers.conftest import Start
from tests.federation.peers.ours import Plenary
from tests.federation.peers.peer import ask_json

pytestmark = pytest.mark.sqlite  # which the test server has, whatever else there is


def test_two_plenaries_each_with_people_of_its_own(start: Start) -> None:
    ours = start("plenary maya", "plenary noor --locked")
    for one in ours:
        assert isinstance(one, Plenary)
        profile, _ = ask_json(one.actor)
        assert (profile["id"], profile["preferredUsername"]) == (one.actor, one.person)
        assert profile["manuallyApprovesFollowers"] == (one.person == "noor")
        said = one.post("here I am")
        note, _ = ask_json(said)
        assert "here I am" in note["content"] and note["attributedTo"] == one.actor
        seen = one.seen(said)
        assert seen and seen.author == one.actor and "here I am" in seen.content
        one.edit(said, "here I was")
        assert "here I was" in one.seen(said).content
        one.delete(said)
        assert one.seen(said).deleted
        assert one.api("/v1/accounts/verify_credentials", token="somebody")["acct"] == "somebody"
    assert ours[0].host != ours[1].host and ours[1].seen(f"{ours[0].actor}/statuses/1") is None
