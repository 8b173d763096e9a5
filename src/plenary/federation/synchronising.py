"""Followers in step (FEP-8fcf): both servers add up who follows, and tell when sums differ."""

from collections.abc import Iterable
from hashlib import sha256

from plenary.accounts.models import Account
from plenary.federation import queries
from plenary.federation.render import names


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
    there = digest(queries.followers_on(owner, domain))
    return f'collectionId="{names.followers(owner)}", digest="{there}", url="{address(owner)}"'
