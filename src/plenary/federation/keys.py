"""The keys of our own actors: to sign with, and to show to others.

    headers = sign("POST", inbox, body, signing_key(account.actor_uri))

Kept by each process once read: opening and reading one costs more than using it. A key never
changes while a process lives.
"""

from django.conf import settings

from plenary.federation.actions.keys import PURPOSE, make_key
from plenary.federation.models import ActorKey
from plenary.federation.render import names
from plenary.federation.signatures import SigningKey
from plenary.lib import sealed

_MOST = 2000
_kept: dict[str, tuple[SigningKey, str]] = {}


def signing_key(actor_uri: str) -> SigningKey:
    """By the id of an actor of this server (`Account.actor_uri`, `names.server_actor()`), also of
    one that is gone: its farewell must be signed. Raises ValueError for anybody else's."""
    return _pair(actor_uri)[0]


def public_key(actor_uri: str) -> str:
    """PEM, for the actor's document (one query at most, once it was made)."""
    return _pair(actor_uri)[1]


def forget() -> None:
    """Read all anew."""
    _kept.clear()


def _pair(actor_uri: str) -> tuple[SigningKey, str]:
    found = _kept.get(actor_uri)
    if found is None:
        if not actor_uri.startswith(f"{settings.PUBLIC_URL}/"):
            raise ValueError(f"{actor_uri[:200]} is no actor of this server.")
        found = _read(actor_uri)
        while len(_kept) >= _MOST:
            _kept.pop(next(iter(_kept)), None)
        _kept[actor_uri] = found
    return found


def _read(actor_uri: str) -> tuple[SigningKey, str]:
    row = ActorKey.objects.filter(actor_uri=actor_uri).first() or make_key(actor_uri)
    private = sealed.opened(row.private_key, PURPOSE, actor_uri)
    if not private:
        row = make_key(actor_uri, instead_of=row.private_key)
        private = sealed.opened(row.private_key, PURPOSE, actor_uri)
    return SigningKey(names.key_of(actor_uri), private), row.public_key
