"""What is kept for readers."""

from plenary.timelines.models.filters import Filter, FilterKeyword, FilterStatus
from plenary.timelines.models.notifications import (
    Marker,
    Notification,
)

__all__ = [
    "Filter",
    "FilterKeyword",
    "FilterStatus",
    "Marker",
    "Notification",
]
