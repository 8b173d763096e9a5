"""Neck, shoulders and what is worn."""

from __future__ import annotations

from .look import Look
from .pen import Colour, Pen, Point, Softness, alpha, darker, lighter, mirrored, mix

WHITE: Colour = (255, 255, 255)
COAT: Colour = (244, 245, 244)


def _neck_half(look: Look) -> float:
    return look.face_w * (0.55 if look.presentation == "man" else 0.46)


def _wide(look: Look) -> float:
    return 172 if look.presentation == "man" else 152


def _shoulders(look: Look, rise: float = 0.0) -> list[Point]:
    wide = _wide(look)
    n = _neck_half(look) + 3
    return mirrored(
        [
            (0, 322 - rise),
            (n * 0.7, 318 - rise),
            (n + 8, 316 - rise),
            (n + 36, 327),
            (wide - 26, 345),
            (wide, 376),
            (wide + 12, 440),
            (0, 446),
        ]
    )


def _v_neck(look: Look, depth: float) -> list[Point]:
    n = _neck_half(look) + 4
    return [
        (200 - n, 306),
        (200 + n, 306),
        (200 + n * 0.92, 322),
        (200, depth),
        (200 - n * 0.92, 322),
    ]


def neck(pen: Pen, look: Look, seed: int) -> None:
    n = _neck_half(look)
    shape = mirrored([(0, 240), (n, 240), (n * 0.98, 300), (n + 12, 322), (n + 30, 345), (0, 392)])
    pen.smooth(shape, mix(look.skin, look.shade, 0.22))
    soft = Softness(pen)
    clip = soft.mask()
    clip.smooth(shape, WHITE)
    shadow = soft.mask()
    shadow.oval(200 - look.part * 5, look.chin_y - 14, look.face_w * 0.86, 44, WHITE)
    soft.lay(Softness.blurred(shadow.image, 9), look.shade, 0.9, Softness.edged(clip.image))
    for side in (-1, 1):
        pen.stroke(
            [(200 + side * 10, 338), (200 + side * 34, 330)], [2.6, 0.6], alpha(look.shade, 130)
        )


def clothes(pen: Pen, look: Look) -> None:
    body = _shoulders(look)
    if look.headwear == "scarf" and look.outfit in ("scrubs", "open shirt"):
        pen.smooth(body, look.cloth)
    elif look.outfit == "scrubs":
        _cut(pen, look, body, look.cloth, _v_neck(look, 362))
    elif look.outfit == "jumper":
        pen.smooth(_shoulders(look, 3), look.cloth)
        n = _neck_half(look) + 4
        pen.smooth(
            [
                (200 - n, 304),
                (200 + n, 304),
                (200 + n * 0.7, 326),
                (200, 334),
                (200 - n * 0.7, 326),
            ],
            mix(look.skin, look.shade, 0.3),
        )
        pen.stroke(
            [
                (200 - n - 1, 308),
                (200 - n * 0.72, 327),
                (200, 336),
                (200 + n * 0.72, 327),
                (200 + n + 1, 308),
            ],
            [5, 7, 7, 7, 5],
            darker(look.cloth, 0.18),
        )
    elif look.outfit in ("shirt", "open shirt"):
        _shirt(pen, look, body, look.cloth if look.outfit == "shirt" else look.shirt, 358)
    elif look.outfit == "blazer":
        _shirt(pen, look, body, look.shirt, 352)
        _lapels(pen, look, look.cloth)
    else:
        _under = look.cloth if look.presentation == "man" else look.shirt
        if look.stethoscope:
            _cut(pen, look, body, look.cloth, _v_neck(look, 356))
        else:
            _shirt(pen, look, body, _under, 350)
        _lapels(pen, look, COAT)
    _folds(pen, look)
    if look.stethoscope and look.headwear != "scarf":
        _stethoscope(pen, look)
    elif look.lanyard:
        _lanyard(pen, look)


def _cut(pen: Pen, look: Look, body: list[Point], cloth: Colour, opening: list[Point]) -> None:
    pen.smooth(body, cloth)
    pen.poly(opening, mix(look.skin, look.shade, 0.26))
    n = _neck_half(look)
    low = opening[3]
    edge = [opening[0], opening[4], low]
    pen.stroke([(200 - n - 6, 310), edge[1], low], [6, 6.5, 5], darker(cloth, 0.16))
    pen.stroke([(200 + n + 6, 310), opening[2], low], [6, 6.5, 5], darker(cloth, 0.1))


def _shirt(pen: Pen, look: Look, body: list[Point], cloth: Colour, depth: float) -> None:
    pen.smooth(body, cloth)
    n = _neck_half(look)
    pen.poly(_v_neck(look, depth - 6), mix(look.skin, look.shade, 0.28))
    for side, turn in ((-1, 0.06), (1, 0.0)):
        pen.poly(
            [
                (200 + side * (n - 1), 302),
                (200 + side * (n + 14), 314),
                (200 + side * (n * 0.82), 352),
                (200 + side * 3, depth - 8),
                (200 + side * (n * 0.5), 330),
            ],
            mix(lighter(cloth, 0.16), (20, 20, 30), turn),
        )
        pen.stroke(
            [
                (200 + side * (n + 13), 315),
                (200 + side * n * 0.82, 352),
                (200 + side * 3, depth - 8),
            ],
            [0.8, 1.6, 0.8],
            alpha(darker(cloth, 0.5), 90),
        )
    pen.stroke([(200, depth - 6), (200, 404)], 1.6, alpha(darker(cloth, 0.5), 80))
    for y in (372, 396):
        pen.oval(203, y, 2.0, 2.0, alpha(darker(cloth, 0.6), 110))


def _lapels(pen: Pen, look: Look, cloth: Colour) -> None:
    wide = _wide(look)
    n = _neck_half(look)
    line = alpha(darker(cloth, 0.55), 110)
    for side in (-1, 1):
        pen.smooth(
            [
                (200 + side * x, y)
                for x, y in [
                    (n + 9, 310),
                    (n + 38, 326),
                    (wide - 20, 345),
                    (wide + 2, 380),
                    (wide + 12, 445),
                    (30, 445),
                    (18, 420),
                    (n * 0.72, 372),
                    (n + 2, 330),
                ]
            ],
            cloth,
        )
        lapel = [
            (200 + side * x, y)
            for x, y in [
                (n + 6, 309),
                (n + 22, 322),
                (n + 32, 356),
                (n + 20, 362),
                (n + 22, 372),
                (20, 418),
                (n * 0.66, 366),
            ]
        ]
        pen.poly(lapel, lighter(cloth, 0.10) if side == look.part else darker(cloth, 0.07))
        pen.stroke([*lapel[1:6]], [0.8, 1.6, 1.2], line)


def _folds(pen: Pen, look: Look) -> None:
    wide = _wide(look)
    for side in (-1, 1):
        pen.stroke(
            [
                (200 + side * (wide - 34), 404),
                (200 + side * (wide - 42), 380),
                (200 + side * (wide - 36), 366),
            ],
            [3, 2, 0.5],
            (20, 18, 30, 34),
        )
    soft = Softness(pen)
    shade = soft.mask()
    shade.smooth(
        [
            (200 - look.part * 70, 330),
            (200 - look.part * 190, 330),
            (200 - look.part * 190, 420),
            (200 - look.part * 90, 420),
        ],
        WHITE,
    )
    body = soft.mask()
    body.smooth(_shoulders(look), WHITE)
    soft.lay(Softness.blurred(shade.image, 44), (40, 42, 66), 0.15, Softness.edged(body.image))


def _stethoscope(pen: Pen, look: Look) -> None:
    n = _neck_half(look)
    tube = (44, 48, 58)
    pen.stroke(
        [(200 - n - 14, 316), (200 - n - 11, 350), (200 - n + 2, 384), (200 - n + 8, 408)],
        6.5,
        tube,
    )
    pen.stroke([(200 + n + 14, 316), (200 + n + 12, 342), (200 + n + 2, 360)], 6.5, tube)
    pen.stroke([(200 - n - 15, 322), (200 - n - 12, 350)], [0.6, 1.8, 0.6], (255, 255, 255, 70))
    pen.oval(200 + n - 2, 366, 12, 12, (178, 184, 192))
    pen.oval(200 + n - 2, 366, 8.5, 8.5, (214, 219, 225))


def _lanyard(pen: Pen, look: Look) -> None:
    n = _neck_half(look)
    band = mix(look.cloth, (210, 96, 64), 0.75)
    for side in (-1, 1):
        pen.stroke(
            [(200 + side * (n + 16), 319), (200 + side * 22, 370), (200 + side * 4, 408)], 5.5, band
        )
