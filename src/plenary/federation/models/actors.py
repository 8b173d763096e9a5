"""Actors: the keys of ours, the addresses of others', and the servers they live on."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account
from plenary.lib import clock

__all__ = ["ActorKey", "RemoteActor", "Server"]


class ActorKey(models.Model):
    """The key pair of an actor of this server. By the actor's id and not its account: the farewell
    of an account that is gone must still be signed."""

    actor_uri = models.CharField(max_length=500, primary_key=True)
    private_key = models.TextField()  # PEM, sealed (lib.sealed)
    public_key = models.TextField()  # PEM
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"


class RemoteActor(models.Model):
    """What another server says of an account of its, beyond what people see."""

    account = models.OneToOneField(
        Account, on_delete=models.CASCADE, primary_key=True, related_name="actor"
    )
    inbox = models.CharField(max_length=500)
    shared_inbox = models.CharField(max_length=500, default="", blank=True)
    outbox = models.CharField(max_length=500, default="", blank=True)
    followers = models.CharField(max_length=500, default="", blank=True)
    following = models.CharField(max_length=500, default="", blank=True)
    featured = models.CharField(max_length=500, default="", blank=True)
    featured_tags = models.CharField(max_length=500, default="", blank=True)
    key_id = models.CharField(max_length=500, unique=True)
    public_key = models.TextField()  # PEM
    avatar_url = models.CharField(max_length=2000, default="", blank=True)
    header_url = models.CharField(max_length=2000, default="", blank=True)
    fetched_at = models.DateTimeField(default=clock.now)
    # The number of the Follow by which the server itself hears of their posts (actions.hearing).
    heard = models.BigIntegerField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)  # how many follow it

    class Meta:
        app_label = "plenary"

    @property
    def best_inbox(self) -> str:
        """Where what is for all its followers there is sent once."""
        return self.shared_inbox or self.inbox


class Server(models.Model):
    """Another server, by its canonical host: how it signs, what runs there, whether it answers.

    `next_try_at` and `lease_until` are the machine's moments (clock.machine_now): of a server that
    does not answer only one delivery is tried at a time, until it answers again.
    """

    domain = models.CharField(max_length=253, primary_key=True)
    signs_with = models.CharField(max_length=10, default="", blank=True)  # '' is not known yet
    software = models.CharField(max_length=100, default="", blank=True)
    version = models.CharField(max_length=100, default="", blank=True)
    first_seen_at = models.DateTimeField(default=clock.now)
    last_seen_at = models.DateTimeField(null=True, blank=True)  # it answered, or sent something
    asked_at = models.DateTimeField(null=True, blank=True)  # what runs there
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.IntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(failing_since__isnull=False),
                name="server_failing",
            )
        ]

    def __str__(self) -> str:
        return self.domain
