"""What is written elsewhere and belongs to an event here."""

from django.db.models import Exists, OuterRef

from plenary.accounts.models import Account
from plenary.events.models import Attendance, Event
from plenary.lib import text


def is_awaited(author: Account, hashtags: list[str]) -> bool:
    """Whether one of these hashtags is that of an event which the author attends (one query)."""
    names = [text.hashtag_key(name) for name in hashtags]
    attends = Attendance.objects.filter(event=OuterRef("pk"), account=author)
    return Event.objects.filter(Exists(attends), hashtag__name__in=names).exists()
