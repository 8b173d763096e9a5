"""Apps and their tokens: registering, granting, revoking. Secrets are returned once, as hashes
kept."""

import secrets
from datetime import datetime

from django.db import transaction

from plenary.accounts.models import AccessToken, Account, Application
from plenary.accounts.queries.clients import digest
from plenary.lib import clock, pubsub
from plenary.lib.errors import NotFound


def register_application(
    *, name: str, redirect_uris: str, scopes: str, website: str = ""
) -> tuple[Application, str]:
    """A client app, and its secret, which is not kept."""
    secret = secrets.token_urlsafe(32)
    made = Application.objects.create(
        client_id=secrets.token_urlsafe(32),
        secret_hash=digest(secret),
        name=name,
        redirect_uris=redirect_uris,
        scopes=scopes,
        website=website,
    )
    return made, secret


def grant_token(
    application: Application,
    account: Account | None,
    scopes: str,
    *,
    token: str = "",
    expires_at: datetime | None = None,
) -> tuple[AccessToken, str]:
    """A token for an app, for itself or for a person; returned with its secret."""
    token = token or secrets.token_urlsafe(32)
    made = AccessToken.objects.create(
        token_hash=digest(token),
        application=application,
        account=account,
        scopes=scopes,
        expires_at=expires_at,
    )
    return made, token


def token_used(token_id: int) -> None:
    """Note that a token is in use: once a day is enough for whoever looks through their apps."""
    AccessToken.objects.filter(pk=token_id).update(last_used_at=clock.machine_now())


@transaction.atomic
def revoke_token(actor: Account | None, token_id: int) -> None:
    """End a token, and the streams opened with it."""
    found = AccessToken.objects.filter(pk=token_id, account=actor).first()
    if found is None:
        raise NotFound
    found.delete()
    if actor is not None:
        pubsub.publish([pubsub.account(actor.pk)], "session-ended")


@transaction.atomic
def revoke_application(actor: Account, application_id: int) -> None:
    """Take back all that an app was given by one person."""
    AccessToken.objects.filter(account=actor, application_id=application_id).delete()
    pubsub.publish([pubsub.account(actor.pk)], "session-ended")
