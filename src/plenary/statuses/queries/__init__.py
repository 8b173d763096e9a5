"""Reads: the first argument is the viewer."""

from plenary.statuses.queries.files import bearer_of, may_see_file, pass_for
from plenary.statuses.queries.polls import Answers, poll, polls, voters
from plenary.statuses.queries.reading import (
    Item,
    boosted_by,
    by_key,
    favourited_by,
    followed_among,
    get,
    hashtag,
    history,
    item,
    items,
    people_in,
    quote_ids,
    thread_muted,
    upload,
)
from plenary.statuses.queries.rendered import (
    RENDERED_FROM,
    Part,
    parts,
    parts_among,
    parts_for_many,
)
from plenary.statuses.queries.scheduled import scheduled, scheduled_one
from plenary.statuses.queries.tags import (
    Featured,
    TagView,
    featured_hashtags,
    followed_hashtags,
    hashtags_to_feature,
    tag_views,
)

__all__ = [
    "Answers",
    "Featured",
    "Item",
    "Part",
    "RENDERED_FROM",
    "TagView",
    "bearer_of",
    "boosted_by",
    "by_key",
    "favourited_by",
    "featured_hashtags",
    "followed_among",
    "followed_hashtags",
    "get",
    "hashtag",
    "hashtags_to_feature",
    "history",
    "item",
    "items",
    "may_see_file",
    "parts",
    "parts_among",
    "parts_for_many",
    "pass_for",
    "people_in",
    "poll",
    "polls",
    "quote_ids",
    "scheduled",
    "scheduled_one",
    "tag_views",
    "thread_muted",
    "upload",
    "voters",
]
