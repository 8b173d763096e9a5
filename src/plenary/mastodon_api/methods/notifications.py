"""Notifications (docs.joinmastodon.org/methods/notifications)."""

from typing import Any

import msgspec

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.lib.errors import NotFound
from plenary.lib.pagination import Page
from plenary.mastodon_api.entities.instance import Count, Notification
from plenary.mastodon_api.serializers.notifications import TYPES, shown
from plenary.timelines import actions, queries

_READ, _WRITE = "read:notifications", "write:notifications"
OURS = ("wave", "met", "meetup")


class Which(msgspec.Struct):
    types: list[str] = []
    exclude_types: list[str] = []
    account_id: int | None = None


def kinds(types: list[str], exclude: list[str]) -> tuple[str, ...]:
    """Our kinds for the API's types."""
    wanted = set(types) or set(TYPES.values())
    wanted -= set(exclude)
    found = [kind for kind, name in TYPES.items() if name in wanted]
    return tuple(found + [kind for kind in OURS if kind in set(types) - set(exclude)])


@route("GET", "/api/v1/notifications", scopes=_READ, takes=Which, gives=list[Notification])
def notifications(call: Call) -> list[Any]:
    """What concerns you, newest first."""
    asked, page = call.read(Which), call.page(40, 80)
    wanted = kinds(asked.types, asked.exclude_types)
    if not wanted:
        return []
    found = queries.notifications(call.me, page, wanted)
    rows = found.rows
    if asked.account_id is not None:
        rows = [row for row in rows if row.actor_id == asked.account_id]
    call.link(older=found.older, newer=found.newer)
    return shown(call.me, rows)


@route("GET", "/api/v1/notifications/unread_count", scopes=_READ, gives=Count)
def unread_count(call: Call) -> Count:
    """How many you have not seen, up to a limit."""
    return Count(count=queries.unread_count(call.me))


@route("GET", "/api/v1/notifications/{id}", scopes=_READ, gives=Notification)
def show(call: Call, notification_id: int) -> Any:
    """One of them."""
    page = Page(limit=1, max_id=notification_id + 1, since_id=notification_id - 1)
    made = shown(call.me, queries.notifications(call.me, page).rows)
    if not made:
        raise NotFound
    return made[0]


@route("POST", "/api/v1/notifications/clear", scopes=_WRITE, gives=dict[str, str])
def clear(call: Call) -> dict[str, str]:
    """Remove all of them."""
    actions.clear_notifications(call.me)
    return {}


@route("POST", "/api/v1/notifications/{id}/dismiss", scopes=_WRITE, gives=dict[str, str])
def dismiss(call: Call, notification_id: int) -> dict[str, str]:
    """Remove one of them."""
    actions.dismiss_notification(call.me, notification_id)
    return {}
