"""What hangs on a post or profile: people, hashtags, emoji, files."""

from collections.abc import Iterator
from typing import Any

from plenary.federation.reading.values import address, addresses, id_of, is_of, number, things
from plenary.lib import shortcodes
from plenary.lib.text import is_hashtag
from plenary.statuses.actions.receiving import MOST_FILES, RemoteFile

_KINDS = {"image": "image", "video": "video", "audio": "audio"}
_TYPES = {"Image": "image", "Video": "video", "Audio": "audio"}
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")


def emojis(value: Any) -> Iterator[tuple[str, str]]:
    """Shortcodes with the addresses of their pictures."""
    for one in things(value):
        if not is_of(one, "Emoji") or not isinstance(one.get("name"), str):
            continue
        code, url = one["name"].strip(":"), address(one.get("icon"))
        if url and shortcodes.NAME.fullmatch(code):
            yield code, url


def mentions(value: Any) -> Iterator[str]:
    """The ids of those who are named."""
    for one in things(value):
        if is_of(one, "Mention") and isinstance(one.get("href"), str):
            yield one["href"][:500]


def hashtags(value: Any) -> Iterator[tuple[str, str]]:
    """Names without their mark, and where they lead on their own server; of words that nobody could
    type as a hashtag none is made, to be shown among those that many use."""
    for one in things(value):
        name = one.get("name") if is_of(one, "Hashtag") else None
        name = name.lstrip("#＃") if isinstance(name, str) else ""
        if len(name) < 150 and is_hashtag(name):
            yield name, address(one.get("href"))


def files(value: Any) -> list[RemoteFile]:
    found = [_file(one) for one in things(value)[: 2 * MOST_FILES] if isinstance(one, dict)]
    return [one for one in found if one is not None][:MOST_FILES]


def _file(one: dict[str, Any]) -> RemoteFile | None:
    if not is_of(one, "Document", "Image", "Video", "Audio"):
        return None
    url = next(addresses(one.get("url") or one.get("href"), tuple(_KINDS)), "")
    media_type = one.get("mediaType")
    media_type = media_type.lower() if isinstance(media_type, str) else ""
    kind = _KINDS.get(media_type.partition("/")[0]) or next(
        (_TYPES[name] for name in _TYPES if is_of(one, name)), ""
    )
    if not kind and not media_type and url.lower().endswith(_PICTURES):
        kind = "image"
    if not url or not kind:
        return None
    hash_ = one.get("blurhash")
    return RemoteFile(
        url=url[:2000],
        kind=kind,
        media_type=media_type[:100],
        description=_said(one),
        width=number(one.get("width")),
        height=number(one.get("height")),
        blurhash=hash_ if isinstance(hash_, str) and hash_.isascii() and len(hash_) < 100 else "",
        focus=_focus(one.get("focalPoint")),
    )


def _said(one: dict[str, Any]) -> str:
    given = one.get("summary") or one.get("name")
    return given[:1500] if isinstance(given, str) else ""


def _focus(value: Any) -> tuple[float, float] | None:
    if not isinstance(value, list) or len(value) != 2:
        return None
    if not all(isinstance(one, int | float) and -1 <= one <= 1 for one in value):
        return None
    return float(value[0]), float(value[1])


def links(value: Any) -> Iterator[str]:
    """Posts that a tag says are quoted (FEP-e232)."""
    for one in things(value):
        if is_of(one, "Link") and "activitystreams" in str(one.get("mediaType")):
            yield id_of(one.get("href"))
