"""Writes of this room."""

from plenary.timelines.actions.announcements import (
    announce,
    dismiss_announcement,
    react,
    unreact,
    withdraw,
)
from plenary.timelines.actions.clearing import clear_notifications, dismiss_notification
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
from plenary.timelines.actions.notices import notify
from plenary.timelines.actions.reading import mark_read

__all__ = [
    "MOST_MEMBERS",
    "Word",
    "add_filter",
    "add_keyword",
    "add_to_list",
    "announce",
    "change_filter",
    "change_keyword",
    "change_list",
    "clear_notifications",
    "create_list",
    "delete_list",
    "dismiss_announcement",
    "dismiss_notification",
    "filter_post",
    "from",
    "import",
    "lists",
    "mark_read",
    "notify",
    "plenary",
    "react",
    "remove_filter",
    "remove_from_list",
    "timelines",
    "unfilter_post",
    "unreact",
    "until",
    "withdraw",
]
