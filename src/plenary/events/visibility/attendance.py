"""Who may know that somebody attends: those the person chose, and nobody blocked."""

from django.db.models import Exists, Q, QuerySet

from plenary.accounts.models import Account
from plenary.accounts.visibility import apart, followed_by, follows
from plenary.events.models import Attendance, Audience, Event


def attendances(viewer: Account | None, event: Event) -> QuerySet[Attendance]:
    """Attendances of the event that the viewer may see; one's own always."""
    rows = Attendance.objects.filter(event=event)
    if viewer is None:
        return rows.filter(audience=Audience.EVERYONE).exclude(apart(None))
    here = Attendance.objects.filter(event=event, account=viewer)
    chosen = (
        Q(audience=Audience.EVERYONE)
        | (Q(audience=Audience.ATTENDEES) & Exists(here))
        | (Q(audience=Audience.FOLLOWERS) & follows(viewer))
        | (Q(audience=Audience.FOLLOWING) & followed_by(viewer))
    )
    return rows.filter(Q(account=viewer) | (chosen & ~apart(viewer)))


def is_attending(account: Account, event: Event) -> bool:
    return Attendance.objects.filter(event=event, account=account).exists()
