"""Posts to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plenary.mastodon_api.serializers import media, moments
from plenary.mastodon_api.serializers.statuses import VISIBILITIES
from plenary.statuses import queries

if TYPE_CHECKING:
    from plenary.statuses.models import ScheduledStatus


def scheduled(row: ScheduledStatus) -> dict[str, Any]:
    """A ScheduledStatus: what was sent, as it was sent."""
    draft = row.draft
    poll = draft["poll"]
    key = queries.pass_for(row.account_id)
    pictures = sorted(row.attachments.all(), key=lambda one: draft["attachments"].index(one.pk))
    return {
        "id": str(row.pk),
        "scheduled_at": moments.moment(row.scheduled_at),
        "params": {
            "text": draft["text"],
            "poll": {
                "options": poll["options"],
                "expires_in": str(poll["lasts"]),
                "multiple": poll["multiple"],
                "hide_totals": poll["hide_totals"],
            }
            if poll
            else None,
            "media_ids": [str(pk) for pk in draft["attachments"]] or None,
            "sensitive": draft["sensitive"],
            "spoiler_text": draft["spoiler_text"] or None,
            "visibility": VISIBILITIES[draft["visibility"]],
            "in_reply_to_id": draft["in_reply_to_id"],
            "language": draft["language"] or None,
            "application_id": row.application_id,
            "scheduled_at": None,
            "idempotency": row.key,
            "with_rate_limit": False,
            "quoted_status_id": _id(draft["quote_of_id"]),
            "quote_approval_policy": _POLICIES[draft["quote_policy"]],
        },
        "media_attachments": [media.attachment(one, key) for one in pictures],
    }


_POLICIES = ("public", "followers", "nobody")


def _id(value: int | None) -> str | None:
    return str(value) if value is not None else None
