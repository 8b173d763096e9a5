"""The post: activities that go out, where to, and those that came in."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField

__all__ = ["Activity", "Delivery", "InboxItem", "Received", "Tombstone"]


class Activity(models.Model):
    """An activity of this server as it is sent: the same bytes to everybody, however late."""

    id = SnowflakeField()
    uri = models.CharField(max_length=500, unique=True)
    actor_uri = models.CharField(max_length=500)  # whose key signs it
    body = models.TextField()  # JSON
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"


class Delivery(models.Model):
    """An activity that an inbox is still to get. Gone when it got it, or never will.

    Moments are the machine's (clock.machine_now). A claim sets `lease_until` and raises `fence`, as
    with jobs.
    """

    id = models.BigAutoField(primary_key=True)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="deliveries")
    domain = models.CharField(max_length=253)
    inbox = models.CharField(max_length=500)
    # Of an activity for followers: whose followers collection is told to be in step (FEP-8fcf).
    synchronise = models.BooleanField(default=False)
    attempts = models.IntegerField(default=0)
    run_at = models.DateTimeField(default=clock.machine_now)
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.IntegerField(default=0)
    last_error = models.CharField(max_length=300, default="", blank=True)
    created_at = models.DateTimeField(default=clock.machine_now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "inbox"], name="delivery_unique")
        ]
        indexes: ClassVar = [
            models.Index(fields=["run_at", "id"], name="delivery_ready"),
            models.Index(fields=["domain", "id"], name="delivery_of_server"),
        ]


class InboxItem(models.Model):
    """An activity that was sent to us, by the digest of its id: once, however often it comes. The
    row outlives its processing, without the body, so that a late copy has no effect."""

    id = SnowflakeField()
    digest = models.CharField(max_length=64, unique=True)  # sha256 of the activity's id
    actor_uri = models.CharField(max_length=500)
    body = models.TextField(default="", blank=True)  # JSON; '' once done
    # How it was asked for, while its signature waits for the signer's key: method, target, headers.
    unverified = models.JSONField(null=True, blank=True)
    received_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [
            models.Index(fields=["received_at"], name="inbox_received"),
            models.Index(
                fields=["id"],
                condition=models.Q(unverified__isnull=False),
                name="inbox_unverified",
            ),
        ]


class Received(models.Model):
    """An activity of another server that ties two things until it is undone: a Follow, Like,
    Announce or Block. Several may tie the same two; an Undo may come before what it undoes."""

    id = SnowflakeField()
    digest = models.CharField(max_length=64, unique=True)  # sha256 of the activity's id
    uri = models.CharField(max_length=500)
    kind = models.CharField(max_length=10)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    object_uri = models.CharField(max_length=500)
    undone = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [
            models.Index(fields=["account", "kind", "object_uri"], name="received_between")
        ]


class Tombstone(models.Model):
    """What was deleted or undone by its owner, by the digest of its id: it does not come back,
    whatever arrives later."""

    digest = models.CharField(max_length=64, primary_key=True)
    actor_uri = models.CharField(max_length=500)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [models.Index(fields=["created_at"], name="tombstone_age")]
