"""Writes of this room."""

from plenary.timelines.actions.announcements import (
    announce,
    dismiss_announcement,
    react,
    unreact,
    withdraw,
)
from plenary.timelines.actions.clearing import clear_notifications, dismiss_notification
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
    "add_to_list",
    "announce",
    "change_list",
    "clear_notifications",
    "create_list",
    "delete_list",
    "dismiss_announcement",
    "dismiss_notification",
    "mark_read",
    "notify",
    "react",
    "remove_from_list",
    "unreact",
    "withdraw",
]
