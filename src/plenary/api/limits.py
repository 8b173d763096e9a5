"""How often: a fixed window for each key, counted in a file that all web processes map.

Counting in the database would make a write of every read; counting in each process would multiply
the limits by how many there are. Two increments at the same instant may count as one: a limit on
crowds need not be exact to one. With Redis the counts are kept there, for several machines.
"""

import mmap
import os
import struct
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings

_SLOTS = 1 << 16
_TRIES = 8
_ENTRY = struct.Struct("<QII")  # what is counted, in which window, how many


@dataclass(frozen=True)
class Limit:
    """So many in so many seconds."""

    count: int
    seconds: int


# As Mastodon's (docs.joinmastodon.org/api/rate-limits); more apps, for a whole congress registers
# them from behind one address.
LIMITS = {
    "account": Limit(1500, 300),
    "token": Limit(300, 300),
    "address": Limit(300, 300),
    "media": Limit(30, 1800),
    "signup": Limit(5, 1800),
    "delete": Limit(30, 1800),
    "apps": Limit(25, 600),
    "confirmation": Limit(5, 1800),
    "sign-in elsewhere": Limit(60, 600),  # by address: a congress sits behind one
    "home server": Limit(300, 600),
    "look up": Limit(60, 600),  # things on other servers, by account
}


@dataclass(frozen=True, slots=True)
class Count:
    """Where one stands in a window."""

    limit: int
    used: int
    ends: int  # seconds since 1970

    @property
    def exceeded(self) -> bool:
        return self.used > self.limit

    def headers(self) -> dict[str, str]:
        more = {"Retry-After": str(max(self.ends - int(time.time()), 1))} if self.exceeded else {}
        return more | {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(self.limit - self.used, 0)),
            "X-RateLimit-Reset": _moment(self.ends),
        }


@cache
def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.000000Z")


def neighbourhood(address: str) -> str:
    """What counts as one address: with IPv6 everybody has a whole /64 to themselves."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((found, 64), strict=False))


def hit(kind: str, key: str | int) -> Count | None:
    """Count one more of `kind` by `key`; None where limits are off."""
    if not settings.RATE_LIMITS:
        return None
    limit = LIMITS[kind]
    window = int(time.time()) // limit.seconds
    ends = (window + 1) * limit.seconds
    mark = f"{kind}:{key}"
    used = _in_redis(mark, window, limit) if settings.REDIS_URL else _table().add(mark, window)
    return Count(limit.count, used, ends)


def too_often(kind: str, key: str | int) -> bool:
    """Count one more, and say whether that was one too many."""
    count = hit(kind, key)
    return count is not None and count.exceeded


def _in_redis(mark: str, window: int, limit: Limit) -> int:
    both = _redis().pipeline(transaction=False)
    name = f"plenary:limit:{mark}:{window}"
    both.incr(name)
    both.expire(name, limit.seconds)
    return int(both.execute()[0])


@cache
def _redis() -> Any:
    import redis

    return redis.Redis.from_url(settings.REDIS_URL)


class Table:
    """Counters in a file that all web processes map into their memory."""

    def __init__(self, path: str) -> None:
        size = _SLOTS * _ENTRY.size
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(handle).st_size < size:
                os.ftruncate(handle, size)
            self._memory = mmap.mmap(handle, size)
        finally:
            os.close(handle)

    def add(self, mark: str, window: int) -> int:
        """One more; the number now. Where all places are taken, an old one makes room."""
        digest = int.from_bytes(blake2b(mark.encode(), digest_size=8).digest(), "little") or 1
        window &= 0xFFFFFFFF
        free = first = (digest % _SLOTS) * _ENTRY.size
        found_free = False
        for step in range(_TRIES):
            at = ((digest + step) % _SLOTS) * _ENTRY.size
            key, when, count = _ENTRY.unpack_from(self._memory, at)
            if key == digest:
                count = count + 1 if when == window else 1
                _ENTRY.pack_into(self._memory, at, digest, window, count)
                return count
            # Of another window length: a place is stale when nothing like now is written in it.
            if not found_free and (key == 0 or _stale(when)):
                free, found_free = at, True
        _ENTRY.pack_into(self._memory, free if found_free else first, digest, window, 1)
        return 1


def _stale(window: int) -> bool:
    """Whether no limit could still be in that window."""
    now = time.time()
    return all(int(now) // limit.seconds != window for limit in LIMITS.values())


@cache
def _table() -> Table:
    return Table(os.path.join(settings.DATA, "limits"))
