"""Apps and their tokens: registering, granting, revoking. Secrets are returned once, as hashes
kept."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from plenary.accounts.models import (
    AccessToken,
    Account,
    Application,
    AuthorizationCode,
    SpentRefresh,
)
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


@transaction.atomic
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
    is revoked, or for so many seconds. NotFound where its code came twice meanwhile."""
    token = token or secrets.token_urlsafe(32)
    expires_at = _in(seconds)
    if code is not None:
        codes = AuthorizationCode.objects.select_for_update()
        if not codes.filter(pk=code.pk, expires_at__gt=F("used_at")).exists():
            raise NotFound
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


@transaction.atomic
def renew_token(
    application: Application,
    old_refresh: str,
    scopes: str,
    *,
    token: str,
    refresh_token: str = "",
    seconds: int | None = None,
) -> None:
    """The same grant under new secrets: what hangs on it, as push, stays. NotFound where another
    was faster."""
    rows = AccessToken.objects.select_for_update()
    found = rows.filter(refresh_hash=digest(old_refresh), application=application).first()
    if found is None:
        raise NotFound
    SpentRefresh.objects.create(
        refresh_hash=digest(old_refresh), token=found, spent_at=clock.machine_now()
    )
    found.token_hash = digest(token)
    found.refresh_hash = digest(refresh_token) if refresh_token else None
    found.scopes = scopes
    found.expires_at = _in(seconds)
    found.save(update_fields=["token_hash", "refresh_hash", "scopes", "expires_at"])


@transaction.atomic
def stolen(application: Application, refresh_token: str) -> None:
    """End the grant that was renewed with this before, if any: two hold what one was given."""
    rows = AccessToken.objects.filter(
        spent__refresh_hash=digest(refresh_token), application=application
    )
    for found in rows:
        found.delete()
        if found.account_id is not None:
            pubsub.publish([pubsub.account(found.account_id)], "session-ended")


def _in(seconds: int | None) -> datetime | None:
    return clock.machine_now() + timedelta(seconds=seconds) if seconds else None


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
        # The first who brought it may not have been given their token yet; none is given now.
        AuthorizationCode.objects.filter(pk=found.pk).update(expires_at=found.used_at)
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
    AuthorizationCode.objects.filter(account=actor, application_id=application_id).delete()
    AccessToken.objects.filter(account=actor, application_id=application_id).delete()
    pubsub.publish([pubsub.account(actor.pk)], "session-ended")


@transaction.atomic
def revoke_all(actor: Account) -> None:
    """Take back what every app was given, and what it was about to be given."""
    AuthorizationCode.objects.filter(account=actor).delete()
    AccessToken.objects.filter(account=actor).delete()
    pubsub.publish([pubsub.account(actor.pk)], "session-ended")
