"""Meet-ups ('tweet-ups'): someone at the event names a time and a place."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account
from plenary.events.models.programme import Event
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField


class Meetup(models.Model):
    id = SnowflakeField()
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="meetups")
    host = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="hosted_meetups")
    title = models.CharField(max_length=120)
    place = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [models.Index(fields=["event", "starts_at"])]


class MeetupGuest(models.Model):
    meetup = models.ForeignKey(Meetup, on_delete=models.CASCADE, related_name="guests")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meetup", "account"], name="meetup_guest_unique")
        ]
