"""Posts to come (docs.joinmastodon.org/methods/scheduled_statuses)."""

from typing import Any

import msgspec

from plenary.api import params
from plenary.api.call import Call
from plenary.api.routes import route
from plenary.mastodon_api.entities.statuses import ScheduledStatus
from plenary.mastodon_api.serializers.scheduled import scheduled
from plenary.statuses import actions, queries

_READ, _WRITE = "read:statuses", "write:statuses"


@route("GET", "/api/v1/scheduled_statuses", scopes=_READ, paged=True, gives=list[ScheduledStatus])
def many(call: Call) -> list[Any]:
    """Your posts to come."""
    page = call.page()
    rows = queries.scheduled(call.me, page)
    call.link_ids([row.pk for row in rows], page)
    return [scheduled(row) for row in rows]


@route("GET", "/api/v1/scheduled_statuses/{id}", scopes=_READ, gives=ScheduledStatus)
def show(call: Call, scheduled_id: int) -> dict[str, Any]:
    """One of them."""
    return scheduled(queries.scheduled_one(call.me, scheduled_id))


class Moment(msgspec.Struct):
    """When it is to be posted (ISO 8601)."""

    scheduled_at: str


@route(
    "PUT",
    "/api/v1/scheduled_statuses/{id}",
    scopes=_WRITE,
    takes=Moment,
    gives=ScheduledStatus,
)
def change(call: Call, scheduled_id: int) -> dict[str, Any]:
    """Have it posted at another moment."""
    at = params.moment(call.read(Moment).scheduled_at, "scheduled_at")
    return scheduled(actions.reschedule(call.me, scheduled_id, at))


@route("DELETE", "/api/v1/scheduled_statuses/{id}", scopes=_WRITE, gives=dict[str, str])
def delete(call: Call, scheduled_id: int) -> dict[str, str]:
    """Have it not posted."""
    actions.unschedule(call.me, scheduled_id)
    return {}
