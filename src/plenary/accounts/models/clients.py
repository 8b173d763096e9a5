"""Apps that act for people (OAuth 2, RFC 6749). Secrets are kept as SHA-256 only: they are long
and random, so a plain digest cannot be guessed back, and one indexed lookup finds a token. What a
push subscription needs of its token stands there, sealed."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models.people import Account
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField

__all__ = ["AccessToken", "Application", "AuthorizationCode", "SpentRefresh"]


class Application(models.Model):
    """A client app, registered by itself. `redirect_uris` and `scopes` are separated by spaces."""

    id = SnowflakeField()
    client_id = models.CharField(max_length=64, unique=True)
    secret_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    website = models.CharField(max_length=2000, default="", blank=True)
    redirect_uris = models.TextField()
    scopes = models.TextField(default="read")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"

    def __str__(self) -> str:
        return self.name


class AuthorizationCode(models.Model):
    """What a consent gives the app to exchange, once, for a token (RFC 6749 4.1.2, RFC 7636)."""

    id = SnowflakeField()
    code_hash = models.CharField(max_length=64, unique=True)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="codes")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    redirect_uri = models.TextField()
    scopes = models.TextField()
    code_challenge = models.CharField(max_length=128, default="", blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "plenary"


class AccessToken(models.Model):
    """A bearer token; without an account it is the app's own (client credentials)."""

    id = SnowflakeField()
    token_hash = models.CharField(max_length=64, unique=True)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="tokens")
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, null=True, blank=True, related_name="tokens"
    )
    # The code it was exchanged for: a code used twice takes its tokens back.
    code = models.ForeignKey(
        AuthorizationCode, on_delete=models.SET_NULL, null=True, blank=True, related_name="tokens"
    )
    scopes = models.TextField()
    refresh_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [models.Index(fields=["account", "-id"], name="token_of_account")]


class SpentRefresh(models.Model):
    """What renewed a token once. If it comes again, one of two who hold it is a thief
    (RFC 9700 4.14.2)."""

    id = SnowflakeField()
    refresh_hash = models.CharField(max_length=64, unique=True)
    token = models.ForeignKey(AccessToken, on_delete=models.CASCADE, related_name="spent")
    spent_at = models.DateTimeField()

    class Meta:
        app_label = "plenary"
