"""What is asked of the server of whoever signs in with an account elsewhere.

Mastodon's API as it documents it (docs.joinmastodon.org/spec/oauth and /methods/apps), what it can
do (RFC 8414), and whose name a handle is (WebFinger, RFC 7033). All of it goes through the guarded
client: only slow jobs call this. Every function raises FetchRefused in the user's words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

from plenary.lib import fetch
from plenary.lib.bounded_json import loads
from plenary.lib.fetch import Answer, FetchRefused
from plenary.lib.hosts import canonical_host, host_of

_SECONDS = 10.0  # for each question: somebody waits
_MOST = 256 * 1024
_USERNAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,62}[A-Za-z0-9_])?")
_ACTIVITY = {
    "application/activity+json",
    'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Handle:
    """What somebody typed: `@ana@example.org`, the address of a profile, or only a server."""

    username: str
    host: str


@dataclass(frozen=True)
class Endpoints:
    """Where a server asks its people, and what of them it lets one see."""

    authorize: str
    token: str
    revoke: str
    scope: str
    issuer: str = ""


@dataclass(frozen=True)
class Client:
    """What a server calls us."""

    client_id: str
    client_secret: str
    redirect_uri: str


@dataclass(frozen=True)
class Person:
    """Whom a server says has signed in. `domain` is what follows the second @ of their handle."""

    username: str
    domain: str
    uri: str
    page: str
    display_name: str
    note: str
    avatar: str
    locked: bool = False
    discoverable: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    emojis: tuple[tuple[str, str], ...] = ()


class Unknown(FetchRefused):
    """The server does not know our app any more."""


def handle(typed: str) -> Handle:
    """What was typed, taken apart; ValueError for what is no address. A server's name is read in
    its one spelling, so that nothing that looks alike is taken for it."""
    words = typed.strip()
    if len(words) > 400:
        raise ValueError("That is too long for an address.")
    if "://" in words:
        parts = urlsplit(words)
        named = re.fullmatch(r"/(?:@|users/|u/|profile/)([^/@]+)/?", parts.path)
        return Handle(_username(named[1]) if named else "", host_of(words))
    username, at, host = words.removeprefix("acct:").removeprefix("@").rpartition("@")
    if at and not username:
        raise ValueError("A name stands before the server's.")
    return Handle(_username(username) if username else "", canonical_host(host))


def _username(given: str) -> str:
    if not _USERNAME.fullmatch(given):
        raise ValueError("That is no name of an account.")
    return given


def origin(host: str) -> str:
    """How a server is reached: https, but for servers on this machine where those are allowed."""
    if settings.LOOPBACK_PEERS:
        name = urlsplit(f"//{host}").hostname or ""
        try:
            near = not ip_address(name).is_global
        except ValueError:
            near = name == "localhost" or name.endswith(".localhost")
        if near:
            return f"http://{host}"
    return f"https://{host}"


def api_host(who: Handle) -> str:
    """The server that the account lives on: of `@ana@example.org` it may be another than
    example.org, if example.org says so."""
    if not who.username:
        return who.host
    found = _webfinger(who.host, f"{who.username}@{who.host}")
    return who.host if found is None else found[1]


def endpoints(host: str) -> Endpoints:
    """Where it asks, as it says itself (RFC 8414) or as Mastodon always did. All of it is on the
    host itself: nobody is ever sent elsewhere."""
    base = origin(host)
    usual = Endpoints(
        f"{base}/oauth/authorize", f"{base}/oauth/token", f"{base}/oauth/revoke", "read:accounts"
    )
    answer = _get(f"{base}/.well-known/oauth-authorization-server")
    if answer.status != 200:
        return usual
    told = _object(answer.body, host)
    listed = told.get("scopes_supported")
    offered = listed if isinstance(listed, list) else []
    return Endpoints(
        _own(told.get("authorization_endpoint"), host) or usual.authorize,
        _own(told.get("token_endpoint"), host) or usual.token,
        _own(told.get("revocation_endpoint"), host) or usual.revoke,
        "profile" if "profile" in offered else "read:accounts",
        _text(told.get("issuer"))[:500],
    )


def _own(url: object, host: str) -> str:
    """An address of the server itself; '' for none. Refused where it is another's."""
    given = _text(url)
    if not given:
        return ""
    plain = len(given) <= 500 and given.isascii() and given.isprintable() and "#" not in given
    if not plain or not given.startswith(f"{origin(host)}/"):
        raise FetchRefused(f"{host} sends its people elsewhere to sign in.")
    return given


def register(host: str, name: str, website: str, redirect_uri: str, scope: str) -> Client:
    """Make ourselves known there (POST /api/v1/apps)."""
    asked = {
        "client_name": name,
        "redirect_uris": redirect_uri,
        "scopes": scope,
        "website": website,
    }
    answer = _post(f"{origin(host)}/api/v1/apps", asked)
    if answer.status not in (200, 201):
        raise FetchRefused(f"{host} does not let people sign in elsewhere with its accounts.")
    told = _object(answer.body, host)
    client_id, secret = _text(told.get("client_id")), _text(told.get("client_secret"))
    if not client_id or not secret or len(client_id) > 500 or len(secret) > 500:
        raise FetchRefused(f"{host} gave an answer that makes no sense.")
    return Client(client_id, secret, redirect_uri)


def knows(where: Endpoints, client: Client) -> bool:
    """Whether the server still has our app: many forget those that hold no token."""
    asked = {
        "grant_type": "client_credentials",
        "client_id": client.client_id,
        "client_secret": client.client_secret,
        "scope": where.scope,
        "redirect_uri": client.redirect_uri,
    }
    return _post(where.token, asked).status == 200


def authorize_url(where: Endpoints, client: Client, state: str, challenge: str) -> str:
    """Where the person is asked, by their own server."""
    asked = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": client.redirect_uri,
        "scope": where.scope,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{where.authorize}{'&' if '?' in where.authorize else '?'}{urlencode(asked)}"


def person(host: str, where: Endpoints, client: Client, code: str, verifier: str) -> Person:
    """Who consented: the code is exchanged, they are looked at once, and the token is given back
    whatever comes of it. Unknown where our app is not known any more."""
    token = _token(host, where, client, code, verifier)
    try:
        answer = _get(
            f"{origin(host)}/api/v1/accounts/verify_credentials",
            {"Authorization": f"Bearer {token}"},
        )
        if answer.status != 200:
            raise FetchRefused(f"{host} did not say who you are.")
        told = _object(answer.body, host)
    finally:
        _give_back(where, client, token)
    return _identified(host, told)


def _token(host: str, where: Endpoints, client: Client, code: str, verifier: str) -> str:
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": client.client_id,
        "client_secret": client.client_secret,
        "redirect_uri": client.redirect_uri,
        "code_verifier": verifier,
    }
    answer = _post(where.token, asked)
    if answer.status != 200:
        if b"invalid_client" in answer.body:
            raise Unknown(f"{host} does not know this server any more. Please try again.")
        raise FetchRefused(f"{host} did not confirm that you signed in there. Please try again.")
    token = _text(_object(answer.body, host).get("access_token"))
    if not token or len(token) > 4000 or not token.isascii() or not token.isprintable():
        raise FetchRefused(f"{host} gave an answer that makes no sense.")
    return token


def _give_back(where: Endpoints, client: Client, token: str) -> None:
    asked = {
        "client_id": client.client_id,
        "client_secret": client.client_secret,
        "token": token,
    }
    try:
        _post(where.revoke, asked)
    except FetchRefused:
        return  # it is kept nowhere here: nobody can use it


def _identified(host: str, told: Mapping[str, Any]) -> Person:
    """The person, with the handle that both their server and its name's owner agree on."""
    username, acct = _text(told.get("username")), _text(told.get("acct"))
    if not _USERNAME.fullmatch(username):
        raise FetchRefused(f"{host} gave an answer that makes no sense.")
    name, _, elsewhere = acct.partition("@")
    if name.lower() != username.lower():
        raise FetchRefused(f"{host} names somebody of another server.")
    domain, uri = _consented(host, username, _text(told.get("uri")))
    if elsewhere and _canonical(elsewhere) not in (host, domain):
        raise FetchRefused(f"{host} names somebody of another server.")
    page = _text(told.get("url"))
    return Person(
        username=username,
        domain=domain,
        uri=uri,
        page=page if _is_on(page, host) and len(page) <= 500 else "",
        display_name=_text(told.get("display_name")),
        note=_text(told.get("note"))[:20_000],
        avatar=_text(told.get("avatar_static")) or _text(told.get("avatar")),
        locked=told.get("locked") is True,
        discoverable=told.get("discoverable") is True,
        fields=_pairs(told.get("fields"), "name", "value"),
        emojis=_pairs(told.get("emojis"), "shortcode", "url"),
    )


def _pairs(rows: object, key: str, value: str) -> tuple[tuple[str, str], ...]:
    listed = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return tuple((_text(row.get(key)), _text(row.get(value))) for row in listed[:64])


def _consented(host: str, username: str, said: str) -> tuple[str, str]:
    """What follows the second @ of the handle, and what the account is called among servers. Where
    it is not the host itself, its owner must say of the account what the host says."""
    found = _webfinger(host, f"{username}@{host}")
    if found is None:  # it federates with nobody: all it has are names of its own
        uri = said or f"{origin(host)}/@{username}"
        if not _is_on(uri, host):
            raise FetchRefused(f"{host} names somebody of another server.")
        return host, uri
    domain, where, uri, named = found
    if where != host or named.lower() != username.lower() or (said and said != uri):
        raise FetchRefused(f"{host} names somebody of another server.")
    if domain != host and _webfinger(domain, f"{username}@{domain}") != found:
        raise FetchRefused(f"{domain} does not know @{username} of {host}.")
    return domain, uri


def _webfinger(host: str, acct: str) -> tuple[str, str, str, str] | None:
    """Of an account: the host of its handle, the host it lives on, what it is called among servers,
    and its name; None where the server tells no such things."""
    url = f"{origin(host)}/.well-known/webfinger?resource={quote(f'acct:{acct}', safe='')}"
    accept = "application/jrd+json, application/json"
    try:
        answer = fetch.fetch(url, max_bytes=_MOST, seconds=_SECONDS, accept=accept)
    except FetchRefused as refusal:
        if refusal.status in (404, 410):
            return None
        raise
    told = _object(answer.body, host)
    name, _, domain = _text(told.get("subject")).removeprefix("acct:").rpartition("@")
    links = told.get("links")
    for link in links if isinstance(links, list) else []:
        if not isinstance(link, dict) or link.get("rel") != "self":
            continue
        uri = _text(link.get("href"))
        if link.get("type") in _ACTIVITY and uri and len(uri) <= 500:
            try:
                return canonical_host(domain), host_of(uri), uri, _username(name)
            except ValueError:
                break
    raise FetchRefused(f"{host} has no account that could sign in here.")


def _canonical(host: str) -> str:
    try:
        return canonical_host(host)
    except ValueError:
        return ""


def _is_on(url: str, host: str) -> bool:
    try:
        return url.isprintable() and host_of(url) == host
    except ValueError:
        return False


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _get(url: str, headers: dict[str, str] | None = None) -> Answer:
    asked = {"Accept": "application/json", **(headers or {})}
    return fetch.ask("GET", url, headers=asked, max_bytes=_MOST, seconds=_SECONDS)


def _post(url: str, form: dict[str, str]) -> Answer:
    return fetch.ask(
        "POST",
        url,
        body=urlencode(form).encode(),
        headers={"Accept": "application/json", **_FORM},
        max_bytes=_MOST,
        seconds=_SECONDS,
    )


def _object(body: bytes, host: str) -> dict[str, Any]:
    try:
        return loads(body, _MOST)
    except ValueError:
        raise FetchRefused(f"{host} gave an answer that makes no sense.") from None
