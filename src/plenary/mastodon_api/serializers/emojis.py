"""Custom emoji, as they are kept with what names them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from plenary.lib import media
from plenary.lib.shortcodes import Picture


def address(path: str) -> str:
    return f"{settings.PUBLIC_URL}{media.url(path)}"


def emojis(pictures: Iterable[Picture]) -> list[dict[str, Any]]:
    """CustomEmoji entities; `category` only where there is one."""
    return [
        {
            "shortcode": one["shortcode"],
            "url": address(one["file"]),
            "static_url": address(one["still"]),
            "visible_in_picker": one["picker"],
            **({"category": one["category"]} if one["category"] else {}),
        }
        for one in pictures
    ]
