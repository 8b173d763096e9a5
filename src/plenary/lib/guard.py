"""Which addresses of other servers may be dialled: everything that dials asks here.

A name is resolved once, all that it resolves to is checked, and exactly that is dialled: a name
that leads to one thing for the check and to another for the connection gains nothing. Only https
on port 443 to public addresses, unless `settings.LOOPBACK_PEERS` says that this server is on trial
among others on its machine. It is the only such switch.
"""

import asyncio
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit, urlunsplit

import httpcore
from django.conf import settings

from plenary.lib.hosts import canonical_host

Wire = TypeVar("Wire", bound=asyncio.BaseProtocol)
AS_IT_IS = "/%:@!$&'()*+,;=~-._?"
_MOST_URL = 4096
_TRIED = 3  # of a name's addresses
# Of IPv6 only what is handed out to the public, less what stands for something else within it.
_GLOBAL6 = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NOT_PUBLIC = [
    ipaddress.ip_network(one)
    for one in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
]
# The system's resolver takes no deadline: we wait for it no longer than ours.
_lookups = ThreadPoolExecutor(32, "lookup")


class FetchRefused(Exception):
    """Why an address was not fetched, in the user's words. `status` is what the server answered,
    None where it never did; `retry_after` the seconds it asks to be left alone."""

    def __init__(
        self, words: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(words)
        self.status = status
        self.retry_after = retry_after


def is_public(address: str) -> bool:
    """Whether an IP address is one a stranger may have us dial."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip not in _GLOBAL6:
            return False
    return ip.is_global and not any(ip in network for network in _NOT_PUBLIC)


def check_url(url: str) -> None:
    """Refuse what must not even be resolved."""
    in_ascii(url)


def in_ascii(url: str) -> str:
    """An address as it is sent: its host in the one spelling it has, the rest percent-encoded,
    without a fragment. Raises FetchRefused for what must not even be resolved."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchRefused("That is not a web address.") from None
    if parts.scheme != "https" and not (settings.LOOPBACK_PEERS and parts.scheme == "http"):
        raise FetchRefused("Only https addresses are fetched.")
    if not parts.hostname or "@" in parts.netloc:
        raise FetchRefused("That is not a plain web address.")
    if port not in (None, 443) and not settings.LOOPBACK_PEERS:
        raise FetchRefused("Only the usual https port is fetched.")
    try:
        host = canonical_host(parts.netloc, parts.scheme)
    except ValueError:
        raise FetchRefused("That is not the address of a public server.") from None
    path, query = (quote(one, safe=AS_IT_IS) for one in (parts.path or "/", parts.query))
    made = urlunsplit((parts.scheme, host, path, query, ""))
    if len(made) > _MOST_URL:
        raise FetchRefused("That web address is too long.")
    return made


@cache
def tls() -> ssl.SSLContext:
    """One for all: reading the machine's certificates takes longer than an answer."""
    return ssl.create_default_context()


def _look_up(host: str, port: int) -> "Future[list[Any]]":
    return _lookups.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)


def _checked(host: str, found: list[Any]) -> list[str]:
    """What may be dialled, the best first. One that is not public taints them all."""
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses or not (settings.LOOPBACK_PEERS or all(map(is_public, addresses))):
        raise FetchRefused(f"{host} is not on the public internet.")
    return addresses[:_TRIED]


def addresses_of(host: str, port: int, seconds: float) -> list[str]:
    """The IP addresses to dial for a host. Raises FetchRefused where none may be."""
    try:
        return _checked(host, _look_up(host, port).result(timeout=seconds))
    except TimeoutError as error:
        raise FetchRefused(f"{host} took too long.") from error
    except (OSError, UnicodeError) as error:
        raise FetchRefused(f"There is no server at {host}.") from error


async def open_connection(make: Callable[[], Wire], host: str, port: int, *, secure: bool) -> Wire:
    """The same for asyncio: a connection to what was checked, read by what `make` makes. The caller
    sets the deadline. Raises FetchRefused or OSError."""
    try:
        found = await asyncio.wrap_future(_look_up(host, port))
    except (OSError, UnicodeError) as error:
        raise FetchRefused(f"There is no server at {host}.") from error
    addresses = _checked(host, found)
    loop = asyncio.get_running_loop()
    named: dict[str, Any] = {"ssl": tls(), "server_hostname": host} if secure else {}
    for address in addresses[:-1]:
        try:
            return (await loop.create_connection(make, address, port, **named))[1]
        except OSError:
            continue
    return (await loop.create_connection(make, addresses[-1], port, **named))[1]


class DeadlineStream(httpcore.NetworkStream):
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
        return DeadlineStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Backend(httpcore.NetworkBackend):
    """Opens connections for httpcore, until the deadline."""

    def __init__(self, deadline: float) -> None:
        self._real = httpcore.SyncBackend()
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = addresses_of(host, port, self._left(timeout))
        for address in addresses[:-1]:
            try:
                return self._dial(address, port, timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._dial(addresses[-1], port, timeout)

    def _dial(self, address: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
        stream = self._real.connect_tcp(address, port, self._left(timeout))
        return DeadlineStream(stream, self._deadline)

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ConnectTimeout("deadline")
        return min(left, timeout or left)

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        raise FetchRefused("Only https addresses are fetched.")
