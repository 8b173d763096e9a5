"""Pictures to post."""

import io
from collections.abc import Callable

import pytest
from PIL import Image


@pytest.fixture
def picture() -> Callable[..., io.BytesIO]:
    """`picture()` is a small JPEG as a phone would send it."""

    def make(width: int = 60, height: int = 40) -> io.BytesIO:
        out = io.BytesIO()
        Image.new("RGB", (width, height), "teal").save(out, "JPEG")
        out.seek(0)
        out.name = "face.jpg"
        return out

    return make
