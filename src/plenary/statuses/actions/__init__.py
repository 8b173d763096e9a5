"""Writes of this room."""

from plenary.statuses.actions.followed_tags import (
    feature_hashtag,
    follow_hashtag,
    unfeature_hashtag,
    unfeature_hashtag_named,
    unfollow_hashtag,
)
from plenary.statuses.actions.hashtags import hashtag_named
from plenary.statuses.actions.publishing import delete, edit, publish
from plenary.statuses.actions.reactions import (
    bookmark,
    boost,
    favourite,
    unbookmark,
    unboost,
    unfavourite,
)
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
    "publish",
    "unbookmark",
    "unboost",
    "unfavourite",
    "upload",
]
