"""Cleaning single values of a stranger's file. Every function here is idempotent:
what it returns comes back unchanged, so import-export-import changes nothing."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit
from uuid import UUID

from .document import Json

LINE_LIMIT = 500
TEXT_LIMIT = 100_000
URL_LIMIT = 2_000
EXTRAS_LIMIT = 20_000
EXTRAS_DEPTH = 8

# What XML 1.0 cannot carry and databases do not like.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_HOSTLIKE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(:\d+)?([/?#].*)?", re.IGNORECASE)
_FILE = re.compile(
    r"[^/]*\.(png|jpe?g|gif|svg|webp|pdf|html?|pptx?|odp|docx?|zip|txt|md|key|mp[34]|xml|json)",
    re.IGNORECASE,
)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def _words(value: object) -> str:
    """The text in whatever stands where a text should: translations, numbers, lists."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        for key in ("en", "name", "title", "label", "value", "text"):
            if isinstance(value.get(key), str | int):
                return str(value[key])
        return next((item for item in value.values() if isinstance(item, str)), "")
    if isinstance(value, list | tuple):
        return ", ".join(word for word in (_words(item) for item in value[:50]) if word)
    return ""


def line(value: object, limit: int = LINE_LIMIT) -> str:
    """A text of one line."""
    words = " ".join(_UNSPEAKABLE.sub(" ", _words(value)).split())
    return words if len(words) <= limit else words[:limit].rstrip()


def text(value: object, limit: int = TEXT_LIMIT) -> str:
    """A text of several lines."""
    words = _words(value).replace("\r\n", "\n").replace("\r", "\n")
    words = _UNSPEAKABLE.sub("", words).strip()
    return words if len(words) <= limit else words[:limit].rstrip()


def flag(value: object) -> bool:
    if isinstance(value, str):
        return value.strip().casefold() in {"true", "yes", "1", "on"}
    return isinstance(value, int | float) and bool(value)


def whole(value: object) -> int | None:
    """A whole number that fits everywhere, or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and math.isfinite(value):
        value = int(value)
    if isinstance(value, str) and re.fullmatch(r"\s*[+-]?[0-9]{1,12}\s*", value):
        value = int(value)
    return value if isinstance(value, int) and abs(value) < 2**31 else None


def uuid(value: object) -> str:
    """A UUID in its usual spelling, or nothing. The nil UUID names nobody."""
    if not isinstance(value, str) or len(value) > 60:
        return ""
    try:
        found = UUID(value.strip())
    except ValueError:
        return ""
    return str(found) if found.int else ""


def _is_host(address: str) -> bool:
    """People write www.example.org for https://www.example.org, but slides.pdf is a file."""
    return bool(_HOSTLIKE.fullmatch(address)) and not _FILE.fullmatch(address)


def _host(name: str) -> str:
    """The host in ASCII; who would sign in to it (`user@`) is dropped before."""
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    if ":" in name:
        return f"[{name}]" if re.fullmatch(r"[0-9a-f:.]+", name) else ""
    return name if re.fullmatch(r"[a-z0-9_.-]+", name) else ""


def url(value: object, base: str = "") -> str:
    """An absolute http(s) address, or nothing: no other scheme may come in by a programme."""
    if isinstance(value, Mapping):
        value = value.get("url") or value.get("href")
    if not isinstance(value, str):
        return ""
    address = _UNSPEAKABLE.sub("", value).strip()
    if not address or len(address) > URL_LIMIT:
        return ""
    try:
        parts = urlsplit(address)
        if not parts.scheme and not parts.netloc and _is_host(address):
            parts = urlsplit("https://" + address)
        elif parts.scheme not in ("http", "https"):
            if parts.scheme and not (_is_host(address) and "." in parts.scheme):
                return ""
            parts = urlsplit(urljoin(base, address)) if base else parts
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
        port = parts.port  # raises when it is no number
    except ValueError:
        return ""
    netloc = _host(parts.hostname)
    if not netloc:
        return ""
    if port is not None:
        netloc += f":{port}"
    tail = [
        _STRAY_PERCENT.sub("%25", quote(part, safe="%/:=&?~+!$,;'@()*"))
        for part in (parts.path, parts.query, parts.fragment)
    ]
    found = urlunsplit((parts.scheme, netloc, *tail))
    return found if len(found) <= URL_LIMIT else ""


def _extra(value: object, depth: int) -> Json:
    if depth > EXTRAS_DEPTH:
        return None
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Mapping):
        return {line(key): _extra(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_extra(item, depth + 1) for item in value]
    return None


def extras(value: Mapping[str, Any]) -> dict[str, Json] | None:
    """What else a record said, to hand on unread; None when it is too much to keep."""
    kept: dict[str, Json] = {}
    for key, item in value.items():
        name = line(key, 80)
        cleaned = _extra(item, 0)
        if name and cleaned not in (None, "", [], {}):
            kept[name] = cleaned
    if kept and len(json.dumps(kept)) > EXTRAS_LIMIT:
        return None
    return kept
