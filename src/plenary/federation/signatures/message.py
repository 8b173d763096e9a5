"""The request whose signature is read, and what a signature says before any key is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Scheme = Literal["cavage", "rfc9421"]

_LONGEST_VALUE = 8192


class BadSignature(Exception):
    """Why a request is not believed, in words for the log and for the peer's administrator."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Said:
    """What a signature claims and covers, whichever scheme it is in."""

    key_id: str
    algorithm: str  # '' where it does not say
    signature: bytes
    base: bytes  # the bytes that were signed
    covers_method: bool
    covers_target: bool  # path and query, all of it
    covers_host: bool
    covers_digest: bool
    covers_date: bool
    covers_created: bool
    created: int | None
    expires: float | None


def normal_host(host: str, scheme: str) -> str:
    """In small letters, without the port that goes without saying."""
    return host.strip().lower().removesuffix(":443" if scheme == "https" else ":80")


class Message:
    """A request as it came in. `target` is what stood on the request line: path and query."""

    def __init__(
        self, method: str, target: str, headers: Mapping[str, str], host: str, scheme: str
    ) -> None:
        # Methods are case-sensitive, yet the draft signs them in small letters.
        if not (method.isascii() and method.isalpha() and method.isupper()):
            raise BadSignature("the method is not one")
        if not target.startswith("/") or not _plain(target) or " " in target or "#" in target:
            raise BadSignature("the request target is not a path")
        self.method = method
        self.target = target
        self.host = normal_host(host, scheme)
        self.scheme = scheme
        self._headers: dict[str, str] = {}
        for name, value in headers.items():
            if name.lower() in self._headers:
                raise BadSignature(f"the header {name.lower()[:40]} came twice")
            self._headers[name.lower()] = value

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """With its question mark; '?' alone where there is none, as RFC 9421 has it."""
        return "?" + self.target.partition("?")[2]

    def has(self, name: str) -> bool:
        return name in self._headers

    def value(self, name: str) -> str:
        """A header that matters: there, of sane length, and nothing in it can start a line."""
        value = self._headers.get(name)
        if value is None:
            raise BadSignature(f"the header {name[:40]} is missing")
        value = value.strip(" \t")
        if len(value) > _LONGEST_VALUE or not _plain(value):
            raise BadSignature(f"the header {name[:40]} is too long or has odd characters")
        return value


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable()
