"""Direct posts as conversations, one row for each person in one."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account
from plenary.lib.fields import SnowflakeField
from plenary.statuses.models import Status

__all__ = ["Conversation"]


class Conversation(models.Model):
    """What `account` and the same `people` (ids, the account aside) write each other directly in
    one thread. `key` is the people in short, so that they can be found."""

    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="conversations")
    thread_id = models.BigIntegerField()
    key = models.CharField(max_length=64)
    people = models.JSONField(default=list)
    # Empty from the moment it is deleted until the reaction has found the one before.
    last_status = models.ForeignKey(
        Status, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    unread = models.BooleanField(default=False)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "thread_id", "key"], name="conversation_unique"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-last_status"], name="conversation_list"),
            models.Index(
                fields=["id"],
                condition=models.Q(last_status__isnull=True),
                name="conversation_headless",
            ),
        ]
