"""Custom emoji: which `:shortcodes:` a text names, and pictures in their place.

A shortcode stays in the text as it was typed; a picture stands for it only where it is shown, and
only in the text between tags: never within a tag, a link or code.
"""

import html
import re
from collections.abc import Iterable
from typing import TypedDict

from plenary.lib import media, text

LENGTH = (2, 128)
NAME = re.compile(r"[a-zA-Z0-9_]{2,128}")
MOST = 100  # different ones in one text
# Letters and digits beside the colons make it something else: '10:30:15', 'a:bc:d'.
_CODE = re.compile(r"(?<![^\W_])(?<!:):([a-zA-Z0-9_]{2,128}):(?![^\W_]|:)")
# A whole tag, whatever stands in quotes within it.
_TAG = re.compile(r"""(<(?:"[^"]*"|'[^']*'|[^'">])*>)""")
_TAG_NAME = re.compile(r"</?([a-z0-9]+)", re.IGNORECASE)
_LEFT_ALONE = {"a", "code", "pre"}


class Picture(TypedDict):
    """A custom emoji as it is kept with what names it. `file` and `still` are paths in media; they
    differ where it moves."""

    shortcode: str
    file: str
    still: str
    picker: bool
    category: str


def find(*texts: str) -> list[str]:
    """The shortcodes that typed texts name outside links, once each, in order."""
    found: dict[str, None] = {}
    for one in texts:
        if one.count(":") > 1:
            found |= dict.fromkeys(_CODE.findall(text.without_links(one)))
    return list(found)[:MOST]


def pictured(markup: str, pictures: Iterable[Picture]) -> str:
    """Safe HTML with a picture for each shortcode that stands for one."""
    known = {one["shortcode"]: one for one in pictures}
    if not known or ":" not in markup:
        return markup

    def shown(match: re.Match[str]) -> str:
        one = known.get(match.group(1))
        return _image(one) if one is not None else match.group()

    out: list[str] = []
    within = 0  # how many tags deep in what is left alone
    for place, piece in enumerate(_TAG.split(markup)):
        if place % 2:
            name = _TAG_NAME.match(piece)
            if name and name.group(1).lower() in _LEFT_ALONE:
                within += -1 if piece.startswith("</") else 1
            out.append(piece)
        else:
            out.append(piece if within > 0 else _CODE.sub(shown, piece))
    return "".join(out)


def _image(one: Picture) -> str:
    code = html.escape(f":{one['shortcode']}:")
    image = (
        f'<img class="emoji" src="{html.escape(media.url(one["file"]))}" alt="{code}"'
        f' title="{code}" width="20" height="20" loading="lazy" decoding="async">'
    )
    if one["file"] == one["still"]:
        return image
    still = html.escape(media.url(one["still"]))
    return (
        f'<picture><source srcset="{still}" media="(prefers-reduced-motion: reduce)">'
        f"{image}</picture>"
    )
