"""The key pair of an actor of this server, made when it is first needed."""

from plenary.federation import signatures
from plenary.federation.models import ActorKey
from plenary.lib import sealed

PURPOSE = b"actor key"


def make_key(actor_uri: str, *, instead_of: str = "") -> ActorKey:
    """The actor's key; of two processes that make one at once, both get the one that was kept.
    `instead_of`: the sealed key that cannot be opened any more, since SECRET_KEY changed."""
    private, public = signatures.make_key_pair()
    kept = sealed.seal(private, PURPOSE, actor_uri)
    if instead_of:
        ActorKey.objects.filter(actor_uri=actor_uri, private_key=instead_of).update(
            private_key=kept, public_key=public
        )
    made = ActorKey(actor_uri=actor_uri, private_key=kept, public_key=public)
    ActorKey.objects.bulk_create([made], ignore_conflicts=True)
    return ActorKey.objects.get(actor_uri=actor_uri)
