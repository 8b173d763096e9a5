"""What is said under the event's hashtag, as Statuses of the Mastodon API.

How a post is rendered the other door knows; doors do not know each other, so `config/wiring.py`
says it to this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from plenary.api import scopes
from plenary.api.call import Call
from plenary.api.routes import route
from plenary.events import queries
from plenary.plenary_api.methods.events import EVENT, READ
from plenary.timelines import queries as timelines

if TYPE_CHECKING:
    from plenary.accounts.models import Account

Render = Callable[["Account | None", Iterable[int]], bytes]


def _may_see_marks(call: Call) -> bool:
    """Whether the app may know what its person marked."""
    return call.bearer is not None and scopes.allows(call.bearer.scopes, ["read:statuses"])


def serve(render: Render, gives: Any) -> None:
    """Answer the feed with what `render` makes of the ids of a page, which is of type `gives`."""

    @route(
        "GET",
        f"{EVENT}/statuses",
        who="anybody",
        scopes=(READ, "read:statuses"),
        paged=True,
        gives=gives,
        family="events",
    )
    def feed(call: Call, slug: str) -> bytes:
        """Public posts under the event's hashtag, newest first; pages as everywhere."""
        event, page = queries.event(call.viewer, slug), call.page()
        if event.hashtag is None:
            return b"[]"
        tags = timelines.Tags(any=(event.hashtag.name,))
        ids = timelines.hashtag_ids(call.viewer, tags, page)
        call.link_ids(ids, page)
        return render(call.viewer if _may_see_marks(call) else None, ids)
