"""What no template shows: colours that can be read, drawings that exist, weight, origin."""

import hashlib
import re

import pytest
from django.conf import settings
from django.test import RequestFactory

from plenary.web import errors
from tests.architecture.house import SRC

STATIC = SRC / "web" / "static"
CSS = STATIC / "plenary" / "css"
TEMPLATES = SRC / "web" / "templates"
_BLOCK = r"%s\s*\{([^{}]*)\}"


def _tokens(selector: str) -> dict[str, str]:
    found = re.search(_BLOCK % re.escape(selector), (CSS / "base.css").read_text())
    assert found, selector
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", found.group(1)))


LIGHT = _tokens(":root")
DARK = _tokens(':root[data-theme="dark"]')


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_reckoned_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read(theme: dict[str, str]) -> None:
    """WCAG AA: 4.5 for words, 3 for the edge of a control."""
    grounds = ["paper", "surface", "sunken"]
    pairs = [(words, ground) for words in ("ink", "muted", "accent") for ground in grounds]
    pairs += [("accent", "accent-soft"), ("ink", "accent-soft"), ("on-accent", "accent")]
    pairs += [
        ("warm", "surface"),
        ("warm", "warm-soft"),
        ("ink", "warm-soft"),
        ("muted", "warm-soft"),
    ]
    pairs += [
        ("on-warm", "warm-fill"),
        ("danger", "surface"),
        ("danger", "danger-soft"),
        ("good", "surface"),
    ]
    pairs += [("paper", "ink")]
    weak = {pair: round(contrast(theme[pair[0]], theme[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}
    for ground in ("paper", "surface"):
        assert contrast(theme["control"], theme[ground]) >= 3


def test_dark_is_the_same_by_choice_and_by_the_system() -> None:
    assert _tokens(':root:not([data-theme="light"])') == DARK
    assert set(DARK) == set(LIGHT)


def test_initials_can_be_read() -> None:
    """White letters on eight colours, the same in both themes."""
    colours = re.findall(
        r"\.avatar--c\d \{ background: (#[0-9a-f]{6})", (CSS / "people.css").read_text()
    )
    assert len(colours) == 8
    assert [colour for colour in colours if contrast(colour, "#ffffff") < 4.5] == []


def test_every_drawing_is_in_the_sprite() -> None:
    sprite = set(
        re.findall(r'<symbol id="([\w-]+)"', (STATIC / "plenary" / "icons.svg").read_text())
    )
    used = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"""\{%\s*icon\s+["']([\w-]+)["']""", path.read_text())
    }
    assert used
    assert used - sprite == set()


def test_pages_stay_light() -> None:
    sheets = sum(path.stat().st_size for path in CSS.glob("*.css"))
    scripts = sum(path.stat().st_size for path in STATIC.rglob("*.js"))
    assert sheets < 40_000
    assert scripts < 100_000


def test_sheets_ask_for_nothing_elsewhere() -> None:
    for path in CSS.glob("*.css"):
        assert not re.search(r"@import|url\(|expression\(", path.read_text()), path.name


def test_vendored_files_are_those_recorded() -> None:
    folder = STATIC / "vendor"
    rows = re.findall(
        r"^\| (\S+) \| [^|]+ \| [\d.]+ \| [^|]+ \| ([0-9a-f]{64}) \|$",
        (folder / "VENDOR.md").read_text(),
        re.M,
    )
    recorded = dict(rows)
    assert set(recorded) == {path.name for path in folder.iterdir() if path.suffix != ".md"}
    for name, expected in recorded.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected


def test_the_page_for_a_fault_asks_nobody() -> None:
    """No database mark here: a query would fail, as it does when the database is what broke."""
    answer = errors.server_error(RequestFactory().get("/"))
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Something broke on our side" in page
    assert f"{settings.STATIC_URL}plenary/css/base.css" in page
