"""Reads: the first argument is the viewer."""

from plenary.statuses.queries.reading import (
    Item,
    boosted_by,
    by_key,
    favourited_by,
    get,
    hashtag,
    history,
    item,
    items,
    may_see_file,
    people_in,
    upload,
)
from plenary.statuses.queries.rendered import (
    RENDERED_FROM,
    Part,
    parts,
    parts_among,
    parts_for_many,
)
from plenary.statuses.queries.tags import (
    Featured,
    TagView,
    featured_hashtags,
    followed_hashtags,
    hashtags_to_feature,
    tag_views,
)

__all__ = [
    "Featured",
    "TagView",
    "featured_hashtags",
    "followed_hashtags",
    "hashtags_to_feature",
    "tag_views",
    "Item",
    "RENDERED_FROM",
    "Part",
    "boosted_by",
    "by_key",
    "favourited_by",
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
    "upload",
]
