"""Polls (docs.joinmastodon.org/methods/polls)."""

from typing import Any

import msgspec

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.mastodon_api.entities.statuses import Poll
from plenary.mastodon_api.serializers import around
from plenary.statuses import actions, queries


@route("GET", "/api/v1/polls/{id}", who="anybody", scopes="read:statuses", gives=Poll)
def show(call: Call, poll_id: int) -> dict[str, Any]:
    """A poll and what was answered."""
    found = queries.poll(call.viewer, poll_id)
    return around.poll(found, known=call.viewer is not None)


class Votes(msgspec.Struct):
    """The options chosen, by their place from 0."""

    choices: list[int] = []


@route("POST", "/api/v1/polls/{id}/votes", scopes="write:statuses", takes=Votes, gives=Poll)
def vote(call: Call, poll_id: int) -> dict[str, Any]:
    """Answer a poll, once."""
    actions.vote(call.me, poll_id, call.read(Votes).choices)
    return around.poll(queries.poll(call.viewer, poll_id), known=True)
