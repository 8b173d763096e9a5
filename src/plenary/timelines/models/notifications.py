"""What is kept for readers: notifications and how far one has read."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField
from plenary.statuses.models import Status

__all__ = ["Marker", "Notification"]


class Notification(models.Model):
    """Something that concerns `account`, done by `actor`.

    `kind`: mention, reply, status, boost, favourite, follow, follow_request, poll, update, quote,
    quoted_update, admin.sign_up, admin.report, moderation_warning, severed, wave, met, meetup,
    invite, archive. `key` makes a repeated reaction find the first one. `link` is where it leads
    without a status.
    """

    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notifications")
    actor = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    status = models.ForeignKey(
        Status, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    link = models.CharField(max_length=200, default="", blank=True)
    text = models.CharField(max_length=300, default="", blank=True)
    key = models.CharField(max_length=100)
    created_at = models.DateTimeField(default=clock.now)
    # Several of one kind about one thing within some hours share a key; none for what stands
    # alone: so any comparison with a key lets both databases use the partial index.
    group_key = models.CharField(max_length=60, null=True, blank=True, default=None)
    # The newest of its group, so that a page of groups is a walk along one index. Two may say so
    # for a moment: readers look for a newer one.
    head = models.BooleanField(default=True)
    # Kept apart by the account's policy: in no list, count, stream or push unless asked for.
    filtered = models.BooleanField(default=False)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "key"], name="notification_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-id"], name="notification_list"),
            models.Index(fields=["account", "actor", "-id"], name="notification_actor"),
            models.Index(fields=["account", "kind", "-id"], name="notification_kind"),
            models.Index(
                fields=["account", "group_key", "-id"],
                condition=models.Q(group_key__isnull=False),
                name="notification_group",
            ),
            models.Index(
                fields=["account", "-id"],
                condition=models.Q(head=True, filtered=False),
                name="notification_heads",
            ),
        ]


class Marker(models.Model):
    """How far an account has read a timeline ('home', 'notifications')."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="markers")
    timeline = models.CharField(max_length=20)
    last_read_id = models.BigIntegerField(default=0)
    version = models.IntegerField(default=0)  # raised by every move
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "timeline"], name="marker_unique")
        ]
