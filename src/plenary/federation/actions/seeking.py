"""Somebody here asks for somebody or something elsewhere by its name. The post office looks; a web
worker waits a moment for it, one at a time, for meanwhile it serves nobody else."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

from plenary.accounts.models import Account
from plenary.conduct.queries import decision_for
from plenary.federation import queries
from plenary.federation.actions import later, resolve
from plenary.federation.actions.later import patient
from plenary.federation.reading import host_at
from plenary.jobs.tasks import task
from plenary.lib.hosts import canonical_host

WAITS = 2.5
_LOOKS = 0.1
_KEPT = 300  # seconds for which an answer stands
_FORGOTTEN = 30  # the same where nothing was found
_NOTHING = ("", 0)
_MOST = 500

Found = tuple[str, int]


@dataclass(frozen=True)
class Sought:
    """How far a search is. `kind`: account or status, with its id here; '' where nothing is known,
    and while it is looked for at `host`."""

    kind: str = ""
    pk: int = 0
    looking: bool = False
    host: str = ""


def seek(viewer: Account | None, asked: str) -> Found | None:
    """What a handle or an address elsewhere names, as ("account" or "status", its id here); None
    where it is none, or not known by now: asked for again it may be. For who is signed in."""
    sought = begin(viewer, asked)
    if not sought.looking:
        return (sought.kind, sought.pk) if sought.kind else None
    with _alone() as mine:
        found = _awaited(_name(asked)) if mine else None
    return found if found and found[0] else None


def begin(viewer: Account | None, asked: str) -> Sought:
    """The same, and nobody waits: whoever asks again sees how far it is."""
    asked = asked.strip()
    host = host_named(asked)
    if viewer is None or not settings.FEDERATION or not host or decision_for(host).suspended:
        return Sought()
    name = _name(asked)
    found = _known(asked) or cache.get(name)
    if found is None:
        look.using(key=name, lane=host).enqueue(asked, name)
        return Sought(looking=True, host=host)
    return Sought(found[0], found[1], host=host)


def _name(asked: str) -> str:
    return f"seek:{sha256(asked.strip().encode()).hexdigest()[:40]}"


def host_named(asked: str) -> str:
    """Where it would be; '' for what is neither a handle nor an address, or is of this server."""
    handle = resolve.HANDLE.fullmatch(asked)
    if len(asked) > _MOST or (handle is None and not host_at(asked)):
        return ""
    try:
        host = canonical_host(handle[2]) if handle else host_at(asked)
    except ValueError:
        return ""
    return "" if host == settings.DOMAIN else host


def _known(asked: str) -> Found | None:
    handle = resolve.HANDLE.fullmatch(asked)
    if handle is not None:
        named = Account.objects.filter(username__iexact=handle[1], domain=host_named(asked))
        pk = named.values_list("pk", flat=True).first()
        return ("account", pk) if pk is not None else None
    if account := queries.account_at(asked):
        return "account", account.pk
    status = queries.status_at(asked)
    return ("status", status.pk) if status is not None else None


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other web worker of this machine waits; given up when this one ends, however."""
    with Path(settings.DATA, "seeking.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def _awaited(name: str) -> Found | None:
    limit = time.monotonic() + WAITS
    while time.monotonic() < limit:
        found: Found | None = cache.get(name)
        if found is not None:
            return found
        time.sleep(_LOOKS)
    return None


@task(slow=True)
@patient(tries=1)
def look(asked: str, name: str) -> None:
    """Find it, and say so where it is waited for."""
    found = _NOTHING
    try:
        handle = resolve.HANDLE.fullmatch(asked)
        one = resolve.account_by_handle(asked) if handle else resolve.anything(asked)
        if one is not None:
            found = ("account" if isinstance(one, Account) else "status", one.pk)
        if isinstance(one, Account) and one.uri:
            later.count(one)
    finally:
        cache.set(name, found, _KEPT if found[0] else _FORGOTTEN)
