"""The transactional outbox: what must follow from a change is a row in the same transaction."""

from datetime import UTC, datetime
from typing import ClassVar

from django.db import models

from plenary.lib import clock

__all__ = ["Job", "Periodic", "WorkerSeen"]


class Job(models.Model):
    """One piece of work. All moments here are the machine's (clock.machine_now).

    A claim sets `lease_until` and raises `fence`; only the holder of the current fence may finish
    it, so that a worker that slept through its lease has no effect. Rows that succeed are deleted;
    rows that failed `max_attempts` times stay as dead letters.
    """

    id = models.BigAutoField(primary_key=True)
    task = models.CharField(max_length=200)  # dotted name of the function
    payload = models.JSONField(default=dict)
    run_at = models.DateTimeField(default=clock.machine_now)
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.IntegerField(default=0)
    attempts = models.IntegerField(default=0)
    max_attempts = models.IntegerField(default=12)
    dead_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(default="", blank=True)
    # Two jobs never wait under one key; a second enqueue under it is dropped.
    key = models.CharField(max_length=200, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(default=clock.machine_now)
    queue = models.CharField(max_length=20, default="", blank=True)
    # What it keeps busy, such as the host it fetches from; '' is nothing that others wait for.
    lane = models.CharField(max_length=255, default="", blank=True)

    taken_at = datetime.min.replace(tzinfo=UTC)  # when it was claimed
    suspect = False  # whether, when it was claimed, it was taken over from one who died or slept

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [
            models.Index(
                fields=["queue", "run_at", "id"],
                condition=models.Q(dead_at__isnull=True),
                name="job_ready",
            )
        ]


class Periodic(models.Model):
    """When each periodic task is due next: moving it on and enqueueing are one transaction."""

    name = models.CharField(max_length=200, primary_key=True)
    due_at = models.DateTimeField()

    class Meta:
        app_label = "plenary"


class WorkerSeen(models.Model):
    """A worker's sign of life, for `plenary check`."""

    name = models.CharField(max_length=200, primary_key=True)
    queue = models.CharField(max_length=20, default="", blank=True)
    started_at = models.DateTimeField(default=clock.machine_now)
    seen_at = models.DateTimeField(default=clock.machine_now)

    class Meta:
        app_label = "plenary"
