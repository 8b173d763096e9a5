"""Whose face one learns, and whom one met."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account
from plenary.events.models import Event, Session
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField

__all__ = ["Encounter", "EncounterNote", "FaceCard"]


class FaceCard(models.Model):
    """What `account` remembers of `subject`'s face: the scheduler's own state, opaque to others."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="face_cards")
    subject = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    state = models.JSONField(default=dict)  # as the FSRS library serialises a card
    due_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "subject"], name="face_card_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["account", "due_at"])]


class Encounter(models.Model):
    """Two people at one event. `met_at` is set once both say so. `low` has the smaller id."""

    id = SnowflakeField()
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="encounters")
    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="encounters"
    )
    low = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    high = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    low_said_at = models.DateTimeField(null=True, blank=True)
    high_said_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    # The asked side said no: asking again does not ask again, and the asker is not told.
    declined_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "low", "high"], name="encounter_unique"),
            models.CheckConstraint(
                condition=models.Q(low__lt=models.F("high")), name="encounter_ordered"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["low"]), models.Index(fields=["high"])]


class EncounterNote(models.Model):
    """One side's private note; the other side never sees it."""

    encounter = models.ForeignKey(Encounter, on_delete=models.CASCADE, related_name="notes")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(default="", blank=True)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["encounter", "account"], name="encounter_note_unique")
        ]
