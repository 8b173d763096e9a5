"""Timelines (docs.joinmastodon.org/methods/timelines)."""

from __future__ import annotations

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.mastodon_api.entities.statuses import Status
from plenary.mastodon_api.serializers import statuses
from plenary.timelines import queries


@route("GET", "/api/v1/timelines/home", scopes="read:statuses", gives=list[Status])
def home(call: Call) -> bytes:
    """Posts of the people you follow, newest first."""
    page = call.page()
    ids = queries.home_ids(call.me, page)
    call.link_ids(ids, page)
    return statuses.statuses(call.viewer, ids)
