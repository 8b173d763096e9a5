"""How long a server asks to be left alone, and of what kind its answer is."""

from datetime import timedelta
from email.utils import format_datetime

import pytest

from plenary.lib import clock
from plenary.lib.answers import Answer, media_type


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        *(("120", 120.0), (" 0 ", 0.0), ("9" * 400, 30 * 86400.0), ("-1", None), ("1.5", None)),
        *(("", None), ("soon", None), ("²", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0)),
        *(("Wed, 21 Oct 9999 07:28:00 GMT", 30 * 86400.0), ("Wed, 99 Oct 2015 07:28:00 GMT", None)),
        ("Wed, 21 Oct 2015 07:28:00 -0000", None),
    ],
)
def test_retry_after(told: str, seconds: float | None) -> None:
    assert Answer(429, {"retry-after": told}).retry_after == seconds


def test_retry_after_a_date() -> None:
    until = format_datetime(clock.machine_now() + timedelta(hours=1))
    left = Answer(503, {"retry-after": until}).retry_after
    assert left is not None and 3000 < left <= 3600
    assert Answer(503).retry_after is None


def test_media_types() -> None:
    assert media_type("Text/HTML") == ("text/html", {})
    assert media_type(' a/b ; Charset="UTF-8";x ; profile="c d"') == (
        "a/b", {"charset": "UTF-8", "x": "", "profile": "c d"}
    )  # fmt: skip
    assert media_type("") == ("", {})
