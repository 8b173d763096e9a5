"""Meet-ups during an event, among those who attend."""

from datetime import date, datetime, timedelta

from django.db import transaction

from plenary.accounts.models import Account
from plenary.accounts.visibility import apart
from plenary.events import visibility
from plenary.events.facts import MeetupAnnounced, MeetupJoined
from plenary.events.models import Attendance, Event, Meetup, MeetupGuest
from plenary.jobs.facts import record
from plenary.lib import text
from plenary.lib.errors import NotFound, Refused

MOST = 10  # of one person at one event


def propose_meetup(
    actor: Account, event: Event, title: str, place: str, starts_at: datetime
) -> Meetup:
    """Name a time (aware) and a place; those the actor knows who attend are told. Said twice (on a
    bad connection) it is one."""
    title, place = text.clean_line(title), text.clean_line(place)
    if not visibility.is_attending(actor, event):
        raise Refused("Say first that you are going to the event.")
    if not title or len(title) > 120:
        raise Refused("Say in up to 120 characters what it is.", field="title")
    if not place or len(place) > 120:
        raise Refused("Say in up to 120 characters where to meet.", field="place")
    try:
        day = starts_at.astimezone(event.tz).date()
    except OverflowError:
        day = date.min  # beyond the calendar
    if not event.starts_on - timedelta(days=1) <= day <= event.ends_on + timedelta(days=1):
        raise Refused("Choose a time during the event.", field="starts_at")
    with transaction.atomic():
        # One proposal of a person at a time.
        list(Attendance.objects.select_for_update().filter(event=event, account=actor))
        mine = Meetup.objects.filter(event=event, host=actor)
        there = mine.filter(title=title, place=place, starts_at=starts_at).first()
        if there is not None:
            return there
        if mine.count() >= MOST:
            raise Refused(f"One person can propose up to {MOST} meet-ups at an event.")
        meetup = Meetup.objects.create(
            event=event, host=actor, title=title, place=place, starts_at=starts_at
        )
        MeetupGuest.objects.create(meetup=meetup, account=actor)
        record(MeetupAnnounced(meetup.pk, actor.pk))
    return meetup


def _meetup(actor: Account, event: Event, meetup_id: int) -> Meetup:
    found = Meetup.objects.filter(event=event, pk=meetup_id).exclude(apart(actor, "host")).first()
    if found is None or not visibility.is_attending(actor, event):
        raise NotFound("There is no such meet-up.")
    return found


def join_meetup(actor: Account, event: Event, meetup_id: int) -> None:
    meetup = _meetup(actor, event, meetup_id)
    with transaction.atomic():
        _, new = MeetupGuest.objects.get_or_create(meetup=meetup, account=actor)
        if new:
            record(MeetupJoined(meetup.pk, actor.pk))


def leave_meetup(actor: Account, event: Event, meetup_id: int) -> None:
    MeetupGuest.objects.filter(meetup=_meetup(actor, event, meetup_id), account=actor).delete()


def cancel_meetup(actor: Account, event: Event, meetup_id: int) -> None:
    gone, _ = Meetup.objects.filter(event=event, pk=meetup_id, host=actor).delete()
    if not gone:
        raise NotFound("There is no such meet-up of yours.")
