"""Writes of this room."""

from plenary.statuses.actions.followed_tags import (
    feature_hashtag,
    follow_hashtag,
    unfeature_hashtag,
    unfeature_hashtag_named,
    unfollow_hashtag,
)
from plenary.statuses.actions.hashtags import hashtag_named
from plenary.statuses.actions.pins import mute_thread, pin, unmute_thread, unpin
from plenary.statuses.actions.polls import vote
from plenary.statuses.actions.publishing import delete, edit, publish
from plenary.statuses.actions.quotes import revoke_quote, set_quote_policy
from plenary.statuses.actions.reactions import (
    bookmark,
    boost,
    favourite,
    unbookmark,
    unboost,
    unfavourite,
)
from plenary.statuses.actions.scheduling import reschedule, schedule, unschedule
from plenary.statuses.actions.uploads import describe, discard_upload, upload

__all__ = [
    "feature_hashtag",
    "follow_hashtag",
    "unfeature_hashtag",
    "unfeature_hashtag_named",
    "unfollow_hashtag",
    "bookmark",
    "boost",
    "delete",
    "describe",
    "discard_upload",
    "edit",
    "favourite",
    "hashtag_named",
    "mute_thread",
    "pin",
    "publish",
    "reschedule",
    "revoke_quote",
    "schedule",
    "set_quote_policy",
    "unbookmark",
    "unboost",
    "unfavourite",
    "unmute_thread",
    "unpin",
    "unschedule",
    "upload",
    "vote",
]
