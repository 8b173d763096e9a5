"""Reads of this room."""

from plenary.lib.pagination import Page, Paged
from plenary.timelines.queries.home import home, home_ids
from plenary.timelines.queries.lists import (
    Thread,
    account,
    bookmarks,
    favourites,
    hashtag,
    local,
    messages,
    thread,
)
from plenary.timelines.queries.notifications import notifications, unread_count

__all__ = [
    "Page",
    "Paged",
    "Thread",
    "account",
    "bookmarks",
    "favourites",
    "hashtag",
    "home",
    "home_ids",
    "local",
    "messages",
    "notifications",
    "thread",
    "unread_count",
]
