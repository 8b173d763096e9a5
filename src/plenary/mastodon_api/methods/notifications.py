"""Notifications (docs.joinmastodon.org/methods/notifications)."""

from typing import Any

import msgspec

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.lib.errors import NotFound
from plenary.lib.numbers import MOST
from plenary.mastodon_api.entities.instance import Count, Notification
from plenary.mastodon_api.serializers.notifications import TYPES, shown
from plenary.timelines import actions, queries

_READ, _WRITE = "read:notifications", "write:notifications"
OURS = ("wave", "met", "meetup", "archive", "invite")
MOST_COUNTED = 1000


class Which(msgspec.Struct):
    """Which of them. `include_filtered`: also what your policy keeps apart."""

    types: list[str] = []
    exclude_types: list[str] = []
    account_id: int | None = None
    include_filtered: bool = False

    def actor_id(self) -> int | None:
        """Whose; 0, which nobody has, for what cannot be an id."""
        given = self.account_id
        return given if given is None or 0 < given <= MOST else 0


class WhichUnread(Which):
    """Which to count, and up to how many."""

    limit: int = 100


def kinds(asked: Which) -> tuple[str, ...]:
    """Our kinds for the API's types; for none of them, none."""
    wanted = set(asked.types) or set(TYPES.values())
    wanted -= set(asked.exclude_types)
    found = [kind for kind, name in TYPES.items() if name in wanted]
    return tuple(found + [kind for kind in OURS if kind in set(asked.types) & wanted])


@route(
    "GET", "/api/v1/notifications", scopes=_READ, takes=Which, paged=True, gives=list[Notification]
)
def notifications(call: Call) -> list[Any]:
    """What concerns you, newest first."""
    asked, page = call.read(Which), call.page(40, 80)
    wanted = kinds(asked)
    if not wanted:
        return []
    rows = queries.told(
        call.me, page, wanted, actor_id=asked.actor_id(), filtered=asked.include_filtered
    )
    call.link_ids([row.id for row in rows], page)
    return shown(call.me, rows)


@route("GET", "/api/v1/notifications/unread_count", scopes=_READ, takes=WhichUnread, gives=Count)
def unread_count(call: Call) -> Count:
    """How many you have not seen, up to a limit."""
    asked = call.read(WhichUnread)
    wanted, most = kinds(asked), max(1, min(asked.limit, MOST_COUNTED))
    if not wanted:
        return Count(count=0)
    return Count(count=queries.unread_count(call.me, wanted, actor_id=asked.actor_id(), most=most))


@route("GET", "/api/v1/notifications/{id}", scopes=_READ, gives=Notification)
def show(call: Call, notification_id: int) -> Any:
    """One of them, also if your policy keeps it apart."""
    row = queries.told_one(call.me, notification_id, filtered=True)
    made = shown(call.me, [row]) if row is not None else []
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
