"""What whoever runs the server tells everybody."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account, CustomEmoji
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField

__all__ = ["Announcement", "AnnouncementReaction", "AnnouncementRead"]


class Announcement(models.Model):
    """Shown from `published_at` (None: not yet) until `ends_at`, to whoever has not put it aside.
    `starts_at` and `ends_at` say when what it is about takes place, `all_day` that the hours do
    not matter."""

    id = SnowflakeField()
    text = models.TextField()
    html = models.TextField()
    emojis = models.JSONField(default=list, blank=True)  # as a status has them
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    all_day = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"


class AnnouncementRead(models.Model):
    """Somebody put it aside."""

    announcement = models.ForeignKey(
        Announcement, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["announcement", "account"], name="announcement_read_unique"
            )
        ]


class AnnouncementReaction(models.Model):
    """An emoji that somebody put under it."""

    announcement = models.ForeignKey(
        Announcement, on_delete=models.CASCADE, related_name="reactions", db_index=False
    )
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=128)  # the emoji itself, or a custom one's shortcode
    emoji = models.ForeignKey(
        CustomEmoji, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["announcement", "name", "account"], name="announcement_reaction_unique"
            )
        ]
