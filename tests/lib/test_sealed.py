"""Secrets that are kept sealed."""

import pytest

from plenary.lib import sealed


def test_what_is_sealed_is_opened_in_its_place_alone(settings) -> None:
    made = sealed.seal("a canary ü", b"one", "7")
    assert "canary" not in made
    assert sealed.seal("a canary ü", b"one", "7") != made
    assert sealed.opened(made, b"one", "7") == "a canary ü"
    assert sealed.opened(made, b"one", "8") == ""
    assert sealed.opened(made, b"two", "7") == ""
    settings.SECRET_KEY += "x"
    assert sealed.opened(made, b"one", "7") == ""


@pytest.mark.parametrize("odd", ["", "x", "ü", "AAAA", "=" * 40, "A" * 64])
def test_what_was_never_sealed_opens_to_nothing(odd: str) -> None:
    assert sealed.opened(odd, b"one", "7") == ""
