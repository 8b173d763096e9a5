"""Attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from plenary.lib import media

if TYPE_CHECKING:
    from plenary.statuses.models import Attachment


def attachment(one: Attachment, key: str = "") -> dict[str, Any]:
    """A MediaAttachment; `key` is added to the addresses of what not everybody may see. `url` is
    null while the file is being made ready."""
    if one.state == 4:
        return _unwanted(one)
    ready = one.state == 0
    # Another server's file that is not here: an app may look there.
    elsewhere = one.remote_url or None
    small = one.small or (one.file if one.kind == "image" else "")
    return {
        "id": str(one.pk),
        "type": one.kind,
        "url": f"{settings.PUBLIC_URL}{media.url(one.file)}{key}" if ready else elsewhere,
        "preview_url": f"{settings.PUBLIC_URL}{media.url(small)}{key}"
        if small and ready
        else (elsewhere if one.kind == "image" else None),
        "remote_url": one.remote_url or None,
        "preview_remote_url": None,
        "text_url": None,
        "meta": _meta(one),
        "description": one.description or None,
        "blurhash": one.blurhash or None,
    }


def _unwanted(one: Attachment) -> dict[str, Any]:
    """What this server does not want to show of another: only where it is (Mastodon's type for that
    is unknown)."""
    return {
        "id": str(one.pk),
        "type": "unknown",
        "url": None,
        "preview_url": None,
        "remote_url": one.remote_url,
        "preview_remote_url": None,
        "text_url": None,
        "meta": _meta(one),
        "description": one.description or None,
        "blurhash": one.blurhash or None,
    }


def _meta(one: Attachment) -> dict[str, Any]:
    width, height = one.width, one.height
    meta: dict[str, Any] = {}
    if width and height:
        shrink = min(640 / max(width, height, 1), 1)
        meta["original"] = _size(width, height)
        meta["small"] = _size(round(width * shrink), round(height * shrink))
    if one.kind != "image" and one.state == 0:
        original = meta.setdefault("original", {})
        original["duration"] = one.duration or 0
        original["bitrate"] = one.bit_rate or 0
        if one.frame_rate:
            original["frame_rate"] = one.frame_rate
        meta["length"] = _clock(one.duration or 0)
    if one.focus_x is not None and one.focus_y is not None:
        meta["focus"] = {"x": one.focus_x, "y": one.focus_y}
    return meta


def _clock(seconds: float) -> str:
    """`0:01:05.20`"""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours}:{minutes:02d}:{rest:05.2f}"


def _size(width: int, height: int) -> dict[str, Any]:
    return {
        "width": width,
        "height": height,
        "size": f"{width}x{height}",
        "aspect": width / height if height else 1,
    }
