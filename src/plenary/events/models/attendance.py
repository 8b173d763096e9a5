"""Who is going, who may know it, and what each person starred."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account
from plenary.events.models.programme import Event, Session
from plenary.lib import clock


class Going(models.TextChoices):
    GOING = "going", "Going"
    MAYBE = "maybe", "Maybe"
    ONLINE = "online", "Joining online"


class Audience(models.TextChoices):
    """Who may know that someone attends."""

    EVERYONE = "everyone", "Everyone"
    FOLLOWERS = "followers", "People who follow me"
    FOLLOWING = "following", "People I follow"
    ATTENDEES = "attendees", "Other attendees"


class Attendance(models.Model):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attendances")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="attendances")
    state = models.CharField(max_length=10, choices=Going.choices, default=Going.GOING)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.ATTENDEES)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    # The Join of somebody elsewhere, '' for people here.
    join_uri = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "account"], name="attendance_unique")
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "event"]),
            models.Index(fields=["event", "-id"], name="attendance_newest"),
        ]


class Star(models.Model):
    """A session on someone's agenda."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="stars")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="stars")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "session"], name="star_unique")
        ]


class AgendaFeed(models.Model):
    """The secret address of someone's agenda as iCalendar (128 random bits, replaceable)."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "account"], name="agenda_feed_unique")
        ]
