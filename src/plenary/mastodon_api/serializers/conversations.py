"""Conversations, for lists and for live streams."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from plenary.mastodon_api.serializers import accounts, statuses
from plenary.timelines.queries.conversations import people_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.timelines.models import Conversation


def shown(viewer: Account, rows: Iterable[Conversation]) -> list[dict[str, Any]]:
    """Rows as Conversations (two queries); without those whose last post the viewer may not see,
    and those in which there is nobody they may meet."""
    rows = list(rows)
    posts = statuses.raw(viewer, [row.last_status_id for row in rows if row.last_status_id])
    people = people_in(viewer, rows)
    made = []
    for row in rows:
        there = [people[pk] for pk in row.people or [viewer.pk] if pk in people]
        post = posts.get(row.last_status_id or 0)
        if there and post is not None:
            made.append(
                {
                    "id": str(row.pk),
                    "unread": row.unread,
                    "accounts": [accounts.account(one) for one in there],
                    "last_status": post,
                }
            )
    return made
