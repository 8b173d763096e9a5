"""What somebody lets others' notifications do: the policy, who is let through, who waits."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField
from plenary.statuses.models import Status

__all__ = ["NotificationPermission", "NotificationPolicy", "NotificationRequest"]


class NotificationPolicy(models.Model):
    """Per kind of sender: 'accept', 'filter' (keep apart) or 'drop'. No row: the defaults."""

    account = models.OneToOneField(
        Account, on_delete=models.CASCADE, primary_key=True, related_name="notification_policy"
    )
    for_not_following = models.CharField(max_length=6, default="accept")
    for_not_followers = models.CharField(max_length=6, default="accept")
    for_new_accounts = models.CharField(max_length=6, default="accept")
    for_private_mentions = models.CharField(max_length=6, default="accept")
    for_limited_accounts = models.CharField(max_length=6, default="filter")

    class Meta:
        app_label = "plenary"


class NotificationPermission(models.Model):
    """`actor` is heard by `account` whatever the policy says."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "actor"], name="notification_permission_unique"
            )
        ]


class NotificationRequest(models.Model):
    """Notifications of one actor that were kept apart, until the account decides. How many there
    are is counted at read: some go with the posts they are about."""

    id = SnowflakeField()
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="notification_requests"
    )
    actor = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    last_status = models.ForeignKey(
        Status, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "actor"], name="notification_request_unique")
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-id"], name="notification_request_list")
        ]
