"""What is kept for readers."""

from plenary.timelines.models.conversations import Conversation
from plenary.timelines.models.notifications import Marker, Notification
from plenary.timelines.models.policies import (
    NotificationPermission,
    NotificationPolicy,
    NotificationRequest,
)
from plenary.timelines.models.push import PushSubscription

__all__ = [
    "Conversation",
    "Marker",
    "Notification",
    "NotificationPermission",
    "NotificationPolicy",
    "NotificationRequest",
    "PushSubscription",
]
