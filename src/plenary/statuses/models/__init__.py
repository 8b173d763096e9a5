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
from plenary.statuses.models.tags import (
    FeaturedHashtag,
    HashtagDay,
    HashtagDayUse,
    HashtagFollow,
)

__all__ = [
    "Attachment",
    "Bookmark",
    "ConversationPair",
    "Favourite",
    "FeaturedHashtag",
    "Hashtag",
    "HashtagDay",
    "HashtagDayUse",
    "HashtagFollow",
    "HashtagUse",
    "IdempotencyKey",
    "Mention",
    "Status",
    "StatusEdit",
    "StatusHashtag",
    "Visibility",
]
