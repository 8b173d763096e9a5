"""Emoji in: small, few formats, made anew; one that moves also stands still."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from plenary.lib import media
from plenary.lib.errors import PlenaryError, Refused
from tests.emojis import drawn
from tests.lib.test_media import files, huge_png, stored


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_one_picture(settings: Any, kind: str) -> None:
    made = media.store_emoji(drawn(kind))
    assert made.file == made.still and len(files(settings)) == 1
    image = stored(settings, made.file)
    assert (image.format, image.size) == ("WEBP", (32, 32))
    assert media.find(made.file) is not None
    assert media.content_type(made.file) == "image/webp"


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_one_that_moves(settings: Any, kind: str) -> None:
    made = media.store_emoji(drawn(kind, (300, 150), frames=3))
    moving = Image.open(Path(settings.MEDIA_ROOT) / made.file)
    assert (moving.size, getattr(moving, "n_frames", 1)) == ((128, 64), 3)
    still = Image.open(Path(settings.MEDIA_ROOT) / made.still)
    assert made.still != made.file and getattr(still, "n_frames", 1) == 1
    media.delete(made.file)
    assert files(settings) == []


def test_see_through_stays_see_through(settings: Any) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    made = media.store_emoji(out)
    assert stored(settings, made.file).convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_nothing_of_the_senders_is_kept(settings: Any) -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "SECRET")
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "PNG", pnginfo=told)
    out.write(b"<script>SECRET</script>")
    made = media.store_emoji(out)
    assert b"SECRET" not in (Path(settings.MEDIA_ROOT) / made.file).read_bytes()


def noise(size: int) -> io.BytesIO:
    return io.BytesIO(drawn().getvalue() + b"\0" * size)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (lambda: noise(256 * 1024), "larger than 256 kB"),
        (lambda: huge_png(50_000, 50_000), "too many pixels"),
        (lambda: drawn("GIF", (4, 4), frames=301), "too many pixels"),
        (lambda: drawn("WEBP", (4096, 4096), frames=3), "too many pixels"),
        (lambda: io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "not a picture"),
        (lambda: io.BytesIO(b""), "not a picture"),
        (lambda: io.BytesIO(drawn().getvalue()[:60]), "not a picture"),
    ],
)
def test_what_is_refused(settings: Any, sent: Any, words: str) -> None:
    with pytest.raises(Refused, match=words):
        media.store_emoji(sent())
    assert files(settings) == []


def test_no_photograph(settings: Any) -> None:
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "JPEG")
    with pytest.raises(Refused):
        media.store_emoji(out)


def test_a_full_disk_leaves_no_half(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real, done = media._write, []

    def full(image: Image.Image, path: str, **how: Any) -> None:
        if done:
            raise media.NoRoom("full")
        done.append(path)
        real(image, path, **how)

    monkeypatch.setattr(media, "_write", full)
    with pytest.raises(PlenaryError):
        media.store_emoji(drawn("GIF", frames=3))
    assert done and files(settings) == []
