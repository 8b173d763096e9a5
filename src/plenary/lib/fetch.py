"""Asking other servers, in a thread that may wait. What sends much at once is `lib.sending`.

What may be dialled is said in `lib.guard`. A byte cap, a hop cap and one deadline for all of it.
Nothing here is called in a web request.
"""

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpcore

from plenary.lib.answers import Answer, media_type
from plenary.lib.guard import Backend, FetchRefused, check_url, in_ascii, is_public, tls

__all__ = ["Answer", "FetchRefused", "Fetched", "Sign", "ask", "check_url", "fetch", "is_public"]

MAX_HOPS = 4
_REDIRECTS = (301, 302, 303, 307, 308)
# Told a method and the address as it is sent; what it gives is sent along as headers.
Sign = Callable[[str, str], dict[str, str]]
# Told a media type and its parameters.
Accepts = Callable[[str, dict[str, str]], bool]


@dataclass(frozen=True)
class Fetched:
    """`url` is the final one, after redirects."""

    url: str
    media_type: str
    body: bytes
    charset: str = ""


def ask(
    method: str,
    url: str,
    *,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
    max_bytes: int = 1_000_000,
    seconds: float = 10.0,
    only: frozenset[str] | None = None,
) -> Answer:
    """What a server answers, whatever its status; nothing redirects it. Raises FetchRefused where
    it may not be asked or does not answer, and for a body that is larger or, with `only`, of
    another media type: then with the status."""
    url = in_ascii(url)
    deadline = time.monotonic() + seconds
    sent = {"User-Agent": "Plenary", "Accept-Encoding": "identity", **(headers or {})}
    if body or method not in {"GET", "HEAD"}:
        sent["Content-Length"] = str(len(body))
    with _pool(deadline) as pool, _asked(pool, method, url, sent, body) as answer:
        told = _headers(answer)
        kind, _ = media_type(told.get("content-type", ""))
        found = b""
        if max_bytes:
            found = _body(answer, told, max_bytes, urlsplit(url).hostname)
        if only is not None and found and kind not in only:
            host = urlsplit(url).hostname
            raise FetchRefused(f"{host} sent something else.", status=answer.status)
    return Answer(answer.status, told, found, kind)


def send(url: str, body: bytes, headers: dict[str, str], *, seconds: float = 15.0) -> int:
    """POST; the status of the answer, which is not read."""
    return ask("POST", url, body=body, headers=headers, max_bytes=0, seconds=seconds).status


def fetch(
    url: str,
    *,
    max_bytes: int,
    seconds: float = 30.0,
    accept: str = "*/*",
    agent: str = "Plenary",
    only: frozenset[str] | Accepts | None = None,
    cut: bool = False,
    sign: Sign | None = None,
) -> Fetched:
    """GET an address. Raises FetchRefused with the reason; never returns an error page.
    `only`: of these media types, told before anything of it is read. `cut`: of what is larger than
    `max_bytes`, its beginning. `sign` is asked anew on every hop."""
    deadline = time.monotonic() + seconds
    headers = {"Accept": accept, "User-Agent": agent, "Accept-Encoding": "identity"}
    with _pool(deadline) as pool:
        for _ in range(MAX_HOPS):
            url = in_ascii(url)
            signed = headers | (sign("GET", url) if sign else {})
            hop = _one_hop(pool, url, signed, max_bytes, only, cut)
            if isinstance(hop, Fetched):
                return hop
            try:
                url = urljoin(url, hop)
            except ValueError:
                raise FetchRefused("The address leads nowhere.") from None
    raise FetchRefused("The address leads in circles.")


def _one_hop(
    pool: httpcore.ConnectionPool,
    url: str,
    headers: dict[str, str],
    max_bytes: int,
    only: frozenset[str] | Accepts | None,
    cut: bool,
) -> Fetched | str:
    """The answer, or where it redirects to."""
    host = urlsplit(url).hostname
    with _asked(pool, "GET", url, headers, b"") as answer:
        told = _headers(answer)
        if answer.status in _REDIRECTS:
            return told.get("location", "")
        if answer.status != 200:
            raise FetchRefused(
                f"{host} answered with {answer.status}.",
                status=answer.status,
                retry_after=Answer(answer.status, told).retry_after,
            )
        kind, parameters = media_type(told.get("content-type", ""))
        wanted = only(kind, parameters) if callable(only) else only is None or kind in only
        if not wanted:
            raise FetchRefused(f"{host} sent something else.", status=200)
        body = _body(answer, told, max_bytes, host, cut=cut)
    return Fetched(url, kind, body, parameters.get("charset", "").lower())


def _body(
    answer: httpcore.Response,
    told: dict[str, str],
    max_bytes: int,
    host: str | None,
    *,
    cut: bool = False,
) -> bytes:
    if told.get("content-encoding", "identity").lower() != "identity":
        words = f"{host} sent packed data, which was not asked for."
        raise FetchRefused(words, status=answer.status)
    body = bytearray()
    for part in answer.iter_stream():
        body += part
        if len(body) > max_bytes:
            if cut:
                break
            words = f"It is larger than {max_bytes // 1_000_000} MB."
            raise FetchRefused(words, status=answer.status)
    return bytes(body[:max_bytes])


def _pool(deadline: float) -> httpcore.ConnectionPool:
    return httpcore.ConnectionPool(ssl_context=tls(), network_backend=Backend(deadline))


def _headers(answer: httpcore.Response) -> dict[str, str]:
    return {key.lower().decode("latin-1"): value.decode("latin-1") for key, value in answer.headers}


@contextmanager
def _asked(
    pool: httpcore.ConnectionPool, method: str, url: str, headers: dict[str, str], body: bytes
) -> Iterator[httpcore.Response]:
    """An answer whose body may be read; whatever fails until then is a FetchRefused."""
    host = urlsplit(url).hostname
    timeout = {"connect": 10.0, "read": 10.0, "write": 10.0, "pool": 10.0}
    try:
        with pool.stream(
            method,
            url,
            headers=list(headers.items()),
            content=body or None,
            extensions={"timeout": timeout},
        ) as answer:
            yield answer
    except httpcore.TimeoutException as error:
        raise FetchRefused(f"{host} took too long.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
        raise FetchRefused(f"{host} could not be reached.") from error
