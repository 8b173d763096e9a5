"""Asking other servers, as this server and signed by it. Slow: only the post office does this."""

import io
from collections.abc import Callable, Iterator
from typing import IO, Any, Literal, TypeVar
from urllib.parse import quote

from django.conf import settings

from plenary.federation import keys, signatures, verify
from plenary.federation.models import Server
from plenary.federation.reading import host_at
from plenary.federation.render import names
from plenary.lib import bounded_json, fetch, objects
from plenary.lib.fetch import FetchRefused
from plenary.lib.questions import Unreachable

T = TypeVar("T")
_Scheme = Literal["cavage", "rfc9421"]
_UNSIGNED = {400, 401, 403}  # what servers say to a signature that they cannot read
_PLAIN = frozenset({"application/jrd+json", "application/json"})
_MOST_PLAIN = 65_536


def document(uri: str) -> dict[str, Any] | None:
    """The object of an id, from its own server; None for what is not there, or not for us. Raises
    Unreachable where the server does not answer."""
    host = host_at(uri)
    if not host or verify.is_kept_away(host):
        return None
    return _patiently(host, lambda sign: objects.fetch_object(uri, sign=sign))


def collection(uri: str, most: int) -> list[str | dict[str, Any]]:
    """Some items of a collection; none where it is not to be had."""
    host = host_at(uri)
    if not host or verify.is_kept_away(host):
        return []

    def ask(sign: fetch.Sign) -> list[str | dict[str, Any]]:
        items: Iterator[str | dict[str, Any]] = objects.fetch_collection(uri, most=most, sign=sign)
        return list(items)

    return _patiently(host, ask) or []


def schemes() -> tuple[str, ...]:
    """By which servers may be asked, the better first."""
    return ("https", "http") if settings.LOOPBACK_PEERS else ("https",)


def webfinger(resource: str, host: str, scheme: str) -> dict[str, Any] | None:
    """What a host says of a handle."""
    return plain(f"{scheme}://{host}/.well-known/webfinger?resource={quote(resource, safe=':@')}")


def picture(url: str, most: int) -> IO[bytes] | None:
    """A picture as it is there, of any address; None where there is none."""
    try:
        found = fetch.fetch(
            url,
            max_bytes=most,
            seconds=20,
            accept="image/*",
            agent=objects.agent(),
            only=lambda kind, _: kind.startswith("image/"),
        )
    except FetchRefused as refused:
        _refused(refused)
        return None
    return io.BytesIO(found.body)


def plain(url: str) -> dict[str, Any] | None:
    """JSON that is no object of anybody, such as NodeInfo; None where there is none."""
    try:
        found = fetch.fetch(
            url,
            max_bytes=_MOST_PLAIN,
            seconds=10,
            accept="application/jrd+json, application/json",
            agent=objects.agent(),
            only=_PLAIN,
        )
        return bounded_json.loads(found.body, _MOST_PLAIN)
    except FetchRefused as refused:
        _refused(refused)
        return None
    except ValueError:
        return None


def _patiently(host: str, ask: Callable[[fetch.Sign], T]) -> T | None:
    """Asked as the host understands, and where that is not known yet, by the other scheme too."""
    known = Server.objects.filter(domain=host).values_list("signs_with", flat=True).first()
    first: _Scheme = "rfc9421" if known == "rfc9421" else "cavage"
    try:
        return _asked(host, ask, first, known)
    except FetchRefused as refused:
        if refused.status not in _UNSIGNED:
            _refused(refused)
            return None
    other: _Scheme = "cavage" if first == "rfc9421" else "rfc9421"
    try:
        return _asked(host, ask, other, known)
    except FetchRefused as refused:
        _refused(refused)
        return None


def _asked(host: str, ask: Callable[[fetch.Sign], T], scheme: _Scheme, known: str | None) -> T:
    key = keys.signing_key(names.server_actor())

    def sign(method: str, url: str) -> dict[str, str]:
        return signatures.sign("GET", url, None, key, scheme=scheme)

    found = ask(sign)
    if known != scheme:
        Server.objects.update_or_create(domain=host, defaults={"signs_with": scheme})
    return found


def _refused(refused: FetchRefused) -> None:
    """A plain no is taken; Unreachable where asking later may help."""
    if refused.status is None or refused.status == 429 or refused.status >= 500:
        raise Unreachable(str(refused)) from refused
