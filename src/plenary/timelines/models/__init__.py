"""What is kept for readers."""

from plenary.timelines.models.notifications import (
    Marker,
    Notification,
)

__all__ = [
    "Marker",
    "Notification",
]
