"""What an event passes on under its own name, and whom it asked from other servers."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account
from plenary.events.models.programme import Event
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField
from plenary.statuses.models import Status


class Passing(models.TextChoices):
    WAITING = "waiting", "Waiting"
    BOOSTED = "boosted", "Passed on"
    DROPPED = "dropped", "Dropped"


class EventPost(models.Model):
    """A post under the event's hashtag that its account passes on, or may. What was dropped by
    somebody stays dropped."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    status = models.ForeignKey(Status, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=Passing.choices)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "status"], name="event_post_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["event", "state", "-status"])]


class Answer(models.TextChoices):
    NONE = "", "No answer yet"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Declined"


class EventInvitation(models.Model):
    """Somebody of another server who was asked to come; its id is in that of the Invite."""

    id = SnowflakeField()
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(
        max_length=10, choices=Answer.choices, default=Answer.NONE, blank=True
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "account"], name="event_invitation_unique")
        ]
