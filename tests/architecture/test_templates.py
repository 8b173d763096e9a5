"""What no compiler sees in templates: the names they link to, and what the CSP would block."""

import re
from pathlib import Path

import pytest
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.house import ROOT, SRC, none

_TEMPLATES = SRC / "web" / "templates"
_FILES = sorted(path for path in _TEMPLATES.rglob("*") if path.is_file())


def _names(resolver: URLResolver) -> set[str]:
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found |= _names(pattern)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(pattern.name)
    return found


def _found(pattern: str, flags: int = re.I) -> list[str]:
    found = []
    for path in _FILES:
        if path.suffix not in {".html", ".svg"}:
            continue
        text = re.sub(
            r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.S
        )
        found += [
            f"{path.relative_to(ROOT)}: {match.group(0)[:60]}"
            for match in re.finditer(pattern, text, flags)
        ]
    return found


def test_there_are_templates() -> None:
    assert _FILES


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.relative_to(_TEMPLATES).as_posix())
def test_template_is_well_formed(path: Path) -> None:
    try:
        get_template(path.relative_to(_TEMPLATES).as_posix())
    except TemplateSyntaxError as error:
        pytest.fail(str(error))


def test_links_lead_somewhere() -> None:
    known = _names(get_resolver())
    wrong = []
    for path in _FILES:
        for name in re.findall(r"""\{%\s*url\s+["']([^"']+)["']""", path.read_text()):
            if name not in known:
                wrong.append(f"{path.relative_to(ROOT)}: {name}")
    none(wrong, "no such address")


def test_reversed_names_lead_somewhere() -> None:
    """Names in Python: redirect('event'), reverse('profile')."""
    known = _names(get_resolver())
    call = re.compile(r"""\b(?:reverse|redirect|reverse_lazy)\(\s*["']([a-z_0-9]+)["']""")
    wrong = []
    for path in SRC.rglob("*.py"):
        wrong += [
            f"{path.relative_to(ROOT)}: {name}"
            for name in call.findall(path.read_text())
            if name not in known
        ]
    none(wrong, "no such address")


def test_no_inline_style() -> None:
    none(_found(r"<style\b|\sstyle\s*="), "the content security policy blocks it, or should")


def test_no_inline_script() -> None:
    none(
        _found(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)"),
        "the content security policy blocks it, or should",
    )
    none(_found(r"\son[a-z]+\s*=\s*[\"']"), "the content security policy blocks it, or should")
    none(_found(r"javascript:"), "the content security policy blocks it, or should")
    # htmx would evaluate these, which the CSP forbids.
    none(
        _found(r"\bhx-on\b|\bhx-on:|\bhx-vals\s*=\s*[\"']js:"),
        "the content security policy blocks it, or should",
    )


def test_nothing_is_fetched_from_elsewhere() -> None:
    none(
        _found(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//(?![^\"']*\{)[^\"']*\.(?:js|css|woff2?)"),
        "the content security policy blocks it, or should",
    )


def test_every_form_that_posts_has_its_token() -> None:
    wrong = []
    for path in _FILES:
        for form in re.findall(r"<form\b.*?</form>", path.read_text(), re.S | re.I):
            if re.search(r"method\s*=\s*[\"']post", form, re.I) and "csrf_token" not in form:
                wrong.append(f"{path.relative_to(ROOT)}: {form[:60]}")
    none(wrong, "a form without csrf_token")


def test_every_picture_has_an_alternative() -> None:
    none(_found(r"<img\b(?![^>]*\balt=)[^>]*>"), "no alternative text")


# Markup that was made safe before it came to a template, and by whom.
_MADE_SAFE = {
    "status.content_html": "lib.text, when the post was written",
    "account.note_html": "lib.text, when the profile was saved",
    "one.announcement.html": "lib.text, when it was announced",
    "field.html": "lib.text, when the profile was saved",
    "field.help_text": "our forms and Django's, never a person",
}


def test_nothing_else_is_marked_safe_by_a_template() -> None:
    allowed = "|".join(re.escape(name) for name in _MADE_SAFE)
    pictured = r"(?:\|pictured:[a-z.]+)?"  # which works on what is escaped or safe
    found = _found(rf"\{{\{{(?!\s*(?:{allowed})\|safe{pictured}\s*\}}\}})[^}}]*\|\s*safe\b")
    found += _found(r"\{%\s*(?:autoescape\s+off|filter\s+safe)|\|\s*safeseq\b")
    none(found, "only lib.text decides what is safe")
