"""What is read in the head of a page that anybody may have made."""

from datetime import UTC, datetime

import pytest

from plenary.lib import preview

URL = "https://journal.example/a/b"


def read(page: str | bytes, charset: str = "") -> preview.Preview:
    found = preview.read(page.encode() if isinstance(page, str) else page, URL, charset)
    assert found is not None
    return found


def test_what_a_page_says_of_itself() -> None:
    found = read(
        """<!doctype html><HTML LANG="en-GB"><head><title>Plain</title>
        <meta content='Sepsis &amp; "shock"' property='og:title'>
        <META NAME=description CONTENT="Of all">
        <meta property="og:description" content="Of > three
        lines"><meta name="author" content="Ana Pires"/>
        <meta property="og:image" content="../img/one.png?a=1&amp;b=2">
        <meta property="og:image:alt" content="A curve">
        <meta property="article:published_time" content="2026-05-01T10:00:00+02:00">
        </head><body><meta property="og:title" content="of a comment">"""
    )
    assert found == preview.Preview(
        title='Sepsis & "shock"',
        description="Of > three lines",
        author="Ana Pires",
        image="https://journal.example/img/one.png?a=1&b=2",
        image_description="A curve",
        language="en-gb",
        published_at=datetime(2026, 5, 1, 8, tzinfo=UTC),
    )


def test_less_is_enough_and_nothing_is_nothing() -> None:
    assert read("<title> A \n title </title>") == preview.Preview(title="A title")
    for empty in ("", "<p>text", "<title></title>", "<title>   </title>", "\x00" * 50,
                  '<body><title>x</title><meta property="og:title" content="x">'):  # fmt: skip
        assert preview.read(empty.encode(), URL) is None


def test_words_stay_words() -> None:
    found = read(
        "<title>&lt;script&gt;alert(1)&lt;/script&gt;\u202eevil\ufdd0\x01</title>"
        '<meta name="description" content="<img src=x onerror=alert(1)>">'
        '<meta name="author" content="https://evil.example/"><html lang="x\'><script>">'
        '<meta property="article:published_time" content="9999-99-99">'
    )
    assert found.title == "<script>alert(1)</script>evil"
    assert found.description == "<img src=x onerror=alert(1)>"
    assert (found.author, found.language, found.published_at) == ("", "", None)
    long = read(f'<title>{"x" * 1900}</title><meta name="description" content="{"y" * 7000}">')
    assert len(long.title) == preview.MAX_TITLE and len(long.description) == preview.MAX_DESCRIPTION


@pytest.mark.parametrize(
    "image",
    ["http://journal.example/x.png", "javascript:alert(1)", "data:image/png;base64,AAAA", "http://[",
     "file:///etc/passwd", "https://" + "x" * 3000, "//[::1", "ftp://x/"],
)  # fmt: skip
def test_pictures_have_an_https_address_or_none(image: str) -> None:
    assert read(f'<title>x</title><meta property="og:image" content="{image}">').image == ""


@pytest.mark.parametrize(
    ("body", "charset", "title"),
    [
        ("<title>Fièvre</title>".encode("cp1252"), "windows-1252", "Fièvre"),
        ('<meta charset="windows-1252"><title>Fièvre</title>'.encode("cp1252"), "", "Fièvre"),
        ("<title>敗血症</title>".encode("shift_jis"), "Shift_JIS", "敗血症"),
        ("<title>Fièvre</title>".encode(), "zlib", "Fièvre"),
        ("<title>Fièvre</title>".encode(), "no-such-\ud800", "Fièvre"),
        (b"<title>\xff\xfe</title>", "utf-8", "\ufffd\ufffd"),
        (b"<title>+ADw-b+AD4-</title>", "utf-7", "+ADw-b+AD4-"),
    ],
)
def test_letters_of_any_kind(body: bytes, charset: str, title: str) -> None:
    assert read(body, charset).title == title


@pytest.mark.parametrize(
    "bomb",
    ["<meta ", '<meta "', "<meta '\"", "<meta a", "<meta a=", '<meta a="', "<html ", "<", '"',
     "<title ", "<div>", "<meta property=og:title content=", "<!--", '<meta "x" ', "&amp;",
     "<meta a =" + " " * 50],
)  # fmt: skip
def test_no_page_costs_more_than_its_length(bomb: str) -> None:
    """Half a megabyte of each; what took the square of that would not end today."""
    page = f"<title>x</title>{bomb * (preview.MAX_BYTES // len(bomb))}"
    assert read(page).title == "x"
    nested = "<title>" + "<b>" * 100_000 + "</title>"
    assert preview.read(nested.encode(), URL) is None
