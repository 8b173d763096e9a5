"""Saying that one goes, and taking it back."""

from django.db import transaction

from plenary.accounts.models import Account
from plenary.events.actions.presence import leave_event
from plenary.events.facts import BoostingChanged, PostsAwaited
from plenary.events.models import (
    Answer,
    Attendance,
    Audience,
    Event,
    EventInvitation,
    Going,
    Meetup,
    MeetupGuest,
)
from plenary.jobs.facts import record
from plenary.lib import clock
from plenary.lib.errors import Refused


def say(actor: Account, event: Event, state: str, audience: str) -> Attendance:
    """Going, maybe or online, shown to the chosen audience; may be said again to change it."""
    if state not in Going.values:
        raise Refused("Choose going, maybe or online.", field="state")
    if audience not in Audience.values:
        raise Refused("Choose who may see it.", field="audience")
    with transaction.atomic():
        attendance, _ = Attendance.objects.update_or_create(
            event=event,
            account=actor,
            defaults={"state": state, "audience": audience, "updated_at": clock.now()},
            create_defaults={"state": state, "audience": audience},
        )
        if actor.domain:  # somebody who was asked there answers here, with their own account
            asked = EventInvitation.objects.filter(event=event, account=actor)
            asked.update(answer=Answer.ACCEPTED)
        record_change(actor, event)
    return attendance


def record_change(actor: Account, event: Event) -> None:
    """Of whoever comes, comes no more, or lets others see it than until now."""
    record(BoostingChanged(event.pk, actor.pk))
    if actor.domain:
        record(PostsAwaited(actor.pk))


def withdraw(actor: Account, event: Event) -> None:
    """Not going after all: the attendance is gone, and with it what else shows that the actor is
    at the event: a check-in, the meet-ups joined or proposed."""
    with transaction.atomic():
        leave_event(actor, event)
        MeetupGuest.objects.filter(account=actor, meetup__event=event).delete()
        Meetup.objects.filter(host=actor, event=event).delete()
        Attendance.objects.filter(event=event, account=actor).delete()
        record_change(actor, event)
