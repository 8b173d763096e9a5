"""Posts to come."""

from typing import Any, ClassVar

from django.db import models

from plenary.accounts.models import Account, Application
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField

__all__ = ["ScheduledStatus"]


class ScheduledStatus(models.Model):
    """What somebody wants posted at `scheduled_at`; `draft` is a `statuses.rules.Draft` as JSON."""

    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="scheduled")
    application = models.ForeignKey(
        Application, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    scheduled_at = models.DateTimeField()
    draft: Any = models.JSONField(default=dict)
    key = models.CharField(max_length=200, null=True, blank=True)  # a client's Idempotency-Key
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "key"], name="scheduled_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-id"], name="scheduled_list")]
