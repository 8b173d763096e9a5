"""Who signed a request: looked up, checked, or refused. Nothing here fetches.

    signer = verify.signer(request)           # None: it is not signed

It raises `BadSignature` for what is wrong, and `Unknown` for a key that is not known here: what
the request claims is then kept or thrown away, but never believed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from plenary.accounts.models import Account
from plenary.conduct.queries import decision_for
from plenary.federation import queries
from plenary.federation.models import ActorKey, RemoteActor
from plenary.federation.render import names
from plenary.federation.signatures import BadSignature, Claim, read
from plenary.lib.hosts import host_of
from plenary.lib.prepared import Prepared


class Unknown(BadSignature):
    """The key may be right, but it was not fetched yet."""

    def __init__(self, key_id: str) -> None:
        super().__init__("the key is not known here yet")
        self.key_id = key_id


@dataclass(frozen=True)
class Signer:
    """Who signed. `account` is None for our own server actor. Who is `kept_away` must have no
    effect and see nothing: suspended, or of a server that is."""

    uri: str
    domain: str
    account: Account | None
    kept_away: bool = False


# What is done about keys that are not known, so that a second request finds them.
on_unknown: list[Callable[[str], None]] = []


def wanted(key_id: str) -> None:
    """A key would have decided something."""
    for do in on_unknown:
        do(key_id)


def is_signed(request: HttpRequest) -> bool:
    """Whether the request claims a signer at all, in either header."""
    meta: dict[str, Any] = request.META
    kind = meta.get("HTTP_AUTHORIZATION", "").partition(" ")[0].lower()
    return "HTTP_SIGNATURE" in meta or "HTTP_SIGNATURE_INPUT" in meta or kind == "signature"


def claim_of(request: HttpRequest, body: bytes = b"") -> Claim:
    """What a request says of its signer, all checked but the key. Raises BadSignature."""
    return read(
        request.method or "GET",
        request.get_full_path(),
        request.headers,
        body,
        our_host=settings.DOMAIN,
        our_scheme=settings.PUBLIC_URL.partition(":")[0],
        loopback_peers=settings.LOOPBACK_PEERS,
    )


def signer(request: HttpRequest, body: bytes = b"") -> Signer | None:
    """Who signed a request, verified; None where nobody did. Raises BadSignature, Unknown."""
    return signer_of(claim_of(request, body)) if is_signed(request) else None


def signer_of(claim: Claim) -> Signer:
    """Raises BadSignature, or Unknown where its key is not known."""
    found = _known(claim.key_id)
    if found is None:
        raise Unknown(claim.key_id)
    who, public_key = found
    claim.verify(public_key)
    return who


def _known(key_id: str) -> tuple[Signer, str] | None:
    if key_id.startswith(f"{settings.PUBLIC_URL}/"):
        return _ours(key_id)
    row = _SIGNER.first(key_id=key_id)
    if row is None:
        return None
    account = row.account
    try:
        domain = host_of(account.uri)
        if host_of(key_id) != domain:
            raise BadSignature("the key is kept by another server than its owner")
    except ValueError:
        raise BadSignature("the key or its owner has no address that we read") from None
    away = account.suspended_at is not None or is_kept_away(domain, account.domain)
    return Signer(account.uri, domain, account, away), row.public_key


_SIGNER = Prepared(
    lambda key_id: RemoteActor.objects.select_related("account").filter(key_id=key_id)[:1]
)


def _ours(key_id: str) -> tuple[Signer, str] | None:
    uri = key_id.partition("#")[0]
    key = ActorKey.objects.filter(actor_uri=uri).first()
    if key is None or key_id != names.key_of(uri):
        return None
    if uri == names.server_actor():
        return Signer(uri, settings.DOMAIN, None), key.public_key
    account = queries.local_actor(uri.rpartition("/")[2])
    if account is None:
        return None
    away = account.suspended_at is not None
    return Signer(uri, settings.DOMAIN, account, away), key.public_key


def is_kept_away(*domains: str) -> bool:
    """Whether one of these servers is suspended (one query each)."""
    return any(decision_for(domain).suspended for domain in dict.fromkeys(domains))
