"""Pictures in, safe pictures out, in the media folder.

A file is read only as one of four formats, its size checked before a pixel is decoded, turned
upright, brought to sRGB, re-encoded without any of its metadata, never enlarged, and kept under
a name the server chose. Nothing of the sender's bytes is ever served.
"""

import io
import os
import re
import secrets
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import blurhash
from django.conf import settings
from PIL import Image, ImageCms, ImageOps

from plenary.lib.errors import PlenaryError, Refused

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
AVATAR, AVATAR_SMALL = 400, 120
HEADER = (1500, 500)
LARGE, SMALL = 1920, 640
EMOJI = 128
EMOJI_FORMATS = ("PNG", "GIF", "WEBP")
EMOJI_BYTES = 256 * 1024
EMOJI_FRAMES, EMOJI_PIXELS = 300, 40_000_000  # of all its pictures together
_NAME = re.compile(
    r"[a-z]+/[0-9a-f]{2}/[0-9a-f]{30}(?:(?:-small)?\.webp|\.(?:mp4|webm|mp3|m4a|ogg|flac))"
)
_RAW = re.compile(r"raw/[0-9a-f]{2}/[0-9a-f]{30}")  # as it was sent, and never served
TYPES = {
    "webp": "image/webp",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "flac": "audio/flac",
}

Image.MAX_IMAGE_PIXELS = settings.MAX_IMAGE_PIXELS


class NoRoom(PlenaryError):
    """The disk is full (HTTP 507)."""

    status = 507


@dataclass(frozen=True)
class StoredEmoji:
    """Paths in media: as it moves, and its first picture; the same where it does not move."""

    file: str
    still: str


@dataclass(frozen=True)
class StoredImage:
    """Paths in media, and the size in pixels of the large one."""

    file: str
    small: str
    width: int
    height: int
    blurhash: str


def _open(file: IO[bytes]) -> Image.Image:
    """Decode a picture, or say why not in the sender's words."""
    file.seek(0)
    data = file.read(settings.MAX_IMAGE_BYTES + 1)
    if len(data) > settings.MAX_IMAGE_BYTES:
        limit = settings.MAX_IMAGE_BYTES // (1024 * 1024)
        raise Refused(f"The picture is larger than {limit} MB.", field="picture")
    try:
        # Only the header is read here: what it promises is judged before a pixel is decoded.
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        if image.width * image.height > settings.MAX_IMAGE_PIXELS:
            raise Image.DecompressionBombError
        image.draft(image.mode, (2 * LARGE, 2 * LARGE))  # a JPEG is decoded no larger than needed
        image.seek(0)  # of an animation, the first frame
        image.load()
        return _srgb(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError:
        raise Refused("The picture has too many pixels.", field="picture") from None
    except Exception:  # what a decoder raises on a broken file is anybody's guess
        raise Refused(
            "This is not a picture we can read. JPEG, PNG, WebP and GIF work.", field="picture"
        ) from None


def _srgb(image: Image.Image) -> Image.Image:
    """In sRGB, with or without transparency, carrying nothing else."""
    mode = "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA", "L", "CMYK"}:
        try:
            converted = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode=None if image.mode in {"RGB", "RGBA"} else "RGB",
            )
            image = converted or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile: its colours are taken as they are
    clean = Image.new(mode, image.size)
    clean.paste(image.convert(mode))
    return clean


def _write(image: Image.Image, path: str, **how: Any) -> None:
    """Encode to a temporary file beside the target, then rename: never half a picture."""
    target = Path(settings.MEDIA_ROOT) / path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, suffix=".part")
    except OSError as error:
        raise NoRoom("There is no room to keep the picture just now.") from error
    try:
        with os.fdopen(handle, "wb") as out:
            image.save(out, "WEBP", **{"quality": 82, "method": 4, **how})
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(0o644)
        os.replace(temporary, target)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise NoRoom("There is no room to keep the picture just now.") from error
        raise


def _write_all(pictures: dict[str, Image.Image]) -> None:
    """Write all of them, or leave none behind."""
    done: list[str] = []
    try:
        for path, image in pictures.items():
            _write(image, path)
            done.append(path)
    except BaseException:
        for path in done:
            (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)
        raise


def new_name(kind: str) -> str:
    """A name nobody can guess, without an end."""
    name = secrets.token_hex(16)
    return f"{kind}/{name[:2]}/{name[2:]}"


def _square(image: Image.Image) -> Image.Image:
    """The middle of a wide picture, the upper part of a tall one, where faces are."""
    side = min(image.size)
    left = (image.width - side) // 2
    top = (image.height - side) // 4
    return image.crop((left, top, left + side, top + side))


def _fitted(image: Image.Image, largest: int) -> Image.Image:
    """At most `largest` on the longer side; never enlarged."""
    copy = image.copy()
    copy.thumbnail((largest, largest), Image.Resampling.LANCZOS)
    return copy


def store_avatar(file: IO[bytes]) -> str:
    """Keep a square face in two sizes; returns the path of the large one."""
    square = _square(_open(file))
    name = new_name("avatars")
    _write_all(
        {
            f"{name}.webp": _fitted(square, AVATAR),
            f"{name}-small.webp": _fitted(square, AVATAR_SMALL),
        }
    )
    return f"{name}.webp"


def store_header(file: IO[bytes]) -> str:
    """Keep a wide picture, cropped to 3:1 at most; returns its path."""
    image = _open(file)
    height = min(image.height, max(1, image.width * HEADER[1] // HEADER[0]))
    top = (image.height - height) // 2
    image = image.crop((0, top, image.width, top + height))
    path = f"{new_name('headers')}.webp"
    _write(_fitted(image, HEADER[0]), path)
    return path


def store_attachment(file: IO[bytes]) -> StoredImage:
    """Keep an image of a post in two sizes."""
    image = _fitted(_open(file), LARGE)
    name = new_name("posts")
    _write_all({f"{name}.webp": image, f"{name}-small.webp": _fitted(image, SMALL)})
    return StoredImage(
        f"{name}.webp", f"{name}-small.webp", image.width, image.height, _few_colours(image)
    )


def store_emoji(file: IO[bytes]) -> StoredEmoji:
    """Keep a small picture to stand among words; one that moves also as it stands still."""
    file.seek(0)
    data = file.read(EMOJI_BYTES + 1)
    if len(data) > EMOJI_BYTES:
        raise Refused(f"The picture is larger than {EMOJI_BYTES // 1024} kB.", field="picture")
    frames, times = _frames(data)
    name = new_name("emoji")
    file_name, still = f"{name}.webp", f"{name}-small.webp"
    if len(frames) == 1:
        _write(frames[0], file_name, quality=90)
        return StoredEmoji(file_name, file_name)
    try:
        _write(frames[0], still, quality=90)
        moving = {"save_all": True, "append_images": frames[1:], "duration": times, "loop": 0}
        _write(frames[0], file_name, **moving)
    except BaseException:
        delete(file_name)
        raise
    return StoredEmoji(file_name, still)


def _frames(data: bytes) -> tuple[list[Image.Image], list[int]]:
    """The pictures of an emoji, as small as it will be, and how many milliseconds each stands."""
    try:
        image = Image.open(io.BytesIO(data), formats=EMOJI_FORMATS)
        count = getattr(image, "n_frames", 1)
        if count > EMOJI_FRAMES or image.width * image.height * count > EMOJI_PIXELS:
            raise Image.DecompressionBombError
        frames, times = [], []
        for number in range(count):
            image.seek(number)
            image.load()
            frames.append(_fitted(_srgb(image).convert("RGBA"), EMOJI))
            # Faster than this is not meant: browsers slow it down as well.
            times.append(max(20, min(int(image.info.get("duration") or 100), 60_000)))
    except Image.DecompressionBombError:
        raise Refused("The picture has too many pixels.", field="picture") from None
    except Exception:  # what a decoder raises on a broken file is anybody's guess
        raise Refused(
            "This is not a picture we can read. PNG, GIF and WebP work.", field="picture"
        ) from None
    return frames, times


def store_preview(file: IO[bytes]) -> StoredImage:
    """Keep the picture of a page that somebody linked to, small."""
    image = _fitted(_open(file), SMALL)
    path = f"{new_name('cards')}.webp"
    _write(image, path)
    return StoredImage(path, "", image.width, image.height, _few_colours(image))


def store_poster(file: IO[bytes], of: str) -> tuple[str, str]:
    """Keep the picture that stands for a film until it plays: its path and blurhash."""
    image = _fitted(_open(file), SMALL)
    _write(image, small(of))
    return small(of), _few_colours(image)


def _few_colours(image: Image.Image) -> str:
    """The blurhash."""
    tiny = _fitted(image.convert("RGB"), 32)
    pixels = tiny.width * tiny.height
    data: list[Any] = list(tiny.get_flattened_data())
    rows = [data[start : start + tiny.width] for start in range(0, pixels, tiny.width)]
    return str(blurhash.encode(rows, components_x=4, components_y=3))


def small(path: str) -> str:
    """The smaller sibling of a stored picture, or what stands for a film."""
    return f"{path.rpartition('.')[0]}-small.webp"


def url(path: str) -> str:
    return f"{settings.MEDIA_URL}{path}" if path else ""


def find(path: str) -> Path | None:
    """The file behind a served path; None for anything this module did not name."""
    if not _NAME.fullmatch(path):
        return None
    found = Path(settings.MEDIA_ROOT) / path
    return found if found.is_file() else None


def content_type(path: str) -> str:
    """What a served file is: by the name that we gave it."""
    return TYPES[path.rpartition(".")[2]]


def delete(path: str) -> None:
    """Remove a stored file and its smaller sibling; nothing happens where there is none."""
    if path and _RAW.fullmatch(path):
        (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)
    elif path and _NAME.fullmatch(path):
        for each in (path, small(path)):
            (Path(settings.MEDIA_ROOT) / each).unlink(missing_ok=True)


def delete_all(paths: Iterable[str]) -> None:
    for path in paths:
        delete(path)
