"""Headscarves and turbans."""

from __future__ import annotations

from .face import TOP
from .look import Look
from .pen import Pen, alpha, darker, lighter, mirrored


def scarf_behind(pen: Pen, look: Look) -> None:
    if look.headwear != "scarf":
        return
    w, cloth = look.face_w, look.cloth_over_head
    pen.smooth(
        mirrored(
            [(0, TOP - 20), (w * 0.7, TOP - 8), (w + 16, 150), (w + 20, 220), (w + 12, 290),
             (w + 44, 345), (w + 56, 405), (0, 410)]
        ),
        darker(cloth, 0.12),
    )  # fmt: skip


def headwear(pen: Pen, look: Look) -> None:
    if look.headwear == "scarf":
        _scarf(pen, look)
    elif look.headwear == "turban":
        _turban(pen, look)


def _scarf(pen: Pen, look: Look) -> None:
    w, cloth, side = look.face_w, look.cloth_over_head, look.part
    outer = [(0.0, TOP - 20), (w * 0.7, TOP - 8), (w + 14, 150), (w + 17, 215), (w + 6, 282),
             (w * 0.5, 330), (0.0, 342)]  # fmt: skip
    inner = [(0.0, look.chin_y - 3), (w * 0.48, look.chin_y - 14), (w * 0.82, 258),
             (w * 0.93, 205), (w * 0.86, 154), (w * 0.52, 127), (0.0, 120)]  # fmt: skip
    for way in (-1, 1):
        pen.smooth([(200 + way * x, y) for x, y in outer + inner], cloth)
    pen.smooth([(192, TOP - 20), (208, TOP - 20), (208, 122), (192, 122)], cloth)
    pen.smooth([(170, look.chin_y - 5), (230, look.chin_y - 5), (236, 338), (164, 338)], cloth)
    fold, gleam = alpha(darker(cloth, 0.5), 90), alpha(lighter(cloth, 0.4), 90)
    for n in range(4):
        pen.stroke(
            [(200 - side * w * (0.1 + n * 0.08), TOP - 14 + n * 7),
             (200 + side * (w * 0.72 + n * 3), 130 + n * 6),
             (200 + side * (w + 8 - n * 4), 200 + n * 14),
             (200 + side * (w * 0.72 - n * 9), 296 + n * 7)],
            [0.6, 2.4, 2.4, 0.6],
            fold if n % 2 else gleam,
        )  # fmt: skip
    for n in range(4):
        pen.stroke(
            [(200 - side * (w * 0.9 - n * 8), 262 + n * 12), (200 - side * 6, 304 + n * 9),
             (200 + side * (w * 0.76), 280 + n * 12)],
            [0.6, 2.8, 0.6],
            gleam if n % 2 else fold,
        )  # fmt: skip


def _turban(pen: Pen, look: Look) -> None:
    w, cloth, side = look.face_w, look.cloth_over_head, look.part
    pen.smooth(
        [(200 + x * side, y) for x, y in
         [(-w - 10, 168), (-w - 16, 128), (-w * 0.86, 78), (-w * 0.2, 52), (w * 0.5, 58),
          (w + 6, 92), (w + 15, 140), (w + 8, 170), (w * 0.72, 150), (w * 0.3, 132),
          (0.0, 124), (-w * 0.3, 134), (-w * 0.74, 152)]],
        cloth,
    )  # fmt: skip
    for n in range(6):
        pen.stroke(
            [(200 - side * (w + 10 - n * 2), 160 - n * 14), (200 - side * w * 0.2, 126 - n * 11),
             (200 + side * w * 0.66, 74 - n * 1.5 + n * n)],
            [0.6, 3.0, 0.8],
            alpha(darker(cloth, 0.5), 95) if n % 2 else alpha(lighter(cloth, 0.4), 70),
        )  # fmt: skip
        pen.stroke(
            [(200 + side * (w + 9 - n * 2), 162 - n * 13), (200 + side * w * 0.45, 122 - n * 10),
             (200 + side * w * 0.02, 122 - n * 12)],
            [0.6, 2.6, 0.6],
            alpha(darker(cloth, 0.5), 80),
        )  # fmt: skip
