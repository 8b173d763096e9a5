"""Descriptions are written as plain text, Markdown or HTML; this makes plain text of the last."""

from __future__ import annotations

import html
import re

_MARKUP = re.compile(
    r"</?(p|br|div|ul|ol|li|a|b|i|em|strong|h[1-6]|span|blockquote|code|pre|table|tr|td|th|hr|sup|sub)"
    r"(\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
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
    words = re.sub(r"\s+", " ", _visible(text))
    words = _LINK.sub(lambda found: _spoken(found[1], found[2]), words)
    words = re.sub(r"<li(\s[^<>]{0,2000})?>", "\n• ", words, flags=re.IGNORECASE)
    words = _PARAGRAPH.sub("\n\n", _BREAK.sub("\n", words))
    words = html.unescape(_MARKUP.sub("", words))
    lines = (" ".join(line.split()) for line in words.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _visible(text: str) -> str:
    """Without comments, scripts and styles. An opening without an end is left as it is, and the
    search for its end not repeated: so the time grows with the text and no faster."""
    for opening, closing in (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>")):
        # Only ASCII is lowered: other letters can change their length.
        low = text.translate(_LOWER)
        kept, at = list[str](), 0
        while (start := low.find(opening, at)) >= 0 and (end := low.find(closing, start)) >= 0:
            kept.append(text[at:start])
            at = end + len(closing)
        text = " ".join([*kept, text[at:]])
    return text


def _spoken(address: str, words: str) -> str:
    words = words.strip()
    return words if not words or words == address or address in words else f"{words} ({address})"
