"""What one can listen to, and by which right."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from plenary.api.scopes import allows
from plenary.lib.numbers import whole
from plenary.lib.text import hashtag_key
from plenary.timelines.queries.receivers import Spread

PREFIX = "/api/v1/streaming"
_STATUSES, _NOTIFICATIONS = ("read:statuses",), ("read:notifications",)
_PLAIN = (
    "user",
    "user:notification",
    "direct",
    "public",
    "public:media",
    "public:local",
    "public:local:media",
    "public:remote",
    "public:remote:media",
)
_TAGGED = ("hashtag", "hashtag:local")
_TRUE = {"1", "true", "t", "on", "yes"}
_encode = msgspec.json.Encoder().encode


class Refusal(Exception):
    """Why somebody cannot listen."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message

    def body(self) -> bytes:
        return _encode({"error": self.message})


class Channel(NamedTuple):
    """One stream: its name, what it is about (a hashtag, a list), and how clients know it."""

    name: str
    about: str
    label: str  # JSON


_SHARED = {name: Channel(name, "", f'["{name}"]') for name in _PLAIN}
USER, NOTIFICATION, DIRECT = (_SHARED[name] for name in ("user", "user:notification", "direct"))


def named(name: str, given: Mapping[str, str]) -> Channel:
    """The channel of a name with its parameters; Refusal where there is none."""
    if name in _SHARED:
        return _SHARED[name]
    if name in _TAGGED:
        tag = given.get("tag", "").lstrip("#")
        if not tag.strip() or len(tag) > 300:
            raise Refusal(400, "Missing tag name parameter")
        return Channel(name, hashtag_key(tag), _encode([name, given["tag"]]).decode())
    if name == "list":
        number = whole(given.get("list", ""))
        if number is None:
            raise Refusal(400, "Missing list name parameter")
        return Channel(name, str(number), _encode([name, str(number)]).decode())
    raise Refusal(400, "Unknown stream type")


def at(path: str, given: Mapping[str, str]) -> Channel:
    """The channel at an address such as `/api/v1/streaming/public/local?only_media=true`."""
    name = path.removeprefix(PREFIX).strip("/").replace("/", ":")
    if not name:
        return named(given.get("stream", ""), given)
    if name.startswith("public") and given.get("only_media", "").lower() in _TRUE:
        name += ":media"
    try:
        return named(name, given)
    except Refusal as refused:
        if refused.message == "Unknown stream type":
            raise Refusal(404, "Not found") from None
        raise


def permit(channel: Channel, scopes: tuple[str, ...]) -> None:
    """Refusal where a token's scopes do not cover a channel."""
    needed = _NOTIFICATIONS if channel.name == NOTIFICATION.name else _STATUSES
    if not allows(scopes, needed):
        raise Refusal(403, "Access token does not have the required scopes")


def is_list(channel: Channel) -> bool:
    return channel.name == "list"


def hears_notifications(scopes: tuple[str, ...]) -> bool:
    return allows(scopes, _NOTIFICATIONS)


def is_public(channel: Channel) -> bool:
    """Whether it carries public posts, whoever wrote them."""
    return channel.name.startswith(("public", "hashtag"))


def carries(channel: Channel, spread: Spread) -> bool:
    """Whether a public post belongs in a channel."""
    kind, _, rest = channel.name.partition(":")
    if kind == "hashtag":
        return channel.about in spread.tags and (rest != "local" or spread.local)
    if kind != "public" or not spread.public:
        return False
    wanted = rest.split(":")
    return not (
        ("local" in wanted and not spread.local)
        or ("remote" in wanted and spread.local)
        or ("media" in wanted and not spread.media)
    )
