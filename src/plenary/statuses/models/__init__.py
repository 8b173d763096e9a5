"""Statuses and what hangs on them."""

from plenary.statuses.models.statuses import (
    Attachment,
    Bookmark,
    ConversationPair,
    Favourite,
    Hashtag,
    HashtagUse,
    IdempotencyKey,
    Mention,
    Status,
    StatusEdit,
    StatusHashtag,
    Visibility,
)

__all__ = [
    "Attachment",
    "Bookmark",
    "ConversationPair",
    "Favourite",
    "Hashtag",
    "HashtagUse",
    "IdempotencyKey",
    "Mention",
    "Status",
    "StatusEdit",
    "StatusHashtag",
    "Visibility",
]
