"""What can be counted of a programme. Of people nothing is: from a number and the faces beneath it
one could work out who hides."""

from dataclasses import dataclass

from django.db.models import Count, Q

from plenary.accounts.models import Account
from plenary.events.models import Day, Event, Room, Session, Speaker


@dataclass(frozen=True)
class Figures:
    days: int
    rooms: int
    tracks: int
    sessions: int
    speakers: int


def figures(viewer: Account | None, event: Event) -> Figures:
    """The size of the programme (four queries)."""
    counted = Session.objects.filter(event=event).aggregate(
        sessions=Count("pk"), tracks=Count("track", distinct=True, filter=~Q(track=""))
    )
    return Figures(
        days=Day.objects.filter(event=event).count(),
        rooms=Room.objects.filter(event=event).count(),
        tracks=counted["tracks"],
        sessions=counted["sessions"],
        speakers=Speaker.objects.filter(event=event).count(),
    )
