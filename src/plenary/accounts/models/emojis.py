"""Small pictures that people's words name by a shortcode."""

from typing import ClassVar

from django.db import models

from plenary.lib import clock
from plenary.lib.fields import SnowflakeField
from plenary.lib.shortcodes import Picture

__all__ = ["CustomEmoji"]


class CustomEmoji(models.Model):
    """`:shortcode:` in the words of a server's people. `still` is `file` where it does not move."""

    id = SnowflakeField()
    shortcode = models.CharField(max_length=128)
    domain = models.CharField(max_length=253, default="", blank=True)  # '' is this server
    category = models.CharField(max_length=100, default="", blank=True)
    visible_in_picker = models.BooleanField(default=True)
    disabled = models.BooleanField(default=False)  # its shortcode stays as it was typed
    # Paths in media; '' where another server's is not fetched yet.
    file = models.CharField(max_length=200, default="", blank=True)
    still = models.CharField(max_length=200, default="", blank=True)
    remote_url = models.CharField(max_length=2000, default="", blank=True)  # of another server's
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["domain", "shortcode"], name="custom_emoji_unique")
        ]

    def __str__(self) -> str:
        return f":{self.shortcode}:"

    @property
    def picture(self) -> Picture:
        """As it is kept with the words that name it."""
        return {
            "shortcode": self.shortcode,
            "file": self.file,
            "still": self.still,
            "picker": self.visible_in_picker,
            "category": self.category,
        }
