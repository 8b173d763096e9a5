"""Shortcodes: what is one, and where a picture may stand for it (threats row 39)."""

import pytest

from plenary.lib import shortcodes
from plenary.lib.shortcodes import Picture
from plenary.lib.text import clean_html, render


def picture(code: str, *, moving: bool = False) -> Picture:
    file = f"emoji/ab/{code}.webp"
    still = f"emoji/ab/{code}-small.webp" if moving else file
    return {"shortcode": code, "file": file, "still": still, "picker": True, "category": ""}


PARTY = [picture("party")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (":party:", ["party"]),
        ("Hello :party: and :coffee_2: and :party:", ["party", "coffee_2"]),
        ("(:party:), :coffee:!", ["party", "coffee"]),
        ("Straße:party:", []),
        ("at 10:30:15", []),
        ("x:party:", []),
        (":party:x", []),
        ("::party::", []),
        (":a:", []),
        (":par ty:", []),
        (':a"onerror=:', []),
        (":<b>:", []),
        (":é_é:", []),
        (":" + "x" * 129 + ":", []),
        ("https://example.org/:party:/x", []),
        ("https://example.org/:party:/x :coffee:", ["coffee"]),
        ("", []),
        (":", []),
    ],
)
def test_what_names_one(words: str, found: list[str]) -> None:
    assert shortcodes.find(words) == found


def test_of_several_texts_and_not_too_many() -> None:
    assert shortcodes.find(":party:", "none", ":coffee: :party:") == ["party", "coffee"]
    many = " ".join(f":e{number:03}:" for number in range(300))
    assert len(shortcodes.find(many)) == shortcodes.MOST


def test_a_picture_says_its_shortcode() -> None:
    made = shortcodes.pictured("<p>Hi :party:!</p>", PARTY)
    assert made == (
        '<p>Hi <img class="emoji" src="/media/emoji/ab/party.webp" alt=":party:" title=":party:"'
        ' width="20" height="20" loading="lazy" decoding="async">!</p>'
    )


def test_one_that_moves_stands_still_for_who_asks_for_it() -> None:
    made = shortcodes.pictured(":party:", [picture("party", moving=True)])
    assert made.startswith(
        '<picture><source srcset="/media/emoji/ab/party-small.webp"'
        ' media="(prefers-reduced-motion: reduce)"><img class="emoji"'
        ' src="/media/emoji/ab/party.webp"'
    )


@pytest.mark.parametrize(
    "markup",
    [
        '<p title=":party:">x</p>',
        "<p title=':party:'>x</p>",
        '<p title="> :party: <">x</p>',
        '<img alt="a > :party: ">',
        '<a href="https://example.org/:party:/">x</a>',
        '<a href="/x">see :party: <b>:party:</b></a>',
        "<code>:party:</code>",
        "<pre><code>x</code> :party:</pre>",
        "<p>:other:</p>",
        "<p>10:party:30</p>",
    ],
)
def test_nowhere_else(markup: str) -> None:
    assert shortcodes.pictured(markup, PARTY) == markup


def test_after_what_is_left_alone_it_goes_on() -> None:
    made = shortcodes.pictured('<a href="/:party:">:party:</a> :party: <CODE>:party:</CODE>', PARTY)
    assert made.count("<img") == 1
    assert made.startswith('<a href="/:party:">:party:</a> <img')
    assert made.endswith("<CODE>:party:</CODE>")


def test_what_people_type_stays_what_it_is() -> None:
    typed = '<b title=":party:">:party:</b> https://example.org/?q=:party:/ "&:party:&" :party:'
    html = render(typed, lambda _: None, lambda _: None)
    made = shortcodes.pictured(html, PARTY)
    assert "<b" not in made.replace("<br", "")
    assert 'href="https://example.org/?q=:party:/"' in made
    for piece in made.split("<img")[1:]:
        assert piece.startswith(' class="emoji" src="/media/emoji/ab/party.webp" alt=":party:"')
    without = made
    while "<img" in without:
        start = without.index("<img")
        without = without[:start] + ":party:" + without[without.index(">", start) + 1 :]
    assert without == html


def test_markup_of_elsewhere() -> None:
    sent = '<a href="https://x.example/a>:party:" title=":party:">y</a><p onclick=":party:">:party:'
    cleaned = clean_html(sent)
    made = shortcodes.pictured(cleaned, PARTY)
    assert made.count("<img") == 1 and "onclick" not in made
    assert cleaned.split("</a>")[0] in made


def test_a_name_that_would_be_markup_is_escaped() -> None:
    """None such is ever kept; were it, it stays within its attribute."""
    hostile = [{**picture("party"), "file": '"><script>', "still": '"><script>'}]
    assert "<script>" not in shortcodes.pictured(":party:", hostile)  # type: ignore[arg-type]
