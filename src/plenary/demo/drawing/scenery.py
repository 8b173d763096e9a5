"""Calm banners, and the congress's city at dusk."""

from __future__ import annotations

import math
from random import Random

from PIL import Image, ImageDraw, ImageOps

from .look import GROUNDS
from .pen import Colour, darker, lighter, mix, rgb


def _sky(width: int, height: int, top: Colour, bottom: Colour) -> Image.Image:
    slope = Image.linear_gradient("L").resize((width, height), Image.Resampling.BILINEAR)
    return ImageOps.colorize(slope, top, bottom)


def _hills(
    draw: ImageDraw.ImageDraw,
    width: int,
    height: int,
    base: float,
    rise: float,
    colour: Colour,
    random: Random,
) -> None:
    waves = [
        (random.uniform(0.6, 2.4), random.uniform(0, math.tau), random.random()) for _ in range(3)
    ]
    step = max(width // 160, 1)
    line = []
    for x in range(0, width + step, step):
        y = sum(
            share * math.sin(count * math.tau * x / width + start) for count, start, share in waves
        )
        line.append((x, height * base - y * rise * height))
    draw.polygon([(0, height), *line, (width, height)], fill=colour)


def header(seed: int, width: int = 1200, height: int = 400) -> Image.Image:
    """Layers of soft hills in one colour."""
    random = Random(f"header {seed}")
    light, dark = random.choice(GROUNDS)
    other, _ = random.choice(GROUNDS)
    picture = _sky(width, height, lighter(light, 0.3), mix(light, other, 0.5))
    draw = ImageDraw.Draw(picture, "RGBA")
    x, y = width * random.uniform(0.2, 0.8), height * random.uniform(0.2, 0.42)
    disc = height * random.uniform(0.12, 0.2)
    draw.ellipse((x - disc, y - disc, x + disc, y + disc), fill=(255, 252, 244, 150))
    for layer in range(5):
        colour = mix(mix(light, dark, 0.35), darker(dark, 0.45), layer / 4)
        _hills(draw, width, height, 0.52 + layer * 0.1, 0.07, colour, random)
    return picture


def event_picture(width: int = 1600, height: int = 600) -> Image.Image:
    """A city of hills, a castle on its rock and lit windows: Edinburgh, as remembered."""
    random = Random("the city")
    w, h = width * 2, height * 2
    picture = _sky(w, h, rgb("#a9bfd0"), rgb("#f6d3a8"))
    draw = ImageDraw.Draw(picture, "RGBA")
    draw.ellipse((w * 0.66, h * 0.14, w * 0.66 + h * 0.2, h * 0.34), fill=(255, 246, 226, 210))
    _hills(draw, w, h, 0.58, 0.05, rgb("#93a4b3"), random)
    seat = [
        (0.42, 0.72),
        (0.50, 0.50),
        (0.54, 0.40),
        (0.57, 0.44),
        (0.62, 0.42),
        (0.68, 0.55),
        (0.8, 0.72),
    ]
    draw.polygon([(x * w, y * h) for x, y in seat], fill=rgb("#7589a0"))
    rock = [
        (0.06, 0.86),
        (0.10, 0.60),
        (0.14, 0.52),
        (0.20, 0.48),
        (0.31, 0.49),
        (0.35, 0.58),
        (0.42, 0.86),
    ]
    draw.polygon([(x * w, y * h) for x, y in rock], fill=rgb("#4f6076"))
    stone = rgb("#5f7087")
    for x, top, wide in (
        (0.145, 0.44, 0.03),
        (0.18, 0.38, 0.045),
        (0.225, 0.42, 0.05),
        (0.275, 0.40, 0.03),
    ):
        draw.rectangle((x * w, top * h, (x + wide) * w, 0.56 * h), fill=stone)
        tooth = wide * w / 7
        for n in range(0, 7, 2):
            left = x * w + n * tooth
            draw.rectangle((left, top * h - tooth, left + tooth, top * h), fill=stone)
    for row, (base, dark) in enumerate(((0.86, "#41526a"), (0.94, "#31415a"), (1.02, "#243248"))):
        _row(draw, w, h, base, rgb(dark), random, row)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _row(
    draw: ImageDraw.ImageDraw, w: int, h: int, base: float, colour: Colour, random: Random, row: int
) -> None:
    x = -20.0
    while x < w:
        wide = random.uniform(0.022, 0.046) * w
        top = (base - random.uniform(0.13, 0.24)) * h
        shade = mix(colour, rgb("#8a7f86"), random.uniform(0, 0.14))
        draw.rectangle((x, top, x + wide, h), fill=shade)
        style = random.random()
        if style < 0.55:
            draw.polygon(
                [(x, top), (x + wide / 2, top - wide * 0.42), (x + wide, top)],
                fill=darker(shade, 0.15),
            )
            stack = wide * 0.14
            draw.rectangle(
                (x + stack, top - wide * 0.36, x + stack * 2, top), fill=darker(shade, 0.15)
            )
        elif style > 0.93 and row < 2:
            draw.polygon(
                [(x + wide * 0.25, top), (x + wide / 2, top - h * 0.17), (x + wide * 0.75, top)],
                fill=darker(shade, 0.1),
            )
        pane = wide / 9
        for column in range(1, 8, 2):
            for level in range(8):
                y = top + pane * 1.2 + level * pane * 2.2
                lit = random.random() < 0.36
                paint = (255, 218, 150, 215) if lit else (20, 26, 40, 70)
                draw.rectangle(
                    (x + column * pane, y, x + (column + 1) * pane, y + pane * 1.3), fill=paint
                )
        x += wide + random.uniform(0, 6)
