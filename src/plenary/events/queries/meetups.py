"""Meet-ups, for those who attend."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from plenary.accounts.models import Account
from plenary.accounts.visibility import apart
from plenary.events import visibility
from plenary.events.models import Event, Meetup, MeetupGuest
from plenary.lib import clock
from plenary.lib.errors import NotFound


@dataclass(frozen=True)
class Gathering:
    """A meet-up with the guests the viewer may know of."""

    meetup: Meetup
    guests: list[Account]
    joined: bool
    mine: bool
    past: bool


def meetups(viewer: Account, event: Event) -> list[Gathering]:
    """Those to come first; nothing for somebody who does not attend (three queries)."""
    if not visibility.is_attending(viewer, event):
        return []
    found = _gatherings(viewer, Meetup.objects.filter(event=event))
    return sorted(found, key=lambda one: one.past)


def meetup(viewer: Account, event: Event, meetup_id: int) -> Gathering:
    """One of them; NotFound where `meetups` would not have it."""
    if visibility.is_attending(viewer, event):
        for found in _gatherings(viewer, Meetup.objects.filter(event=event, pk=meetup_id)):
            return found
    raise NotFound("There is no such meet-up.")


def _gatherings(viewer: Account, chosen: QuerySet[Meetup]) -> list[Gathering]:
    guests = MeetupGuest.objects.exclude(apart(viewer)).select_related("account").order_by("pk")
    rows = (
        chosen.exclude(apart(viewer, "host"))
        .select_related("host")
        .prefetch_related(Prefetch("guests", queryset=guests))
        .order_by("starts_at", "pk")
    )
    now = clock.now()
    found = []
    for row in rows[:200]:
        people = [guest.account for guest in row.guests.all()]
        joined = any(person.pk == viewer.pk for person in people)
        mine = row.host_id == viewer.pk
        found.append(Gathering(row, people, joined, mine, row.starts_at < now))
    return found
