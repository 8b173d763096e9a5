"""One spelling of a server's name, wherever it is compared, kept or dialled.

Two spellings of one server would be two servers: one could be kept away, and the other be let in.
"""

import ipaddress
import re
from urllib.parse import urlsplit

import idna
from django.conf import settings

_DEFAULT_PORTS = {"https": 443, "http": 80}
_MOST = 253
_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(\.{_LABEL})*")
# A last label that resolvers take for a number makes the whole an IPv4 address, however odd.
_NUMBER = re.compile(r"(.*\.)?([0-9]+|0x[0-9a-f]*)")
_PORT = re.compile(r"(?P<host>.*?)(:(?P<port>[0-9]{0,5}))?", re.DOTALL)


def canonical_host(given: str, scheme: str = "https", *, anywhere: bool | None = None) -> str:
    """`Bücher.Example.:443` as `xn--bcher-kva.example`: lower case, in ASCII (IDNA 2008 after
    UTS 46), without a dot at its end or the usual port. Raises ValueError for what is no public
    server's name: a number, one label, another port. `anywhere` allows these, in their plainest
    spelling; unless said it is what the settings say."""
    if anywhere is None:
        anywhere = settings.LOOPBACK_PEERS
    parts = _PORT.fullmatch(given)
    if parts is None or len(given) > 4 * _MOST:  # long names take idna the square of their length
        raise ValueError("That is no server's name.")
    name = _number(parts["host"]) if anywhere else None
    name = name or _name(parts["host"])
    if "." not in name and not anywhere:
        raise ValueError("A server's name has a dot.")
    port = int(parts["port"] or _DEFAULT_PORTS[scheme])
    if port == _DEFAULT_PORTS[scheme]:
        return name
    if not anywhere or not 0 < port < 65536:
        raise ValueError("Only the usual port is used.")
    return f"{name}:{port}"


def _number(host: str) -> str | None:
    """An IP address in its plainest spelling; None for a name."""
    try:
        if host.startswith("[") and host.endswith("]") and "%" not in host:
            return f"[{ipaddress.IPv6Address(host[1:-1])}]"
        return str(ipaddress.IPv4Address(host))
    except ValueError:
        return None


def _name(host: str) -> str:
    try:
        name = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError:
        raise ValueError("That is no server's name.") from None
    name = name.lower().removesuffix(".")
    if len(name) > _MOST or not _NAME.fullmatch(name) or _NUMBER.fullmatch(name):
        raise ValueError("That is no server's name.")
    return name


def host_of(url: str) -> str:
    """The canonical host of a web address, with its port where that is unusual. Raises
    ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS or "@" in parts.netloc:
        raise ValueError("That is not a plain web address.")
    return canonical_host(parts.netloc, parts.scheme)
