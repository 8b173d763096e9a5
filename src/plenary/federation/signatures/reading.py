"""Reading a signature: first all that can be asked of it without the key, then the rest."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils.http import parse_http_date

from plenary.federation.signatures import cavage, digests, keys, rfc9421
from plenary.federation.signatures.message import BadSignature, Message, Said, Scheme, normal_host
from plenary.lib import clock

# Clocks are wrong and queues are slow. Mastodon allows the same: an hour either way, and five
# minutes on the road. Within that, the id of the activity tells a replay.
PAST = timedelta(hours=1, minutes=5)
FUTURE = timedelta(hours=1)
_SLACK = timedelta(minutes=5)  # for signatures that say when they expire

_LONGEST_KEY_ID = 1024
_LONGEST_SIGNATURE = 1024  # bytes: an RSA key of 8192 bits
_WITH_BODY = ("POST", "PUT", "PATCH")
_KEY_ID = re.compile(r"[!-~]+")


@dataclass(frozen=True)
class Claim:
    """What a request says of its signer. Nothing of it is true before `verify` has returned.

    A claim can be kept as its fields and checked later, when the key has been fetched: that it
    was in time, and that the body and the address are those that were signed, is settled here.
    """

    key_id: str
    scheme: Scheme
    algorithm: str
    base: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    signed_at: float = 0.0  # the earliest moment that it names; 0 of one that was kept

    def verify(self, public_key: str) -> None:
        """Raises `BadSignature` unless the owner of this key signed the request.

        `public_key`: PEM (RSA or Ed25519), or an Ed25519 Multikey.
        """
        keys.check(public_key, self.algorithm, self.base, self.signature)


def read(
    method: str,
    target: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    our_host: str,
    our_scheme: str = "https",
    loopback_peers: bool = False,
    now: datetime | None = None,
    past: timedelta = PAST,
    future: timedelta = FUTURE,
) -> Claim:
    """The one claim that a request makes, or `BadSignature`.

    `target`: path and query as on the request line. `headers`: names in any case, repeated ones
    joined by commas. `our_host`: settings.DOMAIN; `our_scheme`: that of PLENARY_URL, which
    `@target-uri` includes. `loopback_peers`: settings.LOOPBACK_PEERS, lets keys be at http.
    """
    message = Message(method, target, headers, our_host, our_scheme)
    if normal_host(message.value("host"), our_scheme) != message.host:
        raise BadSignature("the host is not ours")
    scheme = _scheme(message)
    said = rfc9421.read(message) if scheme == "rfc9421" else cavage.read(message)
    _check_words(said, loopback_peers)
    _check_covered(said)
    signed_at = _check_time(said, message, now or clock.now(), past, future)
    _check_body(said, message, body, "content-digest" if scheme == "rfc9421" else "digest")
    return Claim(said.key_id, scheme, said.algorithm, said.base, said.signature, signed_at)


def _scheme(message: Message) -> Scheme:
    """The one scheme in use. Both write to the header `Signature`, in grammars that no value
    satisfies together, so a request signed by both is refused by either reader. The draft may
    also write to `Authorization`; the same again is let pass, anything else is a second claim.
    """
    if not message.has("signature"):
        raise BadSignature("the request is not signed")
    scheme: Scheme = "rfc9421" if message.has("signature-input") else "cavage"
    if message.has("authorization"):
        kind, _, rest = message.value("authorization").partition(" ")
        repeated = scheme == "cavage" and rest.strip() == message.value("signature")
        if kind.lower() == "signature" and not repeated:
            raise BadSignature("the request is signed twice, differently")
    return scheme


def _check_words(said: Said, loopback_peers: bool) -> None:
    if said.algorithm not in keys.ALGORITHMS:
        raise BadSignature("the algorithm is not one that we know")
    if not 0 < len(said.signature) <= _LONGEST_SIGNATURE:
        raise BadSignature("the signature has an odd length")
    if len(said.key_id) > _LONGEST_KEY_ID or not _KEY_ID.fullmatch(said.key_id):
        raise BadSignature("the key has no id, or an odd one")
    try:
        address = urlsplit(said.key_id)
        right = bool(address.hostname) and "@" not in address.netloc
    except ValueError:
        right = False
    if not right or address.scheme not in (("https", "http") if loopback_peers else ("https",)):
        raise BadSignature("the id of the key is not an https address")


def _check_covered(said: Said) -> None:
    for covered, what in (
        (said.covers_method, "the method"),
        (said.covers_target, "the path and the query"),
        (said.covers_host, "the host"),
        (said.covers_created or said.covers_date, "a time"),
    ):
        if not covered:
            raise BadSignature(f"{what} is not signed")


def _check_time(
    said: Said, message: Message, now: datetime, past: timedelta, future: timedelta
) -> float:
    """Every time that is signed must be near, and one that is not signed can only take away. The
    earliest of them."""
    moments = [said.created] if said.created is not None else []
    if said.covers_date:
        try:
            moments.append(parse_http_date(message.value("date")))
        except ValueError:
            raise BadSignature("the date cannot be read") from None
    at = now.timestamp()
    if any(moment > at + future.total_seconds() for moment in moments):
        raise BadSignature("the request is from the future: is one of our clocks wrong?")
    if any(moment < at - past.total_seconds() for moment in moments):
        raise BadSignature("the request was signed too long ago")
    if said.expires is not None and said.expires < at - _SLACK.total_seconds():
        raise BadSignature("the signature has expired")
    return float(min(moments))


def _check_body(said: Said, message: Message, body: bytes, header: str) -> None:
    if (body or message.method in _WITH_BODY) and not said.covers_digest:
        raise BadSignature("the body is not signed")
    if said.covers_digest:
        digests.check(header, message, body)
