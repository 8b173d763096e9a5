"""Reads: the first argument is the viewer."""

from plenary.statuses.queries.reading import (
    Item,
    by_key,
    get,
    hashtag,
    history,
    item,
    items,
    may_see_file,
    people_in,
)
from plenary.statuses.queries.rendered import RENDERED_FROM, Part, parts, parts_among

__all__ = [
    "Item",
    "RENDERED_FROM",
    "Part",
    "by_key",
    "get",
    "hashtag",
    "history",
    "item",
    "items",
    "may_see_file",
    "parts",
    "parts_among",
    "people_in",
]
