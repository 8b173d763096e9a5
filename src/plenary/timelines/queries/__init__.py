"""Reads of this room."""

from plenary.lib.pagination import Page, Paged
from plenary.timelines.queries.announcements import Reaction, Shown, announcements, reaction_count
from plenary.timelines.queries.feeds import Tags, account_ids, hashtag_ids, public_ids
from plenary.timelines.queries.home import home, home_ids, home_parts, list_parts
from plenary.timelines.queries.lists import (
    Figures,
    Thread,
    account,
    bookmark_ids,
    bookmarks,
    favourite_ids,
    favourites,
    figures,
    hashtag,
    local,
    messages,
    thread,
    thread_ids,
)
from plenary.timelines.queries.notifications import (
    grouped,
    last_read,
    markers,
    notification,
    notifications,
    unread_count,
)
from plenary.timelines.queries.people_lists import (
    all_members,
    lists_with,
    members,
    my_lists,
    own_list,
    owns_list,
)
from plenary.timelines.queries.trends import trending_hashtags, trending_ids

__all__ = [
    "Reaction",
    "Shown",
    "all_members",
    "announcements",
    "list_parts",
    "lists_with",
    "members",
    "my_lists",
    "own_list",
    "owns_list",
    "reaction_count",
    "trending_hashtags",
    "trending_ids",
    "Figures",
    "Page",
    "Paged",
    "Tags",
    "Thread",
    "account",
    "account_ids",
    "bookmark_ids",
    "bookmarks",
    "favourite_ids",
    "favourites",
    "figures",
    "grouped",
    "hashtag",
    "hashtag_ids",
    "home",
    "home_ids",
    "home_parts",
    "last_read",
    "local",
    "markers",
    "messages",
    "notification",
    "notifications",
    "public_ids",
    "thread",
    "thread_ids",
    "unread_count",
]
