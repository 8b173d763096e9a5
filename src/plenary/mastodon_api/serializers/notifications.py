"""Notifications, for lists and for live streams."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from plenary.mastodon_api.serializers import accounts, moments, statuses
from plenary.mastodon_api.serializers.conduct_notices import OF_CONDUCT, of_conduct

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.timelines.models import Notification

# Ours by the API's names. Waves, meetings and meet-ups are told to whoever asks for them by type:
# apps that do not know them would stumble.
TYPES = {
    "mention": "mention",
    "reply": "mention",
    "follow": "follow",
    "follow_request": "follow_request",
    "boost": "reblog",
    "favourite": "favourite",
    "poll": "poll",
    "quote": "quote",
    "quoted_update": "quoted_update",
    "admin.report": "admin.report",
    "moderation_warning": "moderation_warning",
}


def shown(viewer: Account, rows: Iterable[Notification]) -> list[dict[str, Any]]:
    """Rows as Notifications; those about a post that may not be seen are left out."""
    rows = list(rows)
    posts = statuses.raw(viewer, [row.status_id for row in rows if row.status_id])
    decided = of_conduct(viewer, rows)
    made = []
    for row in rows:
        if row.status_id and row.status_id not in posts:
            continue
        if row.kind in OF_CONDUCT and row.pk not in decided:
            continue
        one = {
            "id": str(row.pk),
            "type": TYPES.get(row.kind, row.kind),
            "group_key": f"ungrouped-{row.pk}",
            "created_at": moments.moment(row.created_at),
            "account": accounts.account(row.actor),
        }
        one |= decided.get(row.pk, {})
        if row.status_id:
            one["status"] = posts[row.status_id]
        made.append(one)
    return made
