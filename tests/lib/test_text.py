"""The one renderer: nothing a person types becomes markup that was not meant."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plenary.lib import text


def rendered(words: str) -> str:
    return text.render(
        words,
        lambda handle: f"/@{handle}" if handle.lower() in {"ana", "bo@host.example"} else None,
        lambda name: f"/tags/{name}",
    )


class Reader(HTMLParser):
    """What a browser would see."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def links(words: str) -> list[str]:
    return [str(a["href"]) for tag, a in Reader(rendered(words)).tags if tag == "a"]


def test_paragraphs_and_lines() -> None:
    assert rendered("one\ntwo\r\n\r\n\n three <3") == "<p>one<br>two</p><p> three &lt;3</p>"
    assert rendered("  \n\n ") == ""


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("see https://a.example/b.", "https://a.example/b"),
        ("(https://a.example/b)", "https://a.example/b"),
        ("https://a.example/b_(c)!", "https://a.example/b_(c)"),
        ("https://a.example/?q=1&r=2#x", "https://a.example/?q=1&r=2#x"),
        ("“https://a.example/é”", "https://a.example/é"),
        ("https://a.example:8443/x,", "https://a.example:8443/x"),
        ("https://a.example/#tag and more", "https://a.example/#tag"),
        ("https://a.example/@ana", "https://a.example/@ana"),
    ],
)
def test_links_end_where_the_sentence_goes_on(words: str, address: str) -> None:
    assert links(words) == [address]


@pytest.mark.parametrize(
    "words",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://a.example/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "https://",
        "https://...",
        "https://[::1",
        "https://a.example:99999999/",
        "ftp://a.example",
        "//a.example",
        "https://bank.example@evil.example/",
        "https://bank.example:443@evil.example/",
    ],
)
def test_what_is_no_honest_link_stays_plain(words: str) -> None:
    assert links(words) == []


def test_a_link_cannot_hide_its_host() -> None:
    """38: the host is shown, as it is looked up, however long the rest."""
    shown = Reader(rendered("https://evil.example/" + "bank.example/" * 20)).words
    assert shown.startswith("evil.example/")
    assert len(shown) <= 40
    assert Reader(rendered("https://аpple.example/")).words.startswith("xn--")
    long_host = "bank.example." + "a" * 50 + ".evil.example"
    assert long_host in Reader(rendered(f"https://{long_host}/x")).words
    assert links("https://good.example\\@evil.example/") == ["https://good.example"]


def test_links_leave_with_nothing_of_ours() -> None:
    (tag, attributes), *_ = [t for t in Reader(rendered("https://a.example")).tags if t[0] == "a"]
    assert tag == "a"
    assert attributes["rel"] == "nofollow noopener noreferrer"


def test_mentions_lead_only_to_those_who_are_there() -> None:
    assert links("@ana hi @bo@host.example, @nobody") == ["/@ana", "/@bo@host.example"]
    assert "@nobody" in Reader(rendered("@nobody")).words
    assert links("mail ana@ana.example or x@ana") == []
    assert text.find_mentions("@ana @Ana .@bo@host.example @a-b") == ["ana", "bo@host.example", "a"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("#Sepsis and #SEPSIS", ["Sepsis"]),
        ("#Échographie #日本 #दर्द", ["Échographie", "日本", "दर्द"]),
        ("#2026 #1st #MedTwitter2026", ["1st", "MedTwitter2026"]),
        ("a#b &#x27; /#c ##d", []),
        ("(#ICU) #POCUS. #a_b", ["ICU", "POCUS", "a_b"]),
        ("＃全角", ["全角"]),
    ],
)
def test_hashtags_of_every_script(words: str, names: list[str]) -> None:
    assert text.find_hashtags(words) == names


def test_hashtags_are_one_whatever_their_case_or_width() -> None:
    assert text.hashtag_key("#ＩＣＵ") == text.hashtag_key("icu") == "icu"
    assert text.hashtag_key("Étude") != text.hashtag_key("etude")


@given(st.text(alphabet=st.sampled_from("<>\"'&/=@#:. \n\\ahtpsjvr(;%é\u202e\x00"), max_size=120))
def test_nothing_typed_becomes_other_markup(words: str) -> None:
    """36: whatever is typed, only our own elements come out, with our own attributes."""
    for tag, attributes in Reader(rendered(words)).tags:
        assert tag in {"p", "br", "a", "span"}
        assert set(attributes) <= {"href", "rel", "target", "class"}
        if tag == "a":
            assert re.match(r"https?://|/@|/tags/", str(attributes["href"]))


@given(st.text(max_size=200))
def test_words_come_out_as_they_went_in(words: str) -> None:
    """Apart from links, which are shortened, white space and what cannot be seen."""
    plain = words.replace("://", "")
    seen = Reader(rendered(plain)).words
    keep = re.compile(r"\s")
    assert keep.sub("", seen.replace("＃", "#")) == keep.sub(
        "", text.clean(plain).replace("＃", "#")
    )


def test_direction_overrides_and_controls_are_dropped() -> None:
    assert text.clean("a\u202eb\u2066c\x00d\u200ee") == "abcde"
    assert text.clean_line(" a \n\t b ") == "a b"


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<a href="ftp://a.example">x</a>',
        '<p style="position:fixed">x</p>',
        "<style>p{}</style>",
        "<iframe src=//a.example></iframe>",
        '<svg onload="alert(1)"><use href="x"/></svg>',
        "<form action=/x><input></form>",
        '<p onclick="x()">x</p>',
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    ],
)
def test_html_from_elsewhere_is_reduced(markup: str) -> None:
    cleaned = text.clean_html(markup)
    for tag, attributes in Reader(cleaned).tags:
        assert tag in {"p", "br", "a", "ul", "ol", "li", "strong", "b", "em", "i"}
        assert set(attributes) <= {"href", "rel"}
        assert not str(attributes.get("href") or "http").startswith(("javascript", "data", "ftp"))


def test_html_from_elsewhere_keeps_what_is_good() -> None:
    good = '<p>A <strong>good</strong> <a href="https://a.example/">link</a></p>'
    assert "<strong>good</strong>" in text.clean_html(good)
    assert 'rel="nofollow noopener noreferrer"' in text.clean_html(good)


@pytest.mark.parametrize(
    "bomb",
    [
        "<b>" * 60_000,
        "<div>" * 40_000 + "x",
        "<b><i>" * 15_000 + "</b></i>" * 5_000,
        "http://a" + ")" * 100_000,
        "#" + "1" * 100_000,
        "@a@" + "a." * 50_000,
        "@" * 100_000,
        "<table>" * 20_000,
    ],
)
def test_no_text_takes_long(bomb: str) -> None:
    """33: deep nesting and long runs are bounded."""
    started = time.monotonic()
    text.clean_html(bomb)
    rendered(bomb)
    text.find_mentions(bomb)
    text.length(bomb)
    assert time.monotonic() - started < 5


def test_folding_for_search() -> None:
    assert text.fold("ÉTUDE Straße ｆｕｌｌ Øystein Łukasz İstanbul") == (
        "etude strasse full oystein lukasz istanbul"
    )


def test_length_as_clients_count() -> None:
    assert text.length("https://a.example/" + "x" * 200) == 23
    assert text.length("@ana@host.example") == len("@ana")
    assert text.length("e\u0301") == 1


def test_plain_words_of_html() -> None:
    assert text.plain("<p>A &amp; B<br>C</p><script>x</script>") == "A & B\nC"
