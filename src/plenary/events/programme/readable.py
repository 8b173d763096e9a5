"""Descriptions are written as plain text, Markdown or HTML; this makes plain text of the last."""

from __future__ import annotations

import html
import re

_MARKUP = re.compile(
    r"</?(p|br|div|ul|ol|li|a|b|i|em|strong|h[1-6]|span|blockquote|code|pre|table|tr|td|th|hr|sup|sub)"
    r"(\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"<(script|style)\b[^<>]{0,2000}>.{0,20000}?</\1\s*>", re.IGNORECASE | re.DOTALL
)
_LINK = re.compile(
    r"<a\s[^<>]{0,1000}?href\s*=\s*[\"']?(https?://[^\"'\s<>]{1,2000})[^<>]{0,1000}>([^<>]{0,1000})</a>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>|</(li|tr|h[1-6])\s*>", re.IGNORECASE)
_PARAGRAPH = re.compile(r"</?(p|div|ul|ol|blockquote|pre|table|h[1-6])(\s[^<>]{0,2000})?>", re.I)


def looks_like_html(text: str) -> bool:
    return bool(_MARKUP.search(text))


def readable(text: str) -> str:
    """Plain text with paragraphs, list marks and the addresses of links; other text as it is.

    The result is text, not safe HTML: it still has to be escaped where it is shown.
    """
    if not looks_like_html(text):
        return text
    words = re.sub(r"\s+", " ", _HIDDEN.sub(" ", text))
    words = _LINK.sub(lambda found: _spoken(found[1], found[2]), words)
    words = re.sub(r"<li(\s[^<>]{0,2000})?>", "\n• ", words, flags=re.IGNORECASE)
    words = _PARAGRAPH.sub("\n\n", _BREAK.sub("\n", words))
    words = html.unescape(re.sub(r"<!--.{0,20000}?-->", "", _MARKUP.sub("", words)))
    lines = (" ".join(line.split()) for line in words.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _spoken(address: str, words: str) -> str:
    words = words.strip()
    return words if not words or words == address or address in words else f"{words} ({address})"
