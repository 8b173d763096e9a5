"""What a web page says of itself in its head (Open Graph, ogp.me), for a preview of a link.

The page is anybody's: it is read tag by tag and never parsed as a tree, so that neither depth nor
unclosed tags cost more than its length; what comes out is plain text and addresses.
"""

import codecs
import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin

from plenary.lib import text

MAX_BYTES = 512 * 1024
MAX_TITLE, MAX_DESCRIPTION, MAX_NAME, MAX_ALT = 300, 500, 100, 1500
MAX_URL = 2000
_MOST_TAGS = 300
# Possessive: what was taken is not given back, so that no page makes this run twice over it.
_TAG = re.compile(
    r"""<(meta|html)\b((?:[^<>"']|"[^"]{0,8000}"|'[^']{0,8000}')*+)>""", re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    r"""([a-z:_-]{1,40})[ \t\r\n]{0,20}=[ \t\r\n]{0,20}(?:"([^"]*)"|'([^']*)'|([^\s"'<>=]+))""",
    re.IGNORECASE,
)
_MOST_ATTRIBUTES = 10_000  # signs
_TITLE = re.compile(r"<title\b[^<>]{0,200}>([^<]{0,2000})", re.IGNORECASE)
_BODY = re.compile(r"<body\b", re.IGNORECASE)
_META_CHARSET = re.compile(rb"""<meta[^<>]{0,200}charset=["']?([a-z0-9_-]{1,30})""", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})?", re.IGNORECASE)
# By the names that Python gives them; others are read as UTF-8, whatever becomes of them.
_CHARSETS = {"utf-8", "ascii", "big5", "gbk", "gb18030", "gb2312", "shift_jis", "euc_jp", "euc_kr"}
_CHARSETS |= {"koi8-r", "koi8-u", *(f"cp125{number}" for number in range(9))}
_CHARSETS |= {f"iso8859-{number}" for number in range(1, 17)}


@dataclass(frozen=True)
class Preview:
    """Plain text, never empty in `title`; `image` is an address, '' for none."""

    title: str
    description: str = ""
    author: str = ""
    image: str = ""
    image_description: str = ""
    language: str = ""
    published_at: datetime | None = None


def read(body: bytes, url: str, charset: str = "") -> Preview | None:
    """A page's head; None where it has no title. `url` is where it was read, `charset` what its
    server said."""
    page = _decoded(body[:MAX_BYTES], charset)
    if end := _BODY.search(page):
        page = page[: end.start()]
    told, language = _told(page)
    plain = _TITLE.search(page)
    title = _line(told.get("og:title", "") or (plain[1] if plain else ""), MAX_TITLE)
    if not title:
        return None
    author = _line(told.get("author", "") or told.get("article:author", ""), MAX_NAME)
    return Preview(
        title=title,
        description=_line(
            told.get("og:description", "") or told.get("description", ""), MAX_DESCRIPTION
        ),
        author="" if "://" in author else author,
        image=_address(told.get("og:image", "") or told.get("og:image:url", ""), url),
        image_description=_line(told.get("og:image:alt", ""), MAX_ALT),
        language=language.lower() if _LANGUAGE.fullmatch(language) else "",
        published_at=_moment(told.get("article:published_time", "")),
    )


def _decoded(body: bytes, charset: str) -> str:
    if not charset and (found := _META_CHARSET.search(body[:2048])):
        charset = found[1].decode()
    try:
        known = codecs.lookup(charset or "utf-8").name
    except (LookupError, ValueError):
        known = "utf-8"
    return body.decode(known if known in _CHARSETS else "utf-8", "replace")


def _told(page: str) -> tuple[dict[str, str], str]:
    """What the meta tags say, the first of a name first, and the page's language."""
    told: dict[str, str] = {}
    language = ""
    for count, tag in enumerate(_TAG.finditer(page)):
        if count == _MOST_TAGS:
            break
        given: dict[str, str] = {}
        for one in _ATTRIBUTE.finditer(tag[2][:_MOST_ATTRIBUTES]):
            given.setdefault(one[1].lower(), one[2] or one[3] or one[4] or "")
        if tag[1].lower() == "html":
            language = language or given.get("lang", "")
            continue
        name = (given.get("property") or given.get("name") or "").strip().lower()
        content = given.get("content", "").strip()
        if name and content:
            told.setdefault(name, content)
    return told, language


def _line(words: str, most: int) -> str:
    found = text.clean_line(html.unescape(words[: most * 8]))
    return found if len(found) <= most else f"{found[: most - 1]}…"


def _address(given: str, base: str) -> str:
    try:
        found = urljoin(base, html.unescape(given).strip()) if given else ""
    except ValueError:
        return ""
    return found if found.startswith("https://") and len(found) <= MAX_URL else ""


def _moment(given: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(given.strip()[:40])
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
