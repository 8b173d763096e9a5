"""Who stands behind a bearer token."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Q

from plenary.accounts.models import AccessToken, Account, Application, User
from plenary.accounts.queries.kept import known
from plenary.lib import clock
from plenary.lib.rows import rows, this_second

_DAY = timedelta(days=1)

# By hand, for every call asks: the ORM takes longer to put this together than to have it answered.
_BEARER = """
    SELECT t.id, t.scopes, t.application_id, t.account_id, a.version, a.filters_version,
           CASE WHEN t.last_used_at < %(yesterday)s OR t.last_used_at IS NULL THEN 1 ELSE 0 END,
           CASE WHEN {confirmed} THEN 1 ELSE 0 END
    FROM plenary_accesstoken t
    LEFT JOIN plenary_account a ON a.id = t.account_id
    LEFT JOIN plenary_user u ON u.account_id = t.account_id
    WHERE t.token_hash = %(digest)s AND (t.expires_at IS NULL OR t.expires_at > %(now)s)
    AND (t.account_id IS NULL OR (a.suspended_at IS NULL AND u.is_active))
"""
_BEARER_CONFIRMED = _BEARER.format(
    confirmed="""t.account_id IS NULL OR a.domain > '' OR EXISTS (
    SELECT 1 FROM account_emailaddress e WHERE e.user_id = u.id AND e.verified)"""
)
_BEARER = _BEARER.format(confirmed="1 = 1")


def digest(secret: str) -> str:
    """What is kept of a token, code or client secret."""
    return sha256(secret.encode()).hexdigest()


@dataclass(slots=True)
class Bearer:
    """A token that holds: its account (None for an app's own), scopes and app."""

    token_id: int
    scopes: tuple[str, ...]
    application_id: int
    account_id: int | None
    version: int
    filters_version: int
    used_lately: bool
    confirmed: bool
    _account: Account | None = field(default=None, repr=False)

    @property
    def account(self) -> Account | None:
        """The person, as their profile is now; their counts may be older."""
        if self._account is None and self.account_id is not None:
            self._account = known(self.account_id, self.version)
            self._account.filters_version = self.filters_version
        return self._account


def bearer(token: str) -> Bearer | None:
    """Who a token speaks for; None for an unknown, expired or revoked one, and for those who may
    not sign in (one query, by one index)."""
    mandatory = settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory"
    now = clock.machine_now()
    found = rows(
        _BEARER_CONFIRMED if mandatory else _BEARER,
        {"digest": digest(token), "now": this_second(now), "yesterday": this_second(now - _DAY)},
    )
    if not found:
        return None
    [row] = found
    token_id, scopes, application_id, account_id, version, filters, idle, confirmed = row
    return Bearer(
        token_id=token_id,
        scopes=tuple(scopes.split()),
        application_id=application_id,
        account_id=account_id,
        version=version or 0,
        filters_version=filters or 0,
        used_lately=not idle,
        confirmed=bool(confirmed),
    )


def holding(token_ids: Iterable[int]) -> set[int]:
    """Those tokens that still speak for a person who may sign in (one query)."""
    now = clock.machine_now()
    valid = AccessToken.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=now),
        pk__in=list(token_ids),
        account__suspended_at__isnull=True,
        account__user__is_active=True,
    )
    return set(valid.values_list("pk", flat=True))


def may_act(account: Account) -> Account | None:
    """The account, if its person may sign in at all."""
    user = User.objects.filter(account=account, is_active=True).exists()
    return account if user and account.suspended_at is None else None


def is_confirmed(viewer: Account) -> bool:
    """Whether the person confirmed a mail address of theirs; elsewhere that is for their server."""
    return (
        bool(viewer.domain)
        or EmailAddress.objects.filter(user__account=viewer, verified=True).exists()
    )


def by_password(email: str, password: str) -> Account | None:
    """Who signs in so; None for a wrong one."""
    user = User.objects.filter(email__iexact=email).select_related("account").first()
    if user is None or user.account is None or user.account.domain:
        return None
    if not user.check_password(password):
        return None
    return may_act(user.account)


def token(secret: str) -> AccessToken | None:
    """A token by itself or by what renews it."""
    either = Q(token_hash=digest(secret)) | Q(refresh_hash=digest(secret))
    return AccessToken.objects.filter(either).select_related("account", "application").first()


def refreshable(secret: str) -> AccessToken | None:
    held = AccessToken.objects.filter(refresh_hash=digest(secret))
    return held.select_related("account").first()


def application(client_id: str) -> Application | None:
    return Application.objects.filter(client_id=client_id).first()


@lru_cache(maxsize=1000)
def application_known(application_id: int) -> Application:
    """An app by id, kept: it never changes."""
    return Application.objects.get(pk=application_id)


def application_of(bearer: Bearer) -> Application:
    return Application.objects.get(pk=bearer.application_id)


def tokens_of(viewer: Account) -> list[AccessToken]:
    """The apps a person let in, newest first."""
    return list(viewer.tokens.select_related("application").order_by("-pk")[:200])
