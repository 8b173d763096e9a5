"""What many people speak of just now; reckoned anew every few minutes."""

from typing import ClassVar

from django.db import models

from plenary.lib.fields import SnowflakeField
from plenary.statuses.models import Hashtag, PreviewCard, Status

__all__ = ["HashtagTrend", "LinkTrend", "StatusTrend"]


class HashtagTrend(models.Model):
    hashtag = models.OneToOneField(Hashtag, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [models.Index(fields=["-score"], name="hashtag_trend_score")]


class StatusTrend(models.Model):
    id = SnowflakeField()
    status = models.OneToOneField(Status, on_delete=models.CASCADE, related_name="statustrend")
    score = models.FloatField()

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [models.Index(fields=["-score"], name="status_trend_score")]


class LinkTrend(models.Model):
    """`history`: of each of the last seven days (counted from 1970), today first, [day, how many
    posts, by how many people]."""

    card = models.OneToOneField(PreviewCard, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    history = models.JSONField(default=list)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [models.Index(fields=["-score"], name="link_trend_score")]
