"""What somebody does not want to see: words and posts (docs.joinmastodon.org/entities/Filter)."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account
from plenary.lib.fields import SnowflakeField
from plenary.statuses.models import Status

__all__ = ["Filter", "FilterKeyword", "FilterStatus"]


class Filter(models.Model):
    """`contexts` are names of the Mastodon API, separated by spaces; `action` is warn, hide or
    blur. `Account.filters_version` rises with every change."""

    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="filters")
    title = models.CharField(max_length=256)
    contexts = models.CharField(max_length=100)
    action = models.CharField(max_length=10, default="warn")
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "plenary"


class FilterKeyword(models.Model):
    id = SnowflakeField()
    filter = models.ForeignKey(Filter, on_delete=models.CASCADE, related_name="keywords")
    keyword = models.CharField(max_length=512)
    whole_word = models.BooleanField(default=True)

    class Meta:
        app_label = "plenary"


class FilterStatus(models.Model):
    id = SnowflakeField()
    filter = models.ForeignKey(Filter, on_delete=models.CASCADE, related_name="statuses")
    status = models.ForeignKey(Status, on_delete=models.CASCADE, related_name="+")

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["filter", "status"], name="filter_status_unique")
        ]
