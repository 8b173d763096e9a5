"""WebFinger (RFC 7033) and host-meta (RFC 6415): from a handle to an actor."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from plenary.federation import queries
from plenary.federation.errors import BadQuestion, Gone
from plenary.federation.render import names, words
from plenary.lib.errors import NotFound
from plenary.lib.hosts import canonical_host

_ACCT = re.compile(r"acct:@?([^@\s]{1,300})@([^@\s/]{1,300})", re.IGNORECASE)
_PATH = re.compile(r"/(?:users/|@)([A-Za-z0-9_]{1,64})/?")
_HANDLE = re.compile(r"[A-Za-z0-9_]{1,64}")
_TYPE = "application/activity+json"


def described(resource: str, rels: list[str]) -> dict[str, Any]:
    """The JRD of an `acct:` or of an actor's or profile's address. BadQuestion for what is neither,
    NotFound for whom we do not know, Gone for who was suspended. Two queries at most."""
    if not resource:
        raise BadQuestion("Say whom you look for: ?resource=acct:user@host")
    username, of_server = _named(resource)
    if of_server:
        return _server(rels)
    account = queries.local_actor(username)
    if account is None:
        if queries.was_here(f"{settings.PUBLIC_URL}/users/{username}"):
            raise Gone
        raise NotFound
    if account.suspended_at is not None:
        raise Gone
    links = [
        {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html"}
        | {"href": names.page(account)},
        {"rel": "self", "type": _TYPE, "href": account.actor_uri},
        # Where whoever is of this server goes to follow, or answer, what they see elsewhere.
        {"rel": "http://ostatus.org/schema/1.0/subscribe"}
        | {"template": f"{settings.PUBLIC_URL}/authorize_interaction?uri={{uri}}"},
    ]
    if account.avatar:
        face = words.image(account.avatar)
        links.append(
            {"rel": "http://webfinger.net/rel/avatar", "type": face["mediaType"]}
            | {"href": face["url"]}
        )
    return {
        "subject": f"acct:{names.address(account)}",
        "aliases": [names.page(account), account.actor_uri],
        "links": _asked(links, rels),
    }


def _named(resource: str) -> tuple[str, bool]:
    """The handle that is looked for; or that it is the server itself."""
    acct = _ACCT.fullmatch(resource)
    if acct:
        if not _is_here(acct[2], "https") and not _is_here(acct[2], _scheme()):
            raise NotFound
        if acct[1].lower() == names.server_username():
            return "", True
        if not _HANDLE.fullmatch(acct[1]):
            raise NotFound
        return acct[1], False
    try:
        parts = urlsplit(resource)
    except ValueError:
        raise BadQuestion("The resource cannot be read.") from None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadQuestion("A resource is acct:user@host, or the address of an actor.")
    if parts.scheme != _scheme() or not _is_here(parts.netloc, parts.scheme) or parts.query:
        raise NotFound
    if parts.path == "/actor":
        return "", True
    path = _PATH.fullmatch(parts.path)
    if path is None:
        raise NotFound
    return path[1], False


def _scheme() -> str:
    return settings.PUBLIC_URL.partition(":")[0]


def _is_here(netloc: str, scheme: str) -> bool:
    try:
        return canonical_host(netloc, scheme, anywhere=True) == settings.DOMAIN
    except ValueError:
        return False


def _server(rels: list[str]) -> dict[str, Any]:
    links = [{"rel": "self", "type": _TYPE, "href": names.server_actor()}]
    return {
        "subject": f"acct:{names.server_username()}@{settings.DOMAIN}",
        "aliases": [names.server_actor()],
        "links": _asked(links, rels),
    }


def _asked(links: list[dict[str, str]], rels: list[str]) -> list[dict[str, str]]:
    return [one for one in links if one["rel"] in rels] if rels else links


def _template() -> str:
    return f"{settings.PUBLIC_URL}/.well-known/webfinger?resource={{uri}}"


def host_meta() -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n'
        f'  <Link rel="lrdd" template="{_template()}"/>\n'
        "</XRD>\n"
    )


def host_meta_json() -> dict[str, Any]:
    return {"links": [{"rel": "lrdd", "template": _template()}]}
