"""Who is in a session's room now, and waves across it. Rows go when they expire."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account
from plenary.events.models.programme import Session
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField


class PresenceAudience(models.TextChoices):
    """Who in the room may see that someone is there, and where."""

    ROOM = "room", "Everyone in the room"
    FOLLOWING = "following", "People I follow"
    MUTUALS = "mutuals", "Mutuals"


class Presence(models.Model):
    """A check-in: one at a time each. Seat: a block of the plan, row and seat, or free words."""

    id = SnowflakeField()
    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="presence")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="presences")
    audience = models.CharField(
        max_length=10, choices=PresenceAudience.choices, default=PresenceAudience.MUTUALS
    )
    # Depth 0 front, 1 middle, 2 back; side 0 left, 1 centre, 2 right, facing the stage.
    depth = models.PositiveSmallIntegerField(null=True, blank=True)
    side = models.PositiveSmallIntegerField(null=True, blank=True)
    row = models.CharField(max_length=10, default="", blank=True)
    seat = models.CharField(max_length=10, default="", blank=True)
    words = models.CharField(max_length=80, default="", blank=True)
    checked_in_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [
            models.Index(fields=["session", "account"]),
            models.Index(fields=["expires_at"]),
        ]


class Wave(models.Model):
    """From one person to another in a session; a wave back answers it."""

    id = SnowflakeField()
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="waves")
    source = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="waves_sent")
    target = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="waves_received")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "source", "target"], name="wave_unique")
        ]
        indexes: ClassVar = [
            models.Index(fields=["target", "session"]),
            models.Index(fields=["expires_at"]),
        ]
