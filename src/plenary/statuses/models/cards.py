"""Previews of what people link to. One for each address, shared by all posts that link there."""

from django.db import models

from plenary.lib import clock, media
from plenary.lib.fields import SnowflakeField

__all__ = ["CardState", "PreviewCard"]


class CardState(models.IntegerChoices):
    WAITING = 0, "waiting"
    READY = 1, "ready"
    NONE = 2, "none"  # nothing is to be had there


class PreviewCard(models.Model):
    """`address` is where posts link to, `url` where that led when it was read. All words are plain
    text, as the page says them of itself."""

    id = SnowflakeField()
    # A digest: addresses are longer than what an index of PostgreSQL holds.
    digest = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=2000)
    url = models.CharField(max_length=2000, default="", blank=True)
    state = models.PositiveSmallIntegerField(choices=CardState.choices, default=CardState.WAITING)
    title = models.CharField(max_length=300, default="", blank=True)
    description = models.CharField(max_length=500, default="", blank=True)
    author = models.CharField(max_length=100, default="", blank=True)
    host = models.CharField(max_length=255, default="", blank=True)
    language = models.CharField(max_length=12, default="", blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    image = models.CharField(max_length=200, default="", blank=True)  # path in media, '' for none
    image_description = models.CharField(max_length=1500, default="", blank=True)
    width = models.IntegerField(default=0)
    height = models.IntegerField(default=0)
    blurhash = models.CharField(max_length=100, default="", blank=True)
    created_at = models.DateTimeField(default=clock.now)
    fetched_at = models.DateTimeField(null=True, blank=True)  # or tried

    class Meta:
        app_label = "plenary"

    @property
    def is_ready(self) -> bool:
        return self.state == CardState.READY

    @property
    def image_url(self) -> str:
        return media.url(self.image)
