"""What is asked for each activity that comes in is found by an index, however much is kept."""

from typing import Any

import pytest
from django.db import connection

from plenary.federation import verify
from plenary.federation.actions import processing
from plenary.federation.queries import known
from plenary.lib.prepared import Prepared
from plenary.lib.rows import rows
from plenary.statuses.actions import reactions, receiving
from plenary.timelines.actions import notices

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

PREPARED: dict[str, tuple[Prepared[Any], dict[str, Any]]] = {
    "an account": (known._ACCOUNT_AT, {"uri": "x"}),
    "a post": (known._POST_AT, {"uri": "x"}),
    "who sent it": (processing._ACTOR, {"uri": "x"}),
    "whether it is kept": (receiving._KNOWN, {"uri": "x"}),
    "a tie": (known._LIVE, {"account": 1, "kind": "Like", "object_uri": "x"}),
    "a key": (verify._SIGNER, {"key_id": "x"}),
    "a boost": (reactions._BOOST_BY, {"account": 1, "status": 1}),
    "who is named": (notices._NAMED, {"status": 1}),
}
WORDS = {
    "whether it was awaited": (receiving._IS_AWAITED, {"uri": "x"}),
    "who follows": (notices._FOLLOWERS, {"id": 1}),
    "who asked to be told": (notices._ASKED, {"id": 1}),
    "whether somebody here follows": (known._FOLLOWED_HERE, {"id": 1}),
    "who follows its hashtags": (notices._FOLLOW_A_HASHTAG, {"id": 1}),
}


def plan(sql: str, given: dict[str, Any]) -> list[str]:
    return [row[-1] for row in rows(f"EXPLAIN QUERY PLAN {sql}", given)]


@pytest.mark.parametrize("what", PREPARED)
def test_prepared(what: str) -> None:
    query, given = PREPARED[what]
    query.all(**given)
    made = query.made[connection.vendor]
    assert not [step for step in plan(made.sql, made.constants | given) if "SCAN" in step]


@pytest.mark.parametrize("what", WORDS)
def test_in_words(what: str) -> None:
    assert not [step for step in plan(*WORDS[what]) if "SCAN" in step]
