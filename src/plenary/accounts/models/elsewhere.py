"""Signing in with an account of another server."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models.people import Account
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField

__all__ = ["HomeServer", "SignInElsewhere"]


class HomeServer(models.Model):
    """A server that people sign in with, as an app of which we are known there."""

    host = models.CharField(max_length=253, unique=True)  # that the accounts live on, canonical
    authorize_url = models.CharField(max_length=500)
    token_url = models.CharField(max_length=500)
    revoke_url = models.CharField(max_length=500)
    scope = models.CharField(max_length=40)
    issuer = models.CharField(max_length=500, default="", blank=True)
    client_id = models.CharField(max_length=500, default="", blank=True)  # '' until registered
    client_secret = models.TextField(default="", blank=True)  # sealed (lib.sealed)
    seen_at = models.DateTimeField(default=clock.now)  # when it last said that it knows us

    class Meta:
        app_label = "plenary"

    def __str__(self) -> str:
        return self.host


class SignInElsewhere(models.Model):
    """One attempt, of one browser. What is secret of it is sealed, and gone when it is used."""

    class Step(models.TextChoices):
        ASKED = "asked"  # the server is looked for
        READY = "ready"  # the person may go there
        RETURNED = "returned"  # they are back; their server is asked who they are
        DONE = "done"  # they may come in
        USED = "used"
        FAILED = "failed"

    id = SnowflakeField()
    browser = models.CharField(max_length=64, unique=True)  # hash of what its session holds
    username = models.CharField(max_length=64, default="", blank=True)
    host = models.CharField(max_length=253)  # as typed, canonical
    after = models.CharField(max_length=500, default="", blank=True)  # the page of ours to go on to
    step = models.CharField(max_length=10, choices=Step, default=Step.ASKED)
    server = models.ForeignKey(HomeServer, on_delete=models.CASCADE, null=True, related_name="+")
    secrets = models.TextField(default="", blank=True)  # sealed: state, verifier and code
    error = models.CharField(max_length=300, default="", blank=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [models.Index(fields=["created_at"], name="sign_in_elsewhere_age")]
