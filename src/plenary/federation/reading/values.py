"""Small questions to JSON of any shape. None of them raises."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_datetime

from plenary.lib import clock
from plenary.lib.hosts import host_of

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
_EVERYBODY = {PUBLIC, "as:Public", "Public"}
_MOST = 500  # characters of an id; things of a list
MOST_TOLD = 2**31 - 1  # what a column holds
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = timedelta(days=366 * 10)


class Unreadable(ValueError):
    """Nothing of use can be read from it."""


def things(value: Any) -> list[Any]:
    """A list, whether it was sent as one or as its only member."""
    if value is None:
        return []
    return value[:_MOST] if isinstance(value, list) else [value]


def id_of(value: Any) -> str:
    """The id of a thing, given whole, by name, or first of several; ''."""
    return next(iter(ids_of(value)), "")


def ids_of(value: Any) -> list[str]:
    """The ids of things, once each, in order; everybody always by the one name."""
    found: dict[str, None] = {}
    for one in things(value):
        named = one.get("id") if isinstance(one, dict) else one
        if isinstance(named, str) and 0 < len(named) <= _MOST:
            found[PUBLIC if named in _EVERYBODY else named] = None
    return list(found)


def kind_of(thing: Any) -> str:
    """Its type; of several the first."""
    return next(iter(kinds_of(thing)), "")


def kinds_of(thing: Any) -> list[str]:
    given = thing.get("type") if isinstance(thing, dict) else None
    return [one for one in things(given) if isinstance(one, str)]


def is_of(thing: Any, *kinds: str) -> bool:
    return any(one in kinds for one in kinds_of(thing))


def total(collection: Any) -> int | None:
    """How many a collection says it holds."""
    if not is_of(collection, "Collection", "OrderedCollection"):
        return None
    told = collection.get("totalItems")
    if isinstance(told, bool) or not isinstance(told, int) or told < 0:
        return None
    return min(told, MOST_TOLD)


def words(thing: dict[str, Any], name: str) -> str:
    """A text, or the first of those in several languages; ''."""
    given = thing.get(name)
    if isinstance(given, str):
        return given
    languages = thing.get(f"{name}Map")
    if isinstance(languages, dict):
        return next((one for one in languages.values() if isinstance(one, str)), "")
    return ""


def language(thing: dict[str, Any]) -> str:
    """Of its content, as far as it says so (BCP 47)."""
    given = thing.get("contentMap")
    if not isinstance(given, dict):
        return ""
    same = [key for key, value in given.items() if value == thing.get("content")]
    found = (same or list(given))[:1]
    code = found[0] if found else ""
    return code if code != "und" and code.replace("-", "").isalnum() and code.isascii() else ""


def moment(value: Any) -> datetime | None:
    """A date and time, in UTC; None for what is none, or of another age."""
    if not isinstance(value, str) or len(value) > 60:
        return None
    try:
        found = parse_datetime(value)
        if found is None:
            return None
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if _FIRST <= found <= clock.now() + _LAST else None


def number(value: Any) -> int:
    """A count: whole, not below nought, and not beyond what can be kept."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    return int(max(0, min(value, 2**31 - 1)))


def host_at(uri: str) -> str:
    """The canonical host of an id; '' where it is none that we read."""
    if not 0 < len(uri) <= _MOST or not uri.isprintable() or " " in uri:
        return ""
    if not uri.startswith("https://") and not (
        settings.LOOPBACK_PEERS and uri.startswith("http://")
    ):
        return ""
    try:
        return host_of(uri)
    except ValueError:
        return ""


def same_host(one: str, other: str) -> bool:
    return host_at(one) != "" and host_at(one) == host_at(other)


def address(value: Any) -> str:
    """A web address, of a thing that is one or has one; ''."""
    return next(addresses(value), "")[:2000]


def addresses(value: Any, kinds: tuple[str, ...] = ()) -> Iterator[str]:
    """Those web addresses that are of one of the media types, or do not say."""
    for one in things(value):
        given = one
        if isinstance(one, dict):
            media_type = one.get("mediaType")
            if kinds and isinstance(media_type, str) and not media_type.startswith(kinds):
                continue
            given = one.get("href") or one.get("url")
            if not isinstance(given, str):
                yield from addresses(given, kinds) if isinstance(given, list) else ()
                continue
        if isinstance(given, str) and given.startswith(("https://", "http://")):
            yield given
