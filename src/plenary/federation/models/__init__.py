"""What is known of other servers, and what is on its way to and from them."""

from plenary.federation.models.actors import ActorKey, RemoteActor, Server
from plenary.federation.models.post import Activity, Delivery, InboxItem, Received, Tombstone

__all__ = [
    "Activity",
    "ActorKey",
    "Delivery",
    "InboxItem",
    "Received",
    "RemoteActor",
    "Server",
    "Tombstone",
]
