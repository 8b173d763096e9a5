"""Lists of people whose posts one reads apart."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField

__all__ = ["AccountList", "ListMember"]


class AccountList(models.Model):
    """One person's list. `replies_policy`: whom answers may be to (none, list, followed).
    `exclusive`: what is here is not in home."""

    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="lists")
    title = models.CharField(max_length=255)
    replies_policy = models.CharField(max_length=10, default="list")
    exclusive = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [
            models.Index(
                fields=["account"], condition=models.Q(exclusive=True), name="list_exclusive"
            )
        ]

    def __str__(self) -> str:
        return self.title


class ListMember(models.Model):
    """Somebody on a list; its owner follows them, or the membership counts for nothing."""

    id = SnowflakeField()
    list = models.ForeignKey(AccountList, on_delete=models.CASCADE, related_name="members")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="on_lists")

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "account"], name="list_member_unique")
        ]
        indexes: ClassVar = [models.Index(fields=["list", "-id"], name="list_member_list")]
