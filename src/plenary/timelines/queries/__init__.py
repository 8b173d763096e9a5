"""Reads of this room."""

from plenary.lib.pagination import Page, Paged
from plenary.timelines.queries.feeds import Tags, account_ids, hashtag_ids, public_ids
from plenary.timelines.queries.groups import (
    Bundle,
    Which,
    alone_id,
    group,
    group_actors,
    groups,
    unread_groups,
)
from plenary.timelines.queries.home import home, home_ids, home_parts
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
from plenary.timelines.queries.policies import pending, policy, request, requests
from plenary.timelines.queries.push import subscription
from plenary.timelines.queries.told import Told, told, told_one

__all__ = [
    "Bundle",
    "Told",
    "Which",
    "alone_id",
    "group",
    "group_actors",
    "groups",
    "pending",
    "policy",
    "request",
    "requests",
    "subscription",
    "told",
    "told_one",
    "unread_groups",
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
