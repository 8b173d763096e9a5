"""Documents of ActivityPub, fetched from where they belong.

A server speaks for itself alone: a document that names an id elsewhere, or that another address
serves, is nobody's word. The final address decides, and the media type: what a server merely keeps
for somebody, such as a file that was uploaded there, is not what it says itself.
"""

import time
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from plenary import __version__
from plenary.lib import bounded_json, fetch
from plenary.lib.fetch import FetchRefused, Sign
from plenary.lib.guard import AS_IT_IS
from plenary.lib.hosts import host_of

MAX_BYTES = 1_000_000
_SECONDS = 10.0
_PROFILE = "https://www.w3.org/ns/activitystreams"
ACCEPT = f'application/activity+json, application/ld+json; profile="{_PROFILE}"'


def agent() -> str:
    """How this server names itself to others."""
    return f"Plenary/{__version__} (+{settings.PUBLIC_URL}/)"


def _is_activity(kind: str, parameters: dict[str, str]) -> bool:
    if kind == "application/activity+json":
        return True
    return kind == "application/ld+json" and _PROFILE in parameters.get("profile", "").split()


def fetch_object(url: str, *, sign: Sign | None = None) -> dict[str, Any]:
    """The object of an id, or of an address that leads to it on the same server. Its `id` is the
    address that it was fetched from. Raises FetchRefused."""
    deadline = time.monotonic() + _SECONDS
    final, found = _document(url, sign, deadline)
    named = found.get("id")
    if _is_at(named, final):
        return found
    # The address of a page, perhaps: asked once more, by its name.
    if not isinstance(named, str) or _host(named) != _host(final):
        raise FetchRefused("It belongs to another server.")
    final, found = _document(named, sign, deadline)
    if found.get("id") != named or not _is_at(named, final):
        raise FetchRefused("It is not what it says it is.")
    return found


def fetch_collection(
    url: str,
    *,
    most: int = 200,
    pages: int = 10,
    seconds: float = 30.0,
    sign: Sign | None = None,
) -> Iterator[str | dict[str, Any]]:
    """The items of a collection, from its first page on: ids, or objects where the collection's own
    server gives them whole. Never more than `most`, nor of more than `pages`, nor of a page that
    came before. Raises FetchRefused for a collection that is not to be had; a page that is not to
    be had ends it."""
    host = _host(url)
    found = _pages(url, host, pages, sign, time.monotonic() + seconds)
    yield from islice(chain.from_iterable(_items(page, host) for page in found), most)


def _pages(
    url: str, host: str, most: int, sign: Sign | None, deadline: float
) -> Iterator[dict[str, Any]]:
    """The collection itself, which may hold items, then its pages."""
    page = _page(url, host, sign, deadline)
    yield page
    following, seen = page.get("first") or page.get("next"), {url}
    if isinstance(following, dict):
        most -= 1
        yield following
        following = following.get("next")
    for _ in range(most):
        if not isinstance(following, str) or following in seen:
            return
        seen.add(following)
        try:
            page = _page(following, host, sign, deadline)
        except FetchRefused:
            return
        yield page
        following = page.get("next")


def _page(url: str, host: str, sign: Sign | None, deadline: float) -> dict[str, Any]:
    if _host(url) == host:
        final, found = _document(url, sign, deadline)
        if _host(final) == host:
            return found
    raise FetchRefused("It belongs to another server.")


def _items(page: dict[str, Any], host: str) -> Iterator[str | dict[str, Any]]:
    given = page.get("orderedItems") or page.get("items") or []
    for item in given if isinstance(given, list) else [given]:
        named = item.get("id") if isinstance(item, dict) else item
        if not isinstance(named, str):
            continue
        yield item if isinstance(item, dict) and _host(named, "") == host else named


def _document(url: str, sign: Sign | None, deadline: float) -> tuple[str, dict[str, Any]]:
    """The final address, and what is there."""
    _host(url)
    found = fetch.fetch(
        url,
        max_bytes=MAX_BYTES,
        seconds=deadline - time.monotonic(),
        accept=ACCEPT,
        agent=agent(),
        only=_is_activity,
        sign=sign,
    )
    _host(found.url)
    try:
        return found.url, bounded_json.loads(found.body, MAX_BYTES)
    except ValueError as error:
        raise FetchRefused(f"It cannot be read: {error}", status=200) from None


def _host(url: str, otherwise: str | None = None) -> str:
    """The canonical host of an address elsewhere; ours is never fetched, and nobody names it."""
    try:
        host = host_of(url)
    except ValueError:
        host = settings.DOMAIN
    if host != settings.DOMAIN:
        return host
    if otherwise is None:
        raise FetchRefused("It does not belong to another server.")
    return otherwise


def _is_at(named: Any, final: str) -> bool:
    """Whether an id is this address. Its path may be in any letters; otherwise it is spelled as
    we spell it, for two spellings would be two objects."""
    if not isinstance(named, str):
        return False
    if f"{named}/" == final:
        return urlsplit(final).path == "/"
    return named == final or quote(named, safe=AS_IT_IS) == final
