"""Draws the demo's faces into the media folder, on every core."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from PIL import Image

from .people import Person, Traits
from .portraits import portrait

LARGE, SMALL = 400, 120


def path_of(kind: str, name: str) -> str:
    """Where a picture lies in media: the same for the same name, in the form media gives."""
    digest = hashlib.sha256(f"demo {kind} {name}".encode()).hexdigest()
    return f"{kind}/{digest[:2]}/{digest[2:32]}.webp"


def _save(image: Image.Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, "WEBP", quality=80, method=2)


def _draw(task: tuple[str, str, int, Traits]) -> None:
    media, path, seed, traits = task
    image = portrait(seed, LARGE, traits).convert("RGB")
    target = Path(media) / path
    _save(image, target)
    small = image.resize((SMALL, SMALL), Image.Resampling.LANCZOS)
    _save(small, target.with_name(target.name.replace(".webp", "-small.webp")))


def draw(people: list[Person], media: Path, version: str) -> Iterator[str]:
    """Paths of the portraits, one by one in the order of `people` as they are drawn."""
    paths = [path_of("avatars", f"{version} {person.handle}") for person in people]
    tasks = [
        (str(media), path, person.portrait_seed, person.traits)
        for path, person in zip(paths, people, strict=True)
    ]
    with ProcessPoolExecutor(max_workers=min(os.cpu_count() or 1, 8)) as pool:
        for path, _ in zip(paths, pool.map(_draw, tasks, chunksize=10), strict=True):
            yield path
