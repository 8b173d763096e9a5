"""Writes of this room."""

from plenary.timelines.actions.clearing import clear_notifications, dismiss_notification
from plenary.timelines.actions.notices import notify
from plenary.timelines.actions.reading import mark_read

__all__ = ["clear_notifications", "dismiss_notification", "mark_read", "notify"]
