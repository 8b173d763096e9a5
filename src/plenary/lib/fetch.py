"""The one guarded client for every outgoing fetch of an address that somebody else chose.

The address dialled is checked after resolution, on every hop, so that a name that resolves to
one thing for the check and to another for the connection gains nothing. Only https on port 443
to public addresses; a byte cap, a hop cap and one deadline for all of it.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import httpcore

MAX_HOPS = 4
_AS_IT_IS = "/%:@!$&'()*+,;=~-._?"


class FetchRefused(Exception):
    """Why an address was not fetched, in the user's words."""


@dataclass(frozen=True)
class Fetched:
    """`url` is the final one, after redirects."""

    url: str
    media_type: str
    body: bytes
    charset: str = ""


def is_public(address: str) -> bool:
    """Whether an IP address is one a stranger may have us dial."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        embedded = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        nat64 = ipaddress.ip_network("64:ff9b::/96")
        if ip in nat64 or ip in ipaddress.ip_network("64:ff9b:1::/48"):
            embedded = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if embedded is not None and not is_public(str(embedded)):
            return False
        if ip.ipv4_mapped is not None:  # some versions call a mapped public address not global
            return is_public(str(ip.ipv4_mapped))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class _DeadlineStream(httpcore.NetworkStream):
    """A connection that ends at the deadline, however slowly its bytes drip."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return min(left, timeout or left)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _DeadlineStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _GuardedBackend(httpcore.NetworkBackend):
    """Resolves once, checks what it resolved, dials exactly that."""

    def __init__(self, deadline: float, *, private: bool = False) -> None:
        self._real = httpcore.SyncBackend()
        self._deadline = deadline
        self._private = private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchRefused(f"There is no server at {host}.") from error
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses or not (self._private or all(map(is_public, addresses))):
            raise FetchRefused(f"{host} is not on the public internet.")
        stream = self._real.connect_tcp(addresses[0], port, timeout, local_address, socket_options)
        return _DeadlineStream(stream, self._deadline)

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        raise FetchRefused("Only https addresses are fetched.")


def check_url(url: str) -> None:
    """Refuse what must not even be resolved."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchRefused("That is not a web address.") from None
    if parts.scheme != "https":
        raise FetchRefused("Only https addresses are fetched.")
    if not parts.hostname or parts.username is not None or parts.password is not None:
        raise FetchRefused("That is not a plain web address.")
    if port not in (None, 443):
        raise FetchRefused("Only the usual https port is fetched.")


def in_ascii(url: str) -> str:
    """An address as it is sent: its host as it is looked up, the rest percent-encoded, without a
    fragment."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.encode("ascii" if parts.netloc.isascii() else "idna").decode().lower()
    except ValueError:
        raise FetchRefused("That is not a web address.") from None
    path, query = (quote(one, safe=_AS_IT_IS) for one in (parts.path, parts.query))
    return urlunsplit((parts.scheme, host, path, query, ""))


def send(
    url: str,
    body: bytes,
    headers: dict[str, str],
    *,
    seconds: float = 15.0,
    private: bool = False,
) -> int:
    """POST to an https address; the status of the answer, which is not read. Nothing redirects it.
    `private` is for a server on which apps are tested: any address, and http too."""
    if not private:
        check_url(url)
    host = urlsplit(url).hostname
    context = ssl.create_default_context()
    guarded = _GuardedBackend(time.monotonic() + seconds, private=private)
    timeout = {"connect": 10.0, "read": 10.0, "write": 10.0, "pool": 10.0}
    sent: dict[bytes | str, bytes | str] = {"User-Agent": "Plenary"}
    sent.update(headers.items())
    sent["Content-Length"] = str(len(body))
    try:
        with (
            httpcore.ConnectionPool(ssl_context=context, network_backend=guarded) as pool,
            pool.stream(
                "POST", url, headers=sent, content=body, extensions={"timeout": timeout}
            ) as answer,
        ):
            return answer.status
    except httpcore.TimeoutException as error:
        raise FetchRefused(f"{host} took too long.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
        raise FetchRefused(f"{host} could not be reached.") from error


def fetch(
    url: str,
    *,
    max_bytes: int,
    seconds: float = 30.0,
    accept: str = "*/*",
    agent: str = "Plenary",
    only: frozenset[str] | None = None,
    cut: bool = False,
) -> Fetched:
    """GET an https address. Raises FetchRefused with the reason; never returns an error page.
    `only`: of these media types, told before anything of it is read. `cut`: of what is larger than
    `max_bytes`, its beginning."""
    deadline = time.monotonic() + seconds
    context = ssl.create_default_context()
    guarded = _GuardedBackend(deadline)
    with httpcore.ConnectionPool(ssl_context=context, network_backend=guarded) as pool:
        for _ in range(MAX_HOPS):
            check_url(url)
            url = in_ascii(url)
            hop = _one_hop(pool, url, max_bytes, accept, agent, only, cut)
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
    max_bytes: int,
    accept: str,
    agent: str,
    only: frozenset[str] | None,
    cut: bool,
) -> Fetched | str:
    """The answer, or where it redirects to."""
    host = urlsplit(url).hostname
    timeout = {"connect": 10.0, "read": 10.0, "write": 10.0, "pool": 10.0}
    headers: dict[bytes | str, bytes | str] = {
        "Accept": accept,
        "User-Agent": agent,
        "Accept-Encoding": "identity",
    }
    try:
        with pool.stream("GET", url, headers=headers, extensions={"timeout": timeout}) as answer:
            told = {key.lower(): value for key, value in answer.headers}
            if answer.status in (301, 302, 303, 307, 308):
                return told.get(b"location", b"").decode("latin-1")
            if answer.status != 200:
                raise FetchRefused(f"{host} answered with {answer.status}.")
            if told.get(b"content-encoding", b"identity") != b"identity":
                raise FetchRefused(f"{host} sent packed data, which was not asked for.")
            kind = told.get(b"content-type", b"").decode("latin-1").lower()
            media_type, _, rest = kind.partition(";")
            media_type = media_type.strip()
            if only is not None and media_type not in only:
                raise FetchRefused(f"{host} sent something else.")
            body = bytearray()
            for part in answer.iter_stream():
                body += part
                if len(body) > max_bytes:
                    if cut:
                        break
                    raise FetchRefused(f"It is larger than {max_bytes // 1_000_000} MB.")
    except httpcore.TimeoutException as error:
        raise FetchRefused(f"{host} took too long.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
        raise FetchRefused(f"{host} could not be reached.") from error
    charset = rest.partition("charset=")[2].split(";")[0].strip(" \t\"'")
    return Fetched(url, media_type, bytes(body[:max_bytes]), charset)
