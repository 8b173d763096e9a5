"""A pen over a Pillow image: smooth curves, tapered strokes, soft shadows, one tilt for a head."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Paint = tuple[int, int, int] | tuple[int, int, int, int]
Point = tuple[float, float]

FIELD = 400.0  # everything is drawn on a field of 400 by 400 units


def rgb(code: str) -> Colour:
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other in the one."""
    a, b, c = (round(x + (y - x) * share) for x, y in zip(one, other, strict=True))
    return a, b, c


def tint(colour: Colour, red: float, green: float, blue: float) -> Colour:
    return (
        min(round(colour[0] * red), 255),
        min(round(colour[1] * green), 255),
        min(round(colour[2] * blue), 255),
    )


def darker(colour: Colour, share: float = 0.25) -> Colour:
    return mix(colour, (16, 14, 22), share)


def lighter(colour: Colour, share: float = 0.25) -> Colour:
    return mix(colour, (255, 252, 246), share)


def alpha(colour: Colour, opacity: int) -> tuple[int, int, int, int]:
    return (*colour, opacity)


@lru_cache(maxsize=32)
def _weights(steps: int) -> tuple[tuple[float, float, float, float], ...]:
    found = []
    for step in range(steps):
        t = step / steps
        found.append(
            (
                0.5 * (-t + 2 * t * t - t**3),
                0.5 * (2 - 5 * t * t + 3 * t**3),
                0.5 * (t + 4 * t * t - 3 * t**3),
                0.5 * (-t * t + t**3),
            )
        )
    return tuple(found)


def closed_curve(points: Sequence[Point], steps: int = 8) -> list[Point]:
    """A Catmull-Rom curve through the points and back to the first."""
    count = len(points)
    found = []
    for i in range(count):
        p0, p1 = points[i - 1], points[i]
        p2, p3 = points[(i + 1) % count], points[(i + 2) % count]
        for a, b, c, d in _weights(steps):
            found.append(
                (
                    a * p0[0] + b * p1[0] + c * p2[0] + d * p3[0],
                    a * p0[1] + b * p1[1] + c * p2[1] + d * p3[1],
                )
            )
    return found


def open_curve(points: Sequence[Point], steps: int = 8) -> list[Point]:
    padded = [points[0], *points, points[-1]]
    found = []
    for i in range(len(points) - 1):
        p0, p1, p2, p3 = padded[i : i + 4]
        for a, b, c, d in _weights(steps):
            found.append(
                (
                    a * p0[0] + b * p1[0] + c * p2[0] + d * p3[0],
                    a * p0[1] + b * p1[1] + c * p2[1] + d * p3[1],
                )
            )
    return [*found, points[-1]]


def mirrored(half: Sequence[Point]) -> list[Point]:
    """A closed outline from its right half (top to bottom, x from the middle line at 200)."""
    right = [(200 + x, y) for x, y in half]
    left = [(200 - x, y) for x, y in reversed(half) if x > 0.01]
    return right + left


class Pen:
    """Draws in field units; `tilt` turns all that follows about the neck."""

    def __init__(self, image: Image.Image, scale: float) -> None:
        self.image = image
        self.scale = scale
        self.draw = ImageDraw.Draw(image, "RGBA" if image.mode == "RGB" else None)
        self.flat: int | None = 255 if image.mode == "L" else None
        self.aim(0.0)

    def aim(self, degrees: float, shift: Point = (0.0, 0.0), zoom: float = 1.0) -> None:
        turn = math.radians(degrees)
        self._cos, self._sin = math.cos(turn) * zoom, math.sin(turn) * zoom
        self._shift = shift

    def _to_image(self, points: Sequence[Point]) -> list[Point]:
        scale, cos, sin = self.scale, self._cos, self._sin
        dx, dy = 200 + self._shift[0], 300 + self._shift[1]
        return [
            (
                ((x - 200) * cos - (y - 300) * sin + dx) * scale,
                ((x - 200) * sin + (y - 300) * cos + dy) * scale,
            )
            for x, y in points
        ]

    def poly(self, points: Sequence[Point], paint: Paint) -> None:
        self.draw.polygon(self._to_image(points), fill=paint if self.flat is None else self.flat)

    def smooth(self, points: Sequence[Point], paint: Paint, steps: int = 8) -> None:
        self.poly(closed_curve(points, steps), paint)

    def oval(self, x: float, y: float, rx: float, ry: float, paint: Paint) -> None:
        ring = 20 if max(rx, ry) < 20 else 40
        self.poly(
            [
                (x + rx * math.cos(i * math.tau / ring), y + ry * math.sin(i * math.tau / ring))
                for i in range(ring)
            ],
            paint,
        )

    def stroke(
        self, points: Sequence[Point], widths: Sequence[float] | float, paint: Paint
    ) -> None:
        """A curve as one polygon, so that a translucent stroke never darkens where it overlaps."""
        line = open_curve(points, 6)
        ends = [widths, widths] if isinstance(widths, float | int) else list(widths)
        last = len(line) - 1
        left: list[Point] = []
        right: list[Point] = []
        for i, (x, y) in enumerate(line):
            x0, y0 = line[max(i - 1, 0)]
            x1, y1 = line[min(i + 1, last)]
            length = math.hypot(x1 - x0, y1 - y0) or 1.0
            place = i / last * (len(ends) - 1)
            low = min(int(place), len(ends) - 2)
            half = (ends[low] + (ends[low + 1] - ends[low]) * (place - low)) / 2
            nx, ny = -(y1 - y0) / length * half, (x1 - x0) / length * half
            left.append((x + nx, y + ny))
            right.append((x - nx, y - ny))
        self.poly(left + right[::-1], paint)


_INNER = [min(max(level - 128, 0) * 2, 255) for level in range(256)]
SOFT = 0.5  # soft masks are drawn on half the units and enlarged: blurs stay cheap


class Softness:
    """Soft shades over a picture: masks are small, blurred, clipped and laid on in one colour."""

    def __init__(self, picture: Pen) -> None:
        self.picture = picture
        self.side = round(FIELD * SOFT)

    def mask(self) -> Pen:
        pen = Pen(Image.new("L", (self.side, self.side), 0), SOFT)
        pen._cos, pen._sin = self.picture._cos, self.picture._sin
        pen._shift = self.picture._shift
        return pen

    @staticmethod
    def blurred(mask: Image.Image, radius: float) -> Image.Image:
        return mask.filter(ImageFilter.BoxBlur(radius * SOFT))

    @staticmethod
    def edged(mask: Image.Image) -> Image.Image:
        """A clip with a soft edge inside its outline: enlarged, it leaves no steps beyond it."""
        return mask.filter(ImageFilter.BoxBlur(1.5)).point(_INNER)

    @staticmethod
    def moved(mask: Image.Image, dx: float, dy: float) -> Image.Image:
        return ImageChops.offset(mask, round(dx * SOFT), round(dy * SOFT))

    def lay(
        self, mask: Image.Image, colour: Colour, strength: float, clip: Image.Image | None = None
    ) -> None:
        if clip is not None:
            mask = ImageChops.multiply(mask, clip)
        box = mask.getbbox()
        if box is None:
            return
        small = mask.crop(box).point([round(i * strength) for i in range(256)])
        grow = self.picture.scale / SOFT
        place = [round(edge * grow) for edge in box]
        large = small.resize((place[2] - place[0], place[3] - place[1]), Image.Resampling.BILINEAR)
        self.picture.image.paste(colour, (place[0], place[1], place[2], place[3]), large)
