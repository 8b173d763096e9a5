"""Reads: the first argument is the viewer."""

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
    may_see_file,
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

__all__ = [
    "Answers",
    "Item",
    "Part",
    "RENDERED_FROM",
    "boosted_by",
    "by_key",
    "favourited_by",
    "followed_among",
    "get",
    "hashtag",
    "history",
    "item",
    "items",
    "may_see_file",
    "parts",
    "parts_among",
    "parts_for_many",
    "people_in",
    "poll",
    "polls",
    "quote_ids",
    "scheduled",
    "scheduled_one",
    "thread_muted",
    "upload",
    "voters",
]
