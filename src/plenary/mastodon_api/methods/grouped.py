"""Notifications in groups (docs.joinmastodon.org/methods/grouped_notifications)."""

from typing import Any

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.lib.errors import NotFound
from plenary.mastodon_api.entities.accounts import Account
from plenary.mastodon_api.entities.instance import Count
from plenary.mastodon_api.entities.notifications import GroupedNotificationsResults
from plenary.mastodon_api.methods import notifications as ungrouped
from plenary.mastodon_api.serializers import accounts
from plenary.mastodon_api.serializers.notifications import TYPES, grouped
from plenary.timelines import actions, queries
from plenary.timelines.rules.notifications import GROUPED

_READ, _WRITE = "read:notifications", "write:notifications"


class Asked(ungrouped.Which):
    """Which of them, and how. `grouped_types`: those that may be grouped, all that can be if left
    out. `expand_accounts`: full or partial_avatars."""

    grouped_types: list[str] | None = None
    expand_accounts: str = "full"


class AskedUnread(ungrouped.WhichUnread):
    grouped_types: list[str] | None = None


def _which(asked: ungrouped.Which, together: list[str] | None) -> queries.Which:
    kinds = ungrouped.kinds(asked)
    singly = [
        kind for kind in sorted(GROUPED) if together is not None and TYPES[kind] not in together
    ]
    return queries.Which(
        kinds=kinds,
        singly=tuple(kind for kind in singly if kind in kinds),
        actor_id=asked.actor_id(),
        filtered=asked.include_filtered,
    )


@route(
    "GET",
    "/api/v2/notifications",
    scopes=_READ,
    takes=Asked,
    paged=True,
    gives=GroupedNotificationsResults,
)
def page(call: Call) -> dict[str, Any]:
    """What concerns you, newest first; several doing the same to one post are one group."""
    asked, wanted = call.read(Asked), call.page(40, 80)
    found = queries.groups(call.me, wanted, _which(asked, asked.grouped_types))
    call.link(older=found.older, newer=found.newer)
    return grouped(call.me, found.rows, partial=asked.expand_accounts == "partial_avatars")


@route("GET", "/api/v2/notifications/unread_count", scopes=_READ, takes=AskedUnread, gives=Count)
def unread_count(call: Call) -> Count:
    """How many groups have something you have not seen, up to a limit."""
    asked = call.read(AskedUnread)
    most = max(1, min(asked.limit, ungrouped.MOST_COUNTED))
    return Count(count=queries.unread_groups(call.me, _which(asked, asked.grouped_types), most))


@route(
    "GET",
    "/api/v2/notifications/{group_key}",
    scopes=_READ,
    gives=GroupedNotificationsResults,
)
def show(call: Call, group_key: str) -> dict[str, Any]:
    """One group."""
    made = grouped(call.me, [queries.group(call.me, group_key)], paged=False)
    if not made["notification_groups"]:
        raise NotFound
    return made


@route("POST", "/api/v2/notifications/{group_key}/dismiss", scopes=_WRITE, gives=dict[str, str])
def dismiss(call: Call, group_key: str) -> dict[str, str]:
    """Remove a group."""
    alone = queries.alone_id(group_key)
    if alone is None:
        actions.dismiss_group(call.me, group_key)
    else:
        actions.dismiss_notification(call.me, alone)
    return {}


@route(
    "GET",
    "/api/v2/notifications/{group_key}/accounts",
    scopes=_READ,
    paged=True,
    gives=list[Account],
)
def who(call: Call, group_key: str) -> bytes:
    """Who is in a group, the latest first."""
    found = queries.group_actors(call.me, group_key, call.page(40, 80))
    call.link(older=found.older, newer=found.newer)
    return accounts.accounts(account for _, account in found.rows)
