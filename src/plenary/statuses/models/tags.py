"""Hashtags that people follow and show, and how much each was used on which day."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField
from plenary.statuses.models.statuses import Hashtag

__all__ = ["FeaturedHashtag", "HashtagDay", "HashtagDayUse", "HashtagFollow"]


class HashtagFollow(models.Model):
    """Public posts under the hashtag come into the account's home."""

    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="followed_hashtags")
    hashtag = models.ForeignKey(Hashtag, on_delete=models.CASCADE, related_name="followers")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "hashtag"], name="hashtag_follow_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-id"], name="hashtag_follow_list")]


class FeaturedHashtag(models.Model):
    """A hashtag that an account shows on its profile."""

    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="featured_hashtags")
    hashtag = models.ForeignKey(Hashtag, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "hashtag"], name="featured_hashtag_unique")
        ]


class HashtagDay(models.Model):
    """Public posts under a hashtag on one day (counted from 1970, UTC), and by how many people."""

    hashtag = models.ForeignKey(
        Hashtag, on_delete=models.CASCADE, related_name="used_on", db_index=False
    )
    day = models.IntegerField(db_index=True)
    uses = models.IntegerField(default=0)
    accounts = models.IntegerField(default=0)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hashtag", "day"], name="hashtag_day_unique")
        ]


class HashtagDayUse(models.Model):
    """How often somebody used a hashtag on one day: so that people are counted once."""

    hashtag = models.ForeignKey(Hashtag, on_delete=models.CASCADE, related_name="+", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    day = models.IntegerField()
    uses = models.IntegerField(default=0)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hashtag", "account", "day"], name="hashtag_day_use_unique"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["day", "hashtag"], name="hashtag_day_use_day")]
