"""Apps and their tokens: registering, granting, revoking. Secrets are returned once, as hashes
kept."""

import secrets
from datetime import timedelta

from django.db import transaction

from plenary.accounts.models import AccessToken, Account, Application, AuthorizationCode
from plenary.accounts.queries.clients import digest
from plenary.lib import clock, pubsub
from plenary.lib.errors import NotFound
from plenary.lib.ids import new_id

CODE_LIFE = timedelta(minutes=10)


def register_application(
    *,
    name: str,
    redirect_uris: str,
    scopes: str,
    website: str = "",
    client_id: str = "",
    secret: str = "",
    pk: int | None = None,
) -> tuple[Application, str]:
    """A client app, and its secret, which is not kept."""
    secret = secret or secrets.token_urlsafe(32)
    made = Application.objects.create(
        pk=pk or new_id(),
        client_id=client_id or secrets.token_urlsafe(32),
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
    refresh_token: str = "",
    seconds: int | None = None,
    code: AuthorizationCode | None = None,
) -> tuple[AccessToken, str]:
    """A token for an app, for itself or for a person; returned with its secret. It holds until it
    is revoked, or for so many seconds."""
    token = token or secrets.token_urlsafe(32)
    expires_at = clock.machine_now() + timedelta(seconds=seconds) if seconds else None
    made = AccessToken.objects.create(
        token_hash=digest(token),
        refresh_hash=digest(refresh_token) if refresh_token else None,
        application=application,
        account=account,
        scopes=scopes,
        code=code,
        expires_at=expires_at,
    )
    return made, token


def issue_code(
    actor: Account,
    application: Application,
    *,
    code: str,
    redirect_uri: str,
    scopes: str,
    code_challenge: str = "",
) -> None:
    """Keep what a person consented to, for the app to redeem within minutes."""
    AuthorizationCode.objects.create(
        code_hash=digest(code),
        application=application,
        account=actor,
        redirect_uri=redirect_uri,
        scopes=scopes,
        code_challenge=code_challenge,
        expires_at=clock.machine_now() + CODE_LIFE,
    )


@transaction.atomic
def redeem_code(application: Application, code: str) -> AuthorizationCode | None:
    """Use a code up. One that comes twice was seen by somebody else: what it gave is taken back
    (RFC 6749 4.1.2)."""
    rows = AuthorizationCode.objects.select_for_update(of=("self",)).select_related("account")
    found = rows.filter(code_hash=digest(code), application=application).first()
    if found is None:
        return None
    if found.used_at is not None:
        AccessToken.objects.filter(code=found).delete()
        pubsub.publish([pubsub.account(found.account_id)], "session-ended")
        return None
    found.used_at = clock.machine_now()
    found.save(update_fields=["used_at"])
    return found if found.expires_at > found.used_at else None


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
