"""Writes of this room."""

from plenary.timelines.actions.announcements import (
    announce,
    dismiss_announcement,
    react,
    unreact,
    withdraw,
)
from plenary.timelines.actions.clearing import (
    clear_notifications,
    dismiss_group,
    dismiss_notification,
)
from plenary.timelines.actions.conversations import (
    remove_conversation,
    set_unread,
)
from plenary.timelines.actions.filters import (
    Word,
    add_filter,
    add_keyword,
    change_filter,
    change_keyword,
    filter_post,
    remove_filter,
    unfilter_post,
    until,
)
from plenary.timelines.actions.lists import (
    MOST_MEMBERS,
    add_to_list,
    change_list,
    create_list,
    delete_list,
    remove_from_list,
)
from plenary.timelines.actions.notices import (
    notify,
    notify_staff,
)
from plenary.timelines.actions.policies import (
    accept_requests,
    dismiss_requests,
    set_policy,
)
from plenary.timelines.actions.push import (
    change_subscription,
    subscribe,
    unsubscribe,
)
from plenary.timelines.actions.reading import (
    mark_read,
)

__all__ = [
    "MOST_MEMBERS",
    "Word",
    "accept_requests",
    "add_filter",
    "add_keyword",
    "add_to_list",
    "announce",
    "change_filter",
    "change_keyword",
    "change_list",
    "change_subscription",
    "clear_notifications",
    "create_list",
    "delete_list",
    "dismiss_announcement",
    "dismiss_group",
    "dismiss_notification",
    "dismiss_requests",
    "filter_post",
    "mark_read",
    "notify",
    "notify_staff",
    "react",
    "remove_conversation",
    "remove_filter",
    "remove_from_list",
    "set_policy",
    "set_unread",
    "subscribe",
    "unfilter_post",
    "unreact",
    "unsubscribe",
    "until",
    "withdraw",
]
