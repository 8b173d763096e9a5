"""Pictures in: only what decodes safely; pictures out: nothing of the sender's but pixels."""

import errno
import io
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from plenary.lib import media
from plenary.lib.errors import PlenaryError, Refused


def saved(image: Image.Image, kind: str = "JPEG", **options: Any) -> io.BytesIO:
    out = io.BytesIO()
    image.save(out, kind, **options)
    out.seek(0)
    return out


def stored(settings: Any, path: str) -> Image.Image:
    image = Image.open(Path(settings.MEDIA_ROOT) / path)
    image.load()
    return image


def files(settings: Any) -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return [path for path in root.rglob("*") if path.is_file()] if root.exists() else []


def huge_png(width: int, height: int) -> io.BytesIO:
    """A PNG of a few bytes whose header promises many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = (
        chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + body)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_four_formats_go_in_and_one_comes_out(settings: Any, kind: str) -> None:
    path = media.store_avatar(saved(Image.new("RGB", (640, 800), "teal"), kind))
    for name, side in ((path, 400), (media.small(path), 120)):
        image = stored(settings, name)
        assert (image.format, image.size) == ("WEBP", (side, side))


def test_a_small_face_is_not_enlarged(settings: Any) -> None:
    path = media.store_avatar(saved(Image.new("RGB", (90, 60))))
    assert stored(settings, path).size == (60, 60)


def test_of_a_tall_picture_the_upper_part_is_kept(settings: Any) -> None:
    image = Image.new("RGB", (400, 1200), "blue")
    image.paste("red", (0, 0, 400, 600))
    kept = stored(settings, media.store_avatar(saved(image, "PNG"))).convert("RGB")
    pixel = kept.getpixel((200, 390))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200


def test_headers_and_attachments_keep_to_their_sizes(settings: Any) -> None:
    header = media.store_header(saved(Image.new("RGB", (3000, 3000))))
    assert stored(settings, header).size == (1500, 500)
    kept = media.store_attachment(saved(Image.new("RGB", (4000, 1000))))
    assert (kept.width, kept.height) == (1920, 480)
    assert stored(settings, kept.file).size == (1920, 480)
    assert stored(settings, kept.small).size == (640, 160)
    assert 6 <= len(kept.blurhash) <= 100


@pytest.mark.parametrize("size", [(1, 1), (3000, 1), (1, 3000)])
def test_strange_shapes_are_kept_too(settings: Any, size: tuple[int, int]) -> None:
    assert media.store_attachment(saved(Image.new("RGB", size), "PNG")).blurhash
    assert media.find(media.store_avatar(saved(Image.new("RGB", size), "PNG")))
    assert media.find(media.store_header(saved(Image.new("RGB", size), "PNG")))


def test_nothing_but_pixels_is_kept(settings: Any) -> None:
    """51: no place, no camera, no name, neither in EXIF nor in XMP nor in a profile or comment."""
    exif = Image.Exif()
    exif[0x010F] = "CANARY-MAKE"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    exif.get_ifd(0x8825)[29] = "2026:01:01"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = saved(
        Image.new("RGB", (300, 300)),
        exif=exif.tobytes(),
        xmp=b"<x:xmpmeta>CANARY-XMP</x:xmpmeta>",
        comment=b"CANARY-COMMENT",
        icc_profile=profile,
    )
    assert b"CANARY" in picture.getvalue()
    kept = media.store_attachment(picture)
    for name in (kept.file, kept.small):
        data = (Path(settings.MEDIA_ROOT) / name).read_bytes()
        assert b"CANARY" not in data
        assert not {b"EXIF", b"XMP ", b"ICCP"} & set(re.findall(rb"EXIF|XMP |ICCP", data))
        assert not stored(settings, name).getexif()


def test_a_picture_taken_sideways_is_turned_upright(settings: Any) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    kept = media.store_attachment(saved(Image.new("RGB", (400, 200)), exif=exif.tobytes()))
    assert (kept.width, kept.height) == (200, 400)


def test_transparency_and_other_colour_models_survive(settings: Any) -> None:
    clear = media.store_attachment(saved(Image.new("RGBA", (50, 50), (9, 9, 9, 0)), "PNG"))
    assert stored(settings, clear.file).mode == "RGBA"
    for mode in ("L", "LA", "P", "CMYK", "1", "I;16"):
        kind = "JPEG" if mode == "CMYK" else "PNG"
        assert media.store_attachment(saved(Image.new(mode, (50, 50)), kind)).width == 50


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(50_000, 50_000), (7_000, 7_000), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_refused_before_they_are_decoded(
    settings: Any, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """50: the header is enough."""

    def decoded(*_: Any) -> None:
        raise AssertionError("a pixel was decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decoded)
    with pytest.raises(Refused, match="too many pixels"):
        media.store_attachment(huge_png(*size))
    assert files(settings) == []


def test_of_a_long_animation_only_the_first_frame_is_read(settings: Any) -> None:
    frames = [Image.new("P", (20, 20), number % 250) for number in range(300)]
    film = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=20)
    kept = media.store_attachment(film)
    assert getattr(stored(settings, kept.file), "n_frames", 1) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        b"GIF89a<script>alert(1)</script>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"\xff\xd8\xff\xe0" + b"\0" * 100,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        b"II*\0" + b"\0" * 100,
        b"P6 1 1 255 abc",
    ],
)
def test_what_is_no_picture_is_refused(settings: Any, data: bytes) -> None:
    """49, 52: neither other formats nor broken ones reach a decoder's corners."""
    for store in (media.store_avatar, media.store_header, media.store_attachment):
        with pytest.raises(Refused):
            store(io.BytesIO(data))
    assert files(settings) == []


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "ICO", "PPM", "JPEG2000", "TGA", "DDS"])
def test_formats_nobody_needs_are_off(kind: str) -> None:
    with pytest.raises(Refused):
        media.store_avatar(saved(Image.new("RGB", (64, 64)), kind))


def test_a_file_that_is_two_things_becomes_one(settings: Any) -> None:
    picture = saved(Image.new("RGB", (64, 64)), "PNG")
    both = io.BytesIO(picture.getvalue() + b"<script>CANARY</script>")
    path = media.store_avatar(both)
    assert b"CANARY" not in (Path(settings.MEDIA_ROOT) / path).read_bytes()


def test_too_many_bytes_are_refused(settings: Any) -> None:
    settings.MAX_IMAGE_BYTES = 1000
    with pytest.raises(Refused, match="larger than"):
        media.store_avatar(io.BytesIO(b"\xff" * 2000))


def test_names_are_ours_and_no_two_alike(settings: Any) -> None:
    picture = saved(Image.new("RGB", (64, 64)))
    picture.name = "../../etc/passwd"
    paths = {media.store_avatar(picture) for _ in range(5)}
    assert len(paths) == 5
    for path in paths:
        assert re.fullmatch(r"avatars/[0-9a-f]{2}/[0-9a-f]{30}\.webp", path)
        assert media.find(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "../secret-key",
        "avatars/../../secret-key",
        "avatars/ab/" + "c" * 30 + ".webp/",
        "avatars/ab/" + "c" * 30 + ".webp",
        "avatars/ab",
        "avatars",
        "/etc/passwd",
        "avatars/ab/" + "c" * 30 + ".webp\0",
        "avatars/ab/" + "C" * 30 + ".webp",
        "avatars/ab/" + "c" * 30 + ".webp.part",
    ],
)
def test_odd_paths_find_nothing(path: str) -> None:
    assert media.find(path) is None


def test_a_full_disk_is_said_and_leaves_no_half(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = 0
    real = Image.Image.save

    def full(self: Image.Image, out: Any, *args: Any, **options: Any) -> None:
        nonlocal written
        written += 1
        if written == 2:
            out.write(b"RIFF half")
            raise OSError(errno.ENOSPC, "No space left on device")
        real(self, out, *args, **options)

    monkeypatch.setattr(Image.Image, "save", full)
    picture = saved(Image.new("RGB", (64, 64)))
    written = 0
    with pytest.raises(PlenaryError) as refusal:
        media.store_avatar(picture)
    assert refusal.value.status == 507
    assert files(settings) == []


def test_deleting_takes_both_sizes_and_only_ours(settings: Any, tmp_path: Path) -> None:
    outside = tmp_path / "keep.webp"
    outside.write_bytes(b"x")
    path = media.store_avatar(saved(Image.new("RGB", (64, 64))))
    media.delete("../keep.webp")
    media.delete("")
    assert outside.exists()
    media.delete(path)
    media.delete(path)
    assert files(settings) == []
