"""Who speaks here: people, programmes that post, groups, and the server itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from plenary.federation.render import names, words
from plenary.federation.signatures import IMPLEMENTS

if TYPE_CHECKING:
    from plenary.accounts.models import Account


def _type(account: Account) -> str:
    return account.actor_type or ("Service" if account.bot else "Person")


def _public_key(uri: str, pem: str) -> dict[str, str]:
    return {"id": names.key_of(uri), "owner": uri, "publicKeyPem": pem}


def actor(account: Account, public_key: str) -> dict[str, Any]:
    """A local account. `public_key`: PEM."""
    uri = account.actor_uri
    made: dict[str, Any] = {
        "id": uri,
        "type": _type(account),
        "preferredUsername": account.username,
        "name": account.name,
        "summary": words.markup(account.note_html),
        "url": names.page(account),
        "inbox": f"{uri}/inbox",
        "outbox": f"{uri}/outbox",
        "followers": names.followers(account),
        "following": f"{uri}/following",
        "featured": f"{uri}/collections/featured",
        "featuredTags": f"{uri}/collections/tags",
        "endpoints": {"sharedInbox": names.shared_inbox()},
        "manuallyApprovesFollowers": account.locked,
        "discoverable": account.discoverable,
        "indexable": account.indexable,
        # The day alone: when exactly somebody came is nobody's business.
        "published": f"{account.created_at:%Y-%m-%d}T00:00:00.000Z",
        "publicKey": _public_key(uri, public_key),
        "tag": words.emojis(account.emojis),
        "attachment": [
            {
                "type": "PropertyValue",
                "name": row["name"],
                "value": words.markup(row["html"]),
            }
            for row in account.fields
        ],
        "generator": {
            "type": "Application",
            "id": names.server_actor(),
            "implements": IMPLEMENTS,
        },
    }
    if account.avatar:
        made["icon"] = words.image(account.avatar)
    if account.header:
        made["image"] = words.image(account.header)
    if also := getattr(account, "also_known_as", None):
        made["alsoKnownAs"] = list(also)
    if moved := getattr(account, "moved_to", None):
        made["movedTo"] = moved.actor_uri
    return made


def server_actor(public_key: str) -> dict[str, Any]:
    """The server's own actor: it signs what it fetches, and passes reports on."""
    uri = names.server_actor()
    return {
        "id": uri,
        "type": "Application",
        "preferredUsername": names.server_username(),
        "name": settings.SITE_NAME,
        "url": f"{settings.PUBLIC_URL}/",
        "inbox": names.shared_inbox(),
        "outbox": f"{uri}/outbox",
        "endpoints": {"sharedInbox": names.shared_inbox()},
        "manuallyApprovesFollowers": True,
        "publicKey": _public_key(uri, public_key),
        "implements": IMPLEMENTS,
    }
