"""What was undone or deleted does not come back, in whatever order one hears of it."""

from hashlib import sha256

from plenary.lib import clock
from plenary.lib.rows import moment, rows, write


def digest_of(actor_uri: str, uri: str) -> str:
    """Of an id as its actor uses it: nobody's word on another's things counts."""
    return sha256(f"{actor_uri}\n{uri}".encode()).hexdigest()


def bury(actor_uri: str, uri: str) -> None:
    digest, now = digest_of(actor_uri, uri), moment(clock.now())
    write(_BURY, {"digest": digest, "actor": actor_uri, "now": now})


def is_buried(actor_uri: str, uri: str) -> bool:
    return bool(rows(_BURIED, {"digest": digest_of(actor_uri, uri)}))


_BURY = """
    INSERT INTO plenary_tombstone (digest, actor_uri, created_at)
    VALUES (%(digest)s, %(actor)s, %(now)s) ON CONFLICT DO NOTHING
"""
_BURIED = "SELECT 1 FROM plenary_tombstone WHERE digest = %(digest)s"
