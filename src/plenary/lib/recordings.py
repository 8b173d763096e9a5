"""Films and recordings: kept as they were sent until a process of its own has made them anew.

What comes out holds the same packets in a container that we wrote: no place, device, title or
anything else that the sender may not know they tell (lib/film.py).
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from plenary.lib import media
from plenary.lib.errors import Refused

SECONDS = 180
_PICTURES = (b"heic", b"heix", b"mif1", b"avif", b"avis")  # in the same box as films


@dataclass(frozen=True)
class Remade:
    """`kind`: video or audio. `file` and `small` (the poster; '' for none) are paths in media."""

    kind: str
    file: str
    small: str
    width: int
    height: int
    blurhash: str
    duration: float  # seconds
    frame_rate: str
    bit_rate: int


def is_recording(file: IO[bytes]) -> bool:
    """By how it begins, whatever it is called."""
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    if head[4:8] == b"ftyp":
        return head[8:12] not in _PICTURES
    return (
        head.startswith((b"\x1aE\xdf\xa3", b"OggS", b"fLaC", b"ID3"))
        or (head[:4] == b"RIFF" and head[8:12] == b"WAVE")
        or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] != 0xD8)
        or head[4:8] in {b"moov", b"mdat", b"wide", b"free"}
    )


def keep(file: IO[bytes]) -> str:
    """Keep what was sent; its path. It is not served."""
    limit = settings.MAX_RECORDING_BYTES
    path = media.new_name("raw")
    target = Path(settings.MEDIA_ROOT) / path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as out:
            file.seek(0)
            size = 0
            while block := file.read(1 << 16):
                size += len(block)
                if size > limit:
                    raise Refused(
                        f"The film or recording is larger than {limit // (1 << 20)} MB.",
                        field="file",
                    )
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
    except BaseException as error:
        target.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise media.NoRoom("There is no room to keep it just now.") from error
        raise
    return path


def _served(path: str) -> str:
    """The name, without its end, under which what was kept will be served."""
    return path.replace("raw/", "posts/", 1)


def keep_poster(picture: IO[bytes], path: str) -> tuple[str, str]:
    """Keep the sender's own picture for what was kept at `path`: its path and blurhash."""
    return media.store_poster(picture, f"{_served(path)}.mp4")


def remake(path: str, *, own_poster: bool = False) -> Remade:
    """Make it anew from what was kept; Refused in the sender's words. May be repeated: the names
    follow from the path. What was kept stays, until its row says what became of it."""
    root = Path(settings.MEDIA_ROOT)
    name = _served(path)
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=(root / name).parent, prefix="making-") as folder:
        made, poster = Path(folder) / "made", Path(folder) / "poster.png"
        found = _run(root / path, made, poster)
        if "error" in found:
            raise Refused(found["error"], field="file")
        file, small, hashed = f"{name}.{found['ext']}", "", ""
        if found["poster"] and not own_poster:
            with poster.open("rb") as picture:
                small, hashed = media.store_poster(picture, file)
        made.chmod(0o644)
        os.replace(made, root / file)
    return Remade(
        kind=found["kind"],
        file=file,
        small=small,
        width=found["width"],
        height=found["height"],
        blurhash=hashed,
        duration=found["duration"],
        frame_rate=found["frame_rate"],
        bit_rate=found["bit_rate"],
    )


def _run(source: Path, target: Path, poster: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "plenary.lib.film", str(source), str(target), str(poster)]
    # Nothing of our own environment, which holds secrets, but what Python needs to start.
    kept = {key: os.environ[key] for key in ("PATH", "LANG") if key in os.environ}
    kept["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, env=kept, check=False)
        return dict(json.loads(done.stdout))
    except (subprocess.TimeoutExpired, ValueError):
        if shutil.disk_usage(target.parent).free < 4 * settings.MAX_RECORDING_BYTES:
            raise media.NoRoom("There is no room to keep it just now.") from None
        return {"error": "This film or recording cannot be read."}
