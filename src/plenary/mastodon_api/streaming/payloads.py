"""What is sent, read and rendered in threads beside the event loop."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import msgspec
from django.db import close_old_connections

from plenary.accounts import queries as accounts
from plenary.accounts.queries import clients
from plenary.lib.errors import NotFound
from plenary.mastodon_api.serializers import (
    announcements,
    conversations,
    notifications,
    statuses,
)
from plenary.mastodon_api.streaming.channels import Channel, Refusal
from plenary.timelines import queries as timelines
from plenary.timelines.queries import conversations as conversation_queries
from plenary.timelines.queries import receivers

if TYPE_CHECKING:
    from plenary.timelines.queries.receivers import Spread

P = ParamSpec("P")
T = TypeVar("T")
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Listener:
    """A token that listens for its person."""

    account_id: int
    token_id: int
    scopes: tuple[str, ...]


@dataclass(slots=True)
class Telling:
    """A status as it is to be told: whom, where it shows, and how it looks to whom."""

    spread: Spread
    homes: set[int]
    readers: set[int]
    lists: dict[int, int]  # and whose they are
    text: str
    own: dict[int, str] = field(default_factory=dict)

    def text_for(self, account_id: int) -> str:
        return self.own.get(account_id, self.text)


def _in_thread(work: Callable[P, T]) -> Callable[P, T]:
    """With a connection that is not older than the database allows."""

    @wraps(work)
    def whole(*args: P.args, **kwargs: P.kwargs) -> T:
        close_old_connections()
        return work(*args, **kwargs)

    return whole


@_in_thread
def identify(token: str) -> Listener:
    """Whose token it is; Refusal where nobody's who may listen."""
    bearer = clients.bearer(token)
    if bearer is None or bearer.account_id is None:
        raise Refusal(401, "Invalid access token")
    if not bearer.confirmed:
        raise Refusal(403, "Your login is missing a confirmed e-mail address")
    return Listener(bearer.account_id, bearer.token_id, bearer.scopes)


@_in_thread
def still_hold(listeners: Iterable[Listener]) -> set[Listener]:
    """Those whose token was not taken back, and who may sign in."""
    listeners = list(listeners)
    holding = clients.holding(one.token_id for one in listeners)
    return {one for one in listeners if one.token_id in holding}


@_in_thread
def telling(
    status_id: int, homes: Collection[int], readers: Collection[int], lists: Collection[int] = ()
) -> Telling | None:
    """A status for those of `homes` in whose home it belongs, those of `readers` who may read it
    among the public posts, and those of `lists` on which it belongs; None when there is nobody to
    tell. Rendered once for all, and once more for each to whom it looks different."""
    spread = receivers.spread(status_id)
    if spread is None:
        return None
    in_home = receivers.homes(homes, status_id) if homes else set()
    public = spread.public or spread.tags
    reading = receivers.readers(readers, status_id) if readers and public else set()
    on_lists = receivers.lists(lists, status_id) if lists else {}
    if not (in_home or reading or on_lists):
        return None
    told = Telling(spread, in_home, reading, on_lists, statuses.for_many(status_id))
    everybody = in_home | reading | set(on_lists.values())
    if statuses.is_personal(told.text):
        told.own = {pk: statuses.for_reader(told.text, pk) for pk in everybody}
    people = accounts.authors(receivers.marked(everybody, status_id))
    for pk, person in people.items():
        text = statuses.texts(person, [status_id]).get(status_id)
        if text is not None:
            told.own[pk] = text
    return told


@_in_thread
def may_listen(listener: Listener, channel: Channel) -> bool:
    """A list is its owner's alone."""
    return channel.name != "list" or timelines.owns_list(listener.account_id, int(channel.about))


@_in_thread
def announcement(announcement_id: int) -> str | None:
    """An Announcement as JSON text, as it looks to all alike; None when it is gone."""
    found = timelines.announcements(None, only=announcement_id)
    if not found:
        return None
    return _encode(announcements.shown(found[0], for_somebody=False)).decode()


@_in_thread
def reaction(announcement_id: int, name: str) -> str:
    """How often an emoji stands under an announcement, as JSON text."""
    found = timelines.reaction(announcement_id, name)
    made = {"name": name, "count": found.count, "announcement_id": str(announcement_id)}
    made |= announcements.addresses(found)
    return _encode(made).decode()


@_in_thread
def notification(account_id: int, notification_id: int) -> str | None:
    """A Notification as JSON text; None for one that apps have no name for."""
    viewer = accounts.authors([account_id]).get(account_id)
    row = timelines.told_one(viewer, notification_id) if viewer is not None else None
    if viewer is None or row is None or row.kind not in notifications.TYPES:
        return None
    made = notifications.shown(viewer, [row])
    return _encode(made[0]).decode() if made else None


@_in_thread
def conversation(account_id: int, conversation_id: int) -> str | None:
    """A Conversation as JSON text; None for one that is gone or not to be seen."""
    viewer = accounts.authors([account_id]).get(account_id)
    if viewer is None:
        return None
    try:
        row = conversation_queries.conversation(viewer, conversation_id)
    except NotFound:
        return None
    made = conversations.shown(viewer, [row])
    return _encode(made[0]).decode() if made else None
