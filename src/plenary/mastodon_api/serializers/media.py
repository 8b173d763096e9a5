"""Attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from plenary.lib import media

if TYPE_CHECKING:
    from plenary.statuses.models import Attachment


def attachment(one: Attachment) -> dict[str, Any]:
    """A MediaAttachment."""
    large = f"{settings.PUBLIC_URL}{media.url(one.file)}"
    width, height = one.width, one.height
    shrink = min(640 / max(width, height, 1), 1)
    return {
        "id": str(one.pk),
        "type": "image",
        "url": large,
        "preview_url": f"{settings.PUBLIC_URL}{media.url(one.small)}",
        "remote_url": None,
        "preview_remote_url": None,
        "text_url": None,
        "meta": {
            "original": _size(width, height),
            "small": _size(round(width * shrink), round(height * shrink)),
        },
        "description": one.description or None,
        "blurhash": one.blurhash or None,
    }


def _size(width: int, height: int) -> dict[str, Any]:
    return {
        "width": width,
        "height": height,
        "size": f"{width}x{height}",
        "aspect": width / height if height else 1,
    }
