"""What is kept for readers."""

from plenary.timelines.models.announcements import (
    Announcement,
    AnnouncementReaction,
    AnnouncementRead,
)
from plenary.timelines.models.conversations import (
    Conversation,
)
from plenary.timelines.models.filters import (
    Filter,
    FilterKeyword,
    FilterStatus,
)
from plenary.timelines.models.lists import (
    AccountList,
    ListMember,
)
from plenary.timelines.models.notifications import (
    Marker,
    Notification,
)
from plenary.timelines.models.policies import (
    NotificationPermission,
    NotificationPolicy,
    NotificationRequest,
)
from plenary.timelines.models.push import (
    PushSubscription,
)
from plenary.timelines.models.trends import (
    HashtagTrend,
    LinkTrend,
    StatusTrend,
)

__all__ = [
    "AccountList",
    "Announcement",
    "AnnouncementReaction",
    "AnnouncementRead",
    "Conversation",
    "Filter",
    "FilterKeyword",
    "FilterStatus",
    "HashtagTrend",
    "ListMember",
    "Marker",
    "Notification",
    "NotificationPermission",
    "NotificationPolicy",
    "NotificationRequest",
    "PushSubscription",
    "LinkTrend",
    "StatusTrend",
]
