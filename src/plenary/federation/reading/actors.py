"""An actor's document."""

import re
from dataclasses import dataclass, field
from typing import Any

from plenary.accounts.actions.elsewhere import ACTOR_TYPES, RemoteProfile
from plenary.federation.reading import tags
from plenary.federation.reading.values import (
    Unreadable,
    address,
    host_at,
    id_of,
    ids_of,
    is_of,
    kinds_of,
    moment,
    same_host,
    things,
    words,
)
from plenary.federation.signatures import understands_rfc9421

# As Mastodon reads them; others could pass for somebody else's.
HANDLE = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,62}[A-Za-z0-9_])?")


@dataclass(frozen=True)
class Actor:
    """`profile` names the actor's own host as its domain; whether another may stand there is asked
    of both."""

    profile: RemoteProfile
    inbox: str
    key_id: str
    public_key: str
    endpoints: dict[str, str] = field(default_factory=dict)
    avatar_url: str = ""
    header_url: str = ""
    also_known_as: tuple[str, ...] = ()
    moved_to: str = ""
    reads_rfc9421: bool = False  # its server says so


def actor(document: dict[str, Any]) -> Actor:
    """Raises Unreadable for what nobody could write to, or whose key is not its own."""
    uri = id_of(document)
    host = host_at(uri)
    kind = next((one for one in kinds_of(document) if one in ACTOR_TYPES), "")
    name = document.get("preferredUsername")
    inbox = id_of(document.get("inbox"))
    if not host or not kind or not same_host(inbox, uri):
        raise Unreadable("That is no actor.")
    if not isinstance(name, str) or not HANDLE.fullmatch(name):
        raise Unreadable("It has no handle that we read.")
    key_id, public_key = _key(document, uri)
    profile = RemoteProfile(
        uri=uri,
        username=name,
        domain=host,
        actor_type=kind,
        display_name=words(document, "name")[:1000],
        note=words(document, "summary")[:20_000],
        fields=tuple(_fields(document)),
        page=_page(document),
        locked=document.get("manuallyApprovesFollowers") is True,
        discoverable=document.get("discoverable") is True,
        indexable=document.get("indexable") is True,
        created_at=moment(document.get("published")),
        emojis=tuple(tags.emojis(document.get("tag"))),
    )
    return Actor(
        profile,
        inbox=inbox,
        key_id=key_id,
        public_key=public_key,
        endpoints=_endpoints(document, uri),
        avatar_url=address(document.get("icon")),
        header_url=address(document.get("image")),
        also_known_as=tuple(ids_of(document.get("alsoKnownAs"))[:20]),
        moved_to=id_of(document.get("movedTo")),
        reads_rfc9421=understands_rfc9421(document),
    )


def _key(document: dict[str, Any], uri: str) -> tuple[str, str]:
    """The first key that is the actor's own: it says so, and so does its host."""
    for one in things(document.get("publicKey")):
        if not isinstance(one, dict):
            continue
        key_id, pem = id_of(one), one.get("publicKeyPem")
        if id_of(one.get("owner")) == uri and same_host(key_id, uri) and isinstance(pem, str):
            return key_id, pem[:8192]
    raise Unreadable("It has no key of its own.")


def _endpoints(document: dict[str, Any], uri: str) -> dict[str, str]:
    given = document.get("endpoints")
    shared = id_of(given.get("sharedInbox")) if isinstance(given, dict) else ""
    found = {
        "shared_inbox": shared,
        "outbox": id_of(document.get("outbox")),
        "followers": id_of(document.get("followers")),
        "following": id_of(document.get("following")),
        "featured": id_of(document.get("featured")),
        "featured_tags": id_of(document.get("featuredTags")),
    }
    return {name: one if same_host(one, uri) else "" for name, one in found.items()}


def _page(document: dict[str, Any]) -> str:
    page = address(document.get("url"))
    return page if len(page) <= 500 else ""


def _fields(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (words(one, "name")[:255], words(one, "value")[:4000])
        for one in things(document.get("attachment"))[:32]
        if is_of(one, "PropertyValue")
    ]
