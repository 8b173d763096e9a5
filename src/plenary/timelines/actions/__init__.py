"""Writes of this room."""

from plenary.timelines.actions.clearing import (
    clear_notifications,
    dismiss_group,
    dismiss_notification,
)
from plenary.timelines.actions.conversations import remove_conversation, set_unread
from plenary.timelines.actions.notices import notify, notify_staff
from plenary.timelines.actions.policies import accept_requests, dismiss_requests, set_policy
from plenary.timelines.actions.push import change_subscription, subscribe, unsubscribe
from plenary.timelines.actions.reading import mark_read

__all__ = [
    "accept_requests",
    "change_subscription",
    "clear_notifications",
    "dismiss_group",
    "dismiss_notification",
    "dismiss_requests",
    "mark_read",
    "notify",
    "notify_staff",
    "remove_conversation",
    "set_policy",
    "set_unread",
    "subscribe",
    "unsubscribe",
]
