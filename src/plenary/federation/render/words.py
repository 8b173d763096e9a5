"""Words of ours for readers elsewhere: every link leads somewhere from there too."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings

from plenary.federation.render import names
from plenary.lib import media

if TYPE_CHECKING:
    from datetime import datetime

    from plenary.accounts.models import Account
    from plenary.lib.shortcodes import Picture

_HERE = re.compile(r'href="(/[^"]*)"')


def markup(kept: str, people: Iterable[Account] = ()) -> str:
    """Rendered HTML with whole addresses. `people` of other servers are linked to where they are
    at home."""
    homes = {one.url: names.page(one) for one in people if one.domain}

    def whole(match: re.Match[str]) -> str:
        path = html.unescape(match.group(1))
        home = homes.get(path) or f"{settings.PUBLIC_URL}{path}"
        return f'href="{html.escape(home)}"'

    return _HERE.sub(whole, kept)


def moment(when: datetime) -> str:
    """To the millisecond, in UTC: two edits may come within a second."""
    return f"{when:%Y-%m-%dT%H:%M:%S}.{when.microsecond // 1000:03d}Z"


def emojis(pictures: Iterable[Picture]) -> list[dict[str, Any]]:
    """The custom emoji that some words name."""
    return [emoji(one["shortcode"], one["file"]) for one in pictures]


def emoji(shortcode: str, file: str) -> dict[str, Any]:
    return {
        "id": names.emoji(shortcode),
        "type": "Emoji",
        "name": f":{shortcode}:",
        "icon": image(file),
    }


def image(file: str) -> dict[str, Any]:
    """A picture in our media folder that anybody may see."""
    return {
        "type": "Image",
        "mediaType": media.content_type(file),
        "url": f"{settings.PUBLIC_URL}{media.url(file)}",
    }
