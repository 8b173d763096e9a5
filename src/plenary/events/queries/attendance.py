"""One's own attendance, and whom one knows among the others."""

from datetime import timedelta

from plenary.accounts.models import Account, Follow
from plenary.events import visibility
from plenary.events.models import Attendance, Event
from plenary.lib import clock


def attendance(viewer: Account, event: Event) -> Attendance | None:
    return Attendance.objects.filter(event=event, account=viewer).first()


def current_event(viewer: Account) -> Event | None:
    """The event the viewer attends that runs today or comes next (one query)."""
    now = clock.now()
    yesterday = now.date() - timedelta(days=1)  # as it may still be where the event is
    rows = (
        Attendance.objects.filter(account=viewer, event__ends_on__gte=yesterday)
        .select_related("event__hashtag")
        .order_by("event__starts_on", "event_id")[:8]
    )
    for row in rows:
        if row.event.ends_on >= now.astimezone(row.event.tz).date():
            return row.event
    return None


def going_with_me(viewer: Account, event: Event, limit: int = 8) -> list[Account]:
    """A few of the people the viewer follows who are going, for the event's front page."""
    followed = Follow.objects.filter(source=viewer).order_by("-pk").values_list("target_id")[:2000]
    rows = (
        visibility.attendances(viewer, event)
        .filter(account_id__in=[pk for (pk,) in followed])
        .exclude(account__avatar="")
        .select_related("account")
        .order_by("-pk")[:limit]
    )
    return [row.account for row in rows]
