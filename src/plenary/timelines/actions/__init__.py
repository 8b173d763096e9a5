"""Writes of this room."""

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
from plenary.timelines.actions.notices import notify
from plenary.timelines.actions.reading import mark_read

__all__ = [
    "Word",
    "add_filter",
    "add_keyword",
    "change_filter",
    "change_keyword",
    "clear_notifications",
    "dismiss_notification",
    "filter_post",
    "mark_read",
    "notify",
    "remove_filter",
    "unfilter_post",
    "until",
]
