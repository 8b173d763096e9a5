"""Saying that one goes, and taking it back."""

from django.db import transaction

from plenary.accounts.models import Account
from plenary.events.actions.presence import leave_event
from plenary.events.models import Attendance, Audience, Event, Going
from plenary.lib import clock
from plenary.lib.errors import Refused


def say(actor: Account, event: Event, state: str, audience: str) -> Attendance:
    """Going, maybe or online, shown to the chosen audience; may be said again to change it."""
    if state not in Going.values:
        raise Refused("Choose going, maybe or online.", field="state")
    if audience not in Audience.values:
        raise Refused("Choose who may see it.", field="audience")
    attendance, _ = Attendance.objects.update_or_create(
        event=event,
        account=actor,
        defaults={"state": state, "audience": audience, "updated_at": clock.now()},
        create_defaults={"state": state, "audience": audience},
    )
    return attendance


def withdraw(actor: Account, event: Event) -> None:
    """Not going after all: the attendance is gone, and with it any check-in at the event."""
    with transaction.atomic():
        leave_event(actor, event)
        Attendance.objects.filter(event=event, account=actor).delete()
