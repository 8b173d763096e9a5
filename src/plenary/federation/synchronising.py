"""Followers in step (FEP-8fcf): both servers add up who follows, and tell when sums differ."""

from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import urlsplit

from plenary.accounts.models import Account
from plenary.federation import queries


def address(owner: Account) -> str:
    """Where a server asks for its own part of somebody's followers."""
    return f"{owner.actor_uri}/followers_synchronization"


def digest(uris: Iterable[str]) -> str:
    """One number for a set of ids, whatever their order: the XOR of their SHA-256."""
    total = 0
    for uri in set(uris):
        total ^= int.from_bytes(sha256(uri.encode()).digest(), "big")
    return f"{total:064x}"


def header(owner: Account, domain: str) -> str:
    """The value of `Collection-Synchronization` on what is sent to that server (one query)."""
    return value(owner.actor_uri, digest(queries.followers_on(owner, domain)))


def value(actor_uri: str, there: str) -> str:
    collection = f"{actor_uri}/followers"
    return f'collectionId="{collection}", digest="{there}", url="{collection}_synchronization"'


def digests(owner: Account) -> dict[str, str]:
    """The digest for each server that has followers of somebody: for a post to many (one query)."""
    by_host: dict[str, list[str]] = {}
    for uri in queries.followers_elsewhere(owner):
        by_host.setdefault(urlsplit(uri).netloc, []).append(uri)
    return {host: digest(uris) for host, uris in by_host.items()}
