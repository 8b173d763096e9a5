"""Beards and moustaches."""

from __future__ import annotations

from random import Random

from .face import EYES, mouth_y, outline
from .look import Look
from .pen import Colour, Pen, Point, Softness, alpha, lighter, mirrored, mix

WHITE: Colour = (255, 255, 255)


def beard(pen: Pen, look: Look, seed: int) -> None:
    if not look.beard:
        return
    w, chin, mouth = look.face_w, look.chin_y, mouth_y(look)
    kind = look.beard
    ink = mix(look.hair, look.skin, 0.1)
    random = Random(f"beard {seed}")
    if kind == "stubble":
        soft = Softness(pen)
        shape = soft.mask()
        shape.smooth(_whiskers(look, 4, mouth), WHITE)
        face = soft.mask()
        face.smooth(outline(look), WHITE)
        shade = mix(look.hair, look.skin, 0.25)
        soft.lay(Softness.blurred(shape.image, 7), shade, 0.34, Softness.edged(face.image))
        return
    if kind in ("short", "full", "long"):
        drop = {"short": 4, "full": 14, "long": 44}[kind]
        pen.smooth(_whiskers(look, drop, mouth), alpha(ink, 225 if kind == "short" else 250))
        for n in range(13):
            x = (n - 6) / 6
            y0 = mouth + 22 + random.uniform(-4, 4) - abs(x) * 14
            pen.stroke(
                [(200 + x * w * 0.72, y0), (200 + x * w * 0.6, min(y0 + 22, chin + drop - 8))],
                [0.5, 1.6, 0.4],
                alpha(lighter(ink, 0.25), 90),
            )
    if kind == "goatee":
        pen.smooth(
            [(178, mouth + 14), (200, mouth + 16), (222, mouth + 14), (219, chin - 4),
             (200, chin + 7), (181, chin - 4)],
            ink,
        )  # fmt: skip
        m = look.mouth_w
        for side in (-1, 1):
            pen.stroke([(200 + side * (m + 3), mouth - 6), (200 + side * (m + 4), mouth + 8),
                        (200 + side * 16, mouth + 19)], [7, 7, 9], ink)  # fmt: skip


def moustache(pen: Pen, look: Look) -> None:
    """Over the upper lip, so it comes after the mouth."""
    if look.beard in ("", "stubble"):
        return
    m, mouth, top = look.mouth_w, mouth_y(look), look.nose_y + 9.5
    ink = mix(look.hair, look.skin, 0.1)
    half = [
        (0.0, top + 3),
        (7.0, top),
        (m * 0.62, (top + mouth) / 2 - 2),
        (m + 3, mouth - 5),
        (m + 7, mouth + 3),
        (m + 1, mouth + 1),
        (m * 0.55, mouth - 4),
        (0.0, mouth - 4),
    ]
    pen.smooth(mirrored(half), ink)
    for n in (-3, -2, -1, 1, 2, 3):
        pen.stroke([(200 + n * 3, top + 3.5), (200 + n * m * 0.28, mouth - 4.5)], [0.5, 1.4, 0.4],
                   alpha(lighter(ink, 0.25), 90))  # fmt: skip


def _whiskers(look: Look, drop: float, mouth: float) -> list[Point]:
    """Along the jaw, leaving the lips free (drawn again above it)."""
    w, chin = look.face_w, look.chin_y
    half = [
        (0.0, mouth + 12), (look.mouth_w * 0.85, mouth + 8), (look.mouth_w + 7, mouth - 4),
        (w * 0.68, mouth - 15), (w * 0.9, EYES + 28), (w * 0.985, EYES + 2), (w + 1, EYES + 12),
        (w * look.jaw + 4.5, chin - 36), (w * 0.6, chin - 6 + drop * 0.5),
        (w * look.chin_w * 0.7, chin + drop * 0.9), (0.0, chin + drop),
    ]  # fmt: skip
    right = [(200 + x, y) for x, y in half]
    left = [(200 - x, y) for x, y in reversed(half) if x > 0.01]
    return right + left
