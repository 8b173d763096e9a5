"""Statuses and what hangs on them."""

from plenary.statuses.models.attachments import Attachment, UploadState
from plenary.statuses.models.cards import CardState, PreviewCard
from plenary.statuses.models.polls import Poll, PollOption, PollVote
from plenary.statuses.models.scheduled import ScheduledStatus
from plenary.statuses.models.statuses import (
    Bookmark,
    ConversationPair,
    Favourite,
    Hashtag,
    HashtagUse,
    IdempotencyKey,
    Mention,
    QuotePolicy,
    QuoteState,
    Status,
    StatusEdit,
    StatusHashtag,
    ThreadMute,
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
    "CardState",
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
    "Poll",
    "PollOption",
    "PollVote",
    "PreviewCard",
    "QuotePolicy",
    "QuoteState",
    "ScheduledStatus",
    "Status",
    "StatusEdit",
    "StatusHashtag",
    "ThreadMute",
    "UploadState",
    "Visibility",
]
