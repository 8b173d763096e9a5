"""Reads of this room."""

from plenary.lib.pagination import (
    Page,
    Paged,
)
from plenary.timelines.queries.announcements import (
    Reaction,
    Shown,
    announcements,
    reaction,
)
from plenary.timelines.queries.feeds import (
    Tags,
    account_ids,
    hashtag_ids,
    link_ids,
    pinned,
    pinned_ids,
    public_ids,
)
from plenary.timelines.queries.filters import (
    filter_,
    filter_keyword,
    filter_status,
    filters,
    sieves,
)
from plenary.timelines.queries.groups import (
    Bundle,
    Which,
    alone_id,
    group,
    group_actors,
    groups,
    unread_groups,
)
from plenary.timelines.queries.home import (
    home,
    home_ids,
    home_parts,
    list_parts,
)
from plenary.timelines.queries.lists import (
    Figures,
    Week,
    account,
    bookmark_ids,
    bookmarks,
    favourite_ids,
    favourites,
    figures,
    hashtag,
    local,
    messages,
    weeks,
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
from plenary.timelines.queries.policies import (
    pending,
    policy,
    request,
    requests,
)
from plenary.timelines.queries.push import (
    subscription,
)
from plenary.timelines.queries.syndicated import feed_of, feed_under, has_feed
from plenary.timelines.queries.threads import (
    Thread,
    thread,
    thread_ids,
)
from plenary.timelines.queries.told import (
    Told,
    told,
    told_one,
)
from plenary.timelines.queries.trends import (
    trending_cards,
    trending_hashtags,
    trending_ids,
    trending_links,
)

__all__ = [
    "Bundle",
    "Figures",
    "Page",
    "Paged",
    "Reaction",
    "Shown",
    "Tags",
    "Thread",
    "Told",
    "Week",
    "Which",
    "account",
    "account_ids",
    "all_members",
    "alone_id",
    "announcements",
    "bookmark_ids",
    "bookmarks",
    "favourite_ids",
    "favourites",
    "feed_of",
    "feed_under",
    "figures",
    "filter_",
    "filter_keyword",
    "filter_status",
    "filters",
    "group",
    "group_actors",
    "grouped",
    "groups",
    "has_feed",
    "hashtag",
    "hashtag_ids",
    "home",
    "home_ids",
    "home_parts",
    "last_read",
    "link_ids",
    "list_parts",
    "lists_with",
    "local",
    "markers",
    "members",
    "messages",
    "my_lists",
    "notification",
    "notifications",
    "own_list",
    "owns_list",
    "pending",
    "pinned",
    "pinned_ids",
    "policy",
    "public_ids",
    "reaction",
    "request",
    "requests",
    "sieves",
    "subscription",
    "thread",
    "thread_ids",
    "told",
    "told_one",
    "trending_cards",
    "trending_hashtags",
    "trending_ids",
    "trending_links",
    "unread_count",
    "unread_groups",
    "weeks",
]
