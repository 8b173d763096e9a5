"""What other servers send, as plain values: JSON in, dataclasses out. Nothing here asks or writes.

Whatever is not understood is left out; `Unreadable` where nothing of use remains.
"""

from plenary.federation.reading.actors import Actor, actor
from plenary.federation.reading.notes import POSTS, Post, post
from plenary.federation.reading.values import (
    PUBLIC,
    Unreadable,
    host_at,
    id_of,
    ids_of,
    is_of,
    kind_of,
    same_host,
    total,
)

__all__ = [
    "POSTS",
    "PUBLIC",
    "Actor",
    "Post",
    "Unreadable",
    "actor",
    "host_at",
    "id_of",
    "ids_of",
    "is_of",
    "kind_of",
    "post",
    "same_host",
    "total",
]
