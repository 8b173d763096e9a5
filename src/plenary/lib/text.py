"""Text: the one renderer of what people type, the one sanitiser of HTML from elsewhere, folding.

What people type is plain text: it is escaped whole, and only what is recognised (links, mentions,
hashtags) becomes markup. HTML from elsewhere passes `clean_html`'s allowlist.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import nh3

_URL = r"https?://[^\s<>\\\"'“”‘’«»\u200b-\u200f\u202a-\u202e]{1,2000}"
# A host, with a port where servers are tried on one machine.
_HOST = r"(?:[A-Za-z0-9.-]+\.[A-Za-z]{2,}|localhost|127\.0\.0\.1)(?::[0-9]{2,5})?"
_MENTION = rf"(?<![\w/@=])@([A-Za-z0-9_]{{1,64}})(?:@({_HOST}))?(?![\w@])"


def _marks() -> str:
    """Vowel signs and accents: words of many scripts have them, the word class of `re` has not."""
    every = map(chr, range(0x300, 0x10000))
    return "".join(char for char in every if unicodedata.category(char).startswith("M"))


# A hashtag needs one letter; word characters of any script, and what stands within words.
_LETTER = rf"(?:[\w{_marks()}]|[·・\u200c\u200d](?=\w))"
_HASHTAG = rf"(?<![\w/&#])[#＃]({_LETTER}*[^\W\d_]{_LETTER}*)"
_TOKEN = re.compile(f"(?P<url>{_URL})|(?P<mention>{_MENTION})|(?P<hashtag>{_HASHTAG})")
_INVISIBLE = re.compile(
    "[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
_TRAILING = ".,;:!?…*_~|"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
URL_LENGTH = 23  # what a link counts for, however long, as Mastodon counts


def clean(text: str) -> str:
    """Normalised (NFC), with line ends as \\n and without controls or direction overrides."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return _INVISIBLE.sub("", text)


def clean_line(text: str) -> str:
    """One line of text: as `clean`, white space folded."""
    return " ".join(clean(text).split())


# Letters that Unicode does not take apart, but that people leave out of a search.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)


def fold(text: str) -> str:
    """For search: compatibility forms, accents and case folded away ('Étude' -> 'etude')."""
    apart = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN_LETTERS)
    kept = "".join(char for char in apart if not unicodedata.combining(char))
    return unicodedata.normalize("NFKC", kept)


def hashtag_key(name: str) -> str:
    """What makes two hashtags the same: compatibility forms and case, but not accents."""
    return unicodedata.normalize("NFKC", name.lstrip("#＃")).casefold()


def _split_url(found: str) -> tuple[str, str]:
    """A link and the punctuation that follows it rather than belongs to it."""
    end = len(found)
    while end:
        last = found[end - 1]
        opening = _BRACKETS.get(last)
        if opening is None and last not in _TRAILING:
            break
        if opening and found.count(last, 0, end) <= found.count(opening, 0, end):
            break
        end -= 1
    return found[:end], found[end:]


def find_mentions(text: str) -> list[str]:
    """Handles mentioned, as typed ('ana', 'bo@host.example'), once each, in order."""
    found: dict[str, str] = {}
    for match in _TOKEN.finditer(text):
        if match.group("mention"):
            handle = match.group("mention")[1:]
            found.setdefault(handle.lower(), handle)
    return list(found.values())


def find_hashtags(text: str) -> list[str]:
    """Hashtags as typed, without '#', once each (by `hashtag_key`), in order."""
    found: dict[str, str] = {}
    for match in _TOKEN.finditer(text):
        if match.group("hashtag"):
            name = match.group("hashtag")[1:]
            found.setdefault(hashtag_key(name), name)
    return list(found.values())


def is_hashtag(name: str) -> bool:
    """Whether a name, without its '#', is one that could be typed."""
    return re.fullmatch(_HASHTAG, f"#{name}") is not None


def without_links(text: str) -> str:
    """A typed text, a space in the place of each link."""
    return _TOKEN.sub(lambda match: " " if match.group("url") else match.group(), text)


def find_links(text: str) -> list[str]:
    """Web addresses as typed, in order."""
    return [_split_url(one.group())[0] for one in _TOKEN.finditer(text) if one.group("url")]


def length(text: str) -> int:
    """Characters as Mastodon counts them: a link 23, a mention without its host."""

    def shortened(match: re.Match[str]) -> str:
        if match.group("url"):
            _, rest = _split_url(match.group())
            return "x" * URL_LENGTH + rest
        if match.group("mention"):
            return (
                match.group().rsplit("@", 1)[0] if match.group().count("@") > 1 else match.group()
            )
        return match.group()

    return len(unicodedata.normalize("NFC", _TOKEN.sub(shortened, text)))


def render(
    text: str,
    mention_url: Callable[[str], str | None],
    hashtag_url: Callable[[str], str | None],
) -> str:
    """Safe HTML of a typed text: paragraphs, line breaks, links, mentions and hashtags.

    The callables give the address of a handle or hashtag, or None to leave it plain.
    """
    paragraphs = re.split(r"\n{2,}", clean(text).strip())
    return "".join(
        f"<p>{_inline(paragraph, mention_url, hashtag_url)}</p>"
        for paragraph in paragraphs
        if paragraph.strip()
    )


def render_line(
    text: str,
    mention_url: Callable[[str], str | None],
    hashtag_url: Callable[[str], str | None],
) -> str:
    """As `render`, for a single line: no paragraph around it."""
    return _inline(clean_line(text), mention_url, hashtag_url)


def _inline(
    text: str,
    mention_url: Callable[[str], str | None],
    hashtag_url: Callable[[str], str | None],
) -> str:
    out: list[str] = []
    done = 0
    for match in _TOKEN.finditer(text):
        out.append(_plain(text[done : match.start()]))
        found = match.group()
        if match.group("url"):
            url, rest = _split_url(found)
            out.append(_link(url) + _plain(rest))
        elif match.group("mention"):
            address = mention_url(found[1:])
            name = found.split("@")[1]
            out.append(
                f'<span class="h-card"><a href="{html.escape(address)}" class="u-url mention">'
                f"@<span>{html.escape(name)}</span></a></span>"
                if address
                else _plain(found)
            )
        else:
            address = hashtag_url(found[1:])
            out.append(
                f'<a href="{html.escape(address)}" class="mention hashtag" rel="tag">'
                f"#<span>{html.escape(found[1:])}</span></a>"
                if address
                else _plain(found)
            )
        done = match.end()
    out.append(_plain(text[done:]))
    return "".join(out)


def _plain(text: str) -> str:
    return html.escape(text, quote=True).replace("\n", "<br>")


def _link(url: str) -> str:
    """A link that shows its host always, in the letters it is looked up by, and the rest up to a
    length. An address with a user name in it poses as another host: it stays plain."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        plain = not host or "@" in parts.netloc or parts.port == 0
    except ValueError:
        plain = True
    if plain:
        return _plain(url)
    rest = url[url.index("://") + 3 + len(parts.netloc) :]
    port = f":{parts.port}" if parts.port else ""
    shown = host.removeprefix("www.") + port + rest
    shown = shown if len(shown) <= 40 or len(host) > 30 else shown[:39] + "…"
    return (
        f'<a href="{html.escape(url, quote=True)}" rel="nofollow noopener noreferrer"'
        f' target="_blank">{html.escape(shown)}</a>'
    )


_TAGS = {"p", "br", "a", "ul", "ol", "li", "strong", "b", "em", "i", "blockquote", "code", "pre"}
MAX_HTML = 60_000  # deep nesting costs the square of its depth


def clean_html(markup: str) -> str:
    """HTML from a programme or another server, reduced to a short allowlist."""
    return nh3.clean(
        markup[:MAX_HTML],
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )


_POST_CLASSES = {
    "a": {"mention", "hashtag", "u-url"},
    # What says in words what is quoted is left out where the quote is shown, by apps too.
    "span": {"h-card", "quote-inline"},
    "p": {"quote-inline"},
}
_HREF = re.compile(r'(<a\b[^>]*?\shref=")([^"]*)(")')


def clean_post(markup: str, places: Mapping[str, str] | None = None) -> str:
    """HTML of another server's post or profile, reduced to what is shown here: no hidden parts, so
    that a link always shows its host. `places`: where links lead instead, by their address: to
    people and hashtags as they are seen here."""
    kept = nh3.clean(
        markup[:MAX_HTML],
        tags=_TAGS | {"span", "del", "h3"},
        attributes={"a": {"href"}},
        allowed_classes=_POST_CLASSES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    if not places:
        return kept

    def placed(match: re.Match[str]) -> str:
        place = places.get(html.unescape(match.group(2)))
        return match.group(1) + html.escape(place) + match.group(3) if place else match.group()

    return _HREF.sub(placed, kept)


def from_elsewhere(words: str) -> str:
    """A programme's words as safe HTML, whether they were HTML or plain text."""
    if re.search(
        r"</?(p|br|a|ul|ol|li|strong|b|em|i|div|span|h[1-6])\b[^>]*>", words, re.IGNORECASE
    ):
        return clean_html(words)
    return render(words, lambda _: None, lambda _: None)


def plain(markup: str) -> str:
    """The words of some HTML, for where markup cannot go."""
    spaced = re.sub(r"<(br|/p|/li)\b[^>]*>", "\n", markup, flags=re.IGNORECASE)
    return html.unescape(nh3.clean(spaced, tags=set())).strip()
