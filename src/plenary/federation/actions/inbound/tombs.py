"""What was undone or deleted does not come back, in whatever order one hears of it."""

from hashlib import sha256

from plenary.federation.models import Tombstone


def digest_of(actor_uri: str, uri: str) -> str:
    """Of an id as its actor uses it: nobody's word on another's things counts."""
    return sha256(f"{actor_uri}\n{uri}".encode()).hexdigest()


def bury(actor_uri: str, uri: str) -> None:
    stone = Tombstone(digest=digest_of(actor_uri, uri), actor_uri=actor_uri)
    Tombstone.objects.bulk_create([stone], ignore_conflicts=True)


def is_buried(actor_uri: str, uri: str) -> bool:
    return Tombstone.objects.filter(digest=digest_of(actor_uri, uri)).exists()
