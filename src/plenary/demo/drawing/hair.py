"""Hair: what lies behind the head first, then what frames the face."""

from __future__ import annotations

import math
from random import Random

from .face import EYES, TOP
from .look import Look
from .pen import Colour, Paint, Pen, Point, alpha, darker, lighter, mirrored

LONG = ("long", "long fringe", "wavy", "braids")
WHITE: Colour = (255, 255, 255)


def _fluff(
    pen: Pen, points: list[Point], size: float, colour: Paint, random: Random, shadow: Paint
) -> None:
    for x, y in points:
        pen.oval(x, y, size + random.uniform(-2, 3), size + random.uniform(-2, 3), colour)
    for x, y in points:
        curl = size * random.uniform(0.45, 0.62)
        turn = random.uniform(0, math.tau)
        arc = [
            (x + curl * math.cos(turn + step * 0.8), y + curl * math.sin(turn + step * 0.8))
            for step in range(4)
        ]
        pen.stroke(arc, [0.5, 2.0, 0.5], shadow)


def _ring(look: Look, rx: float, ry: float, start: float, end: float, count: int) -> list[Point]:
    found = []
    for i in range(count):
        turn = math.radians(start + (end - start) * i / (count - 1))
        found.append((200 + rx * math.cos(turn), 160 + ry * math.sin(turn)))
    return found


def behind(pen: Pen, look: Look, seed: int) -> None:
    """What is seen past the neck and above the skull."""
    if look.headwear:
        return
    w, style = look.face_w, look.style
    back, gleam = darker(look.hair, 0.3), alpha(lighter(look.hair, 0.2), 90)
    random = Random(f"behind {seed}")
    if style in LONG:
        wave = 8 if style == "wavy" else 0
        end = {"long": 352, "long fringe": 340, "wavy": 346, "braids": 318}[style]
        pen.smooth(
            mirrored(
                [
                    (0, TOP - 14), (w * 0.8, TOP + 2), (w + 15, 160), (w + 17 + wave, 215),
                    (w + 13 - wave * 0.5, 262), (w + 20 + wave, 308), (w + 6, end),
                    (w * 0.5, end + 6), (0, end - 30),
                ]
            ),
            back,
        )  # fmt: skip
        for side in (-1, 1):
            for n in range(3):
                x = w + 2 + n * 5
                pen.stroke(
                    [(200 + side * x, 210), (200 + side * (x + 2 - wave * 0.5), 265),
                     (200 + side * (x + wave * 0.5), end - 14)],
                    [0.5, 1.6, 0.5],
                    alpha(lighter(look.hair, 0.12), 120),
                )  # fmt: skip
    elif style in ("bob", "bob fringe"):
        pen.smooth(
            mirrored(
                [(0, TOP - 14), (w * 0.8, TOP), (w + 16, 160), (w + 22, 225), (w + 17, 281),
                 (w * 0.66, 290), (0, 270)]
            ),
            back,
        )  # fmt: skip
    elif style == "bun":
        pen.oval(200, TOP - 24, 33, 30, back)
        pen.oval(200, TOP - 26, 31, 27, look.hair)
        for bend in (-14, 0, 14):
            pen.stroke([(186, TOP - 30 + bend), (200, TOP - 40 + bend), (216, TOP - 32 + bend)],
                       [0.5, 2, 0.5], gleam)  # fmt: skip
    elif style == "low bun":
        for side in (-1, 1):
            pen.oval(200 + side * (w - 5), 234, 19, 21, back)
    elif style == "ponytail":
        side = look.part
        pen.smooth(
            [
                (200 + side * (w - 16), 120), (200 + side * (w + 24), 150),
                (200 + side * (w + 34), 230), (200 + side * (w + 20), 326),
                (200 + side * (w - 2), 330), (200 + side * (w - 4), 240),
            ],
            back,
        )  # fmt: skip
    elif style == "afro":
        points = _ring(look, w + 26, 94, -205, 25, 22) + _ring(look, w + 6, 78, -200, 20, 18)
        pen.oval(200, 158, w + 28, 92, look.hair)
        _fluff(pen, points, 16, look.hair, random, alpha(lighter(look.hair, 0.22), 130))
    elif style == "curls":
        points = _ring(look, w + 12, 80, -180, 0, 18)
        for side in (-1, 1):
            points += [
                (200 + side * (w + 10 + random.uniform(-5, 7)), y) for y in range(165, 310, 15)
            ]
        pen.oval(200, 170, w + 14, 84, back)
        pen.smooth(mirrored([(0, 150), (w + 15, 180), (w + 16, 300), (0, 290)]), back)
        _fluff(pen, points, 15, look.hair, random, alpha(lighter(look.hair, 0.25), 140))


def _cap(look: Look, lift: float, line: list[Point], sides: float) -> list[Point]:
    """Hair over the skull: an outer edge `lift` above it, down to `sides`, back by the hairline."""
    w = look.face_w
    outer = [
        (-w - 4, sides), (-w - 6, 156), (-w * 0.95 - lift * 0.12, TOP + 31 - lift * 0.4),
        (-w * 0.62, TOP + 5 - lift * 0.75), (0.0, TOP - 6 - lift),
        (w * 0.62, TOP + 5 - lift * 0.75), (w * 0.95 + lift * 0.12, TOP + 31 - lift * 0.4),
        (w + 6, 156), (w + 4, sides),
    ]  # fmt: skip
    return [(200 + x * look.part, y) for x, y in [*outer, *line]]


def front(pen: Pen, look: Look, seed: int) -> None:
    """The hair that frames the face."""
    if look.headwear or look.style == "bald":
        return
    w, style, hair = look.face_w, look.style, look.hair
    random = Random(f"front {seed}")
    high = 128 + random.uniform(-5, 7)
    temple = (w - 7, EYES - 26)
    even = [(w - 3, EYES - 4), temple, (w * 0.62, high + 8), (0.0, high), (-w * 0.62, high + 8),
            (-w + 7, EYES - 26), (-w + 3, EYES - 4)]  # fmt: skip
    if style in ("short", "side part", "crew", "fade"):
        lift = {"short": 14, "side part": 17, "crew": 7, "fade": 12}[style]
        line = even
        if style == "side part":
            line = [
                (w - 4, EYES - 4),
                (w - 9, 158),
                (w * 0.58, 133),
                (w * 0.38, 122),
                (-w * 0.2, 136),
                (-w * 0.66, 142),
                (-w + 7, 164),
                (-w + 3, EYES - 4),
            ]
        sides = EYES - 24 if style == "fade" else EYES + 2
        pen.smooth(_cap(look, lift, line, sides), hair)
    elif style in ("quiff", "swept", "mop"):
        lift = {"quiff": 26, "swept": 20, "mop": 19}[style]
        line = even
        if style == "mop":
            line = [
                (w - 3, EYES),
                (w - 9, 165),
                (w * 0.6, 152),
                (w * 0.3, 158),
                (0.0, 146),
                (-w * 0.34, 156),
                (-w * 0.66, 148),
                (-w + 8, 166),
                (-w + 3, EYES),
            ]
        elif style == "swept":
            line = [
                (w - 3, EYES),
                (w - 8, 156),
                (w * 0.5, 124),
                (0.0, 132),
                (-w * 0.55, 150),
                (-w + 6, 166),
                (-w + 3, EYES),
            ]
        pen.smooth(_cap(look, lift, line, EYES + 2), hair)
        if style == "quiff":
            pen.smooth(
                [
                    (200 - w * 0.7, 118),
                    (200 - w * 0.2 * look.part, TOP - 22),
                    (200 + w * 0.7, TOP - 8),
                    (200 + w * 0.66, 130),
                    (200, 126),
                ],
                hair,
            )
    elif style == "buzz":
        pen.smooth(_cap(look, 1, even, EYES - 6), alpha(hair, 190) if pen.flat is None else hair)
    elif style == "receding":
        for side in (-1, 1):
            pen.smooth(
                [(200 + side * x, y) for x, y in
                 [(w + 5, EYES + 4), (w + 7, 150), (w * 0.86, 112), (w * 0.66, 108),
                  (w * 0.82, 140), (w - 5, 166), (w - 3, EYES + 2)]],
                hair,
            )  # fmt: skip
        pen.smooth(
            [(200 - w * 0.8, 112), (200, TOP - 8), (200 + w * 0.8, 112), (200 + w * 0.3, 106),
             (200, 111), (200 - w * 0.3, 106)],
            alpha(hair, 150) if pen.flat is None else hair,
        )  # fmt: skip
    elif style in ("short curls", "curls", "afro"):
        lift, size = (8, 12) if style != "afro" else (14, 13)
        pen.smooth(_cap(look, lift, even, EYES - 14), hair)
        edge: list[Point] = [(200 + x, y) for x, y in
                  [(-w + 2, 156), (-w * 0.72, 132), (-w * 0.4, 120), (0.0, 116), (w * 0.4, 120),
                   (w * 0.72, 132), (w - 2, 156)]]  # fmt: skip
        edge += _ring(look, w * 0.92, 66, -160, -20, 9)
        _fluff(pen, edge, size, hair, random, alpha(lighter(hair, 0.25), 130))
    elif style in ("long fringe", "bob fringe"):
        line = [(w - 1, 262), (w - 13, 205), (w * 0.76, 164), (w * 0.3, 169), (0.0, 171),
                (-w * 0.3, 169), (-w * 0.76, 164), (-w + 13, 205), (-w + 1, 262)]  # fmt: skip
        pen.smooth(_cap(look, 15, line, 262), hair)
    elif style in ("long", "wavy", "bob"):
        line = [(w - 4, 258), (w - 9, 196), (w * 0.8, 160), (w * 0.34, 120), (w * 0.2, 110),
                (-w * 0.1, 132), (-w * 0.6, 155), (-w + 11, 192), (-w + 3, 258)]  # fmt: skip
        pen.smooth(_cap(look, 15, line, 258), hair)
    elif style == "pixie":
        line = [(w - 2, EYES + 8), (w - 11, 172), (w * 0.62, 134), (w * 0.1, 140),
                (-w * 0.4, 158), (-w + 14, 176), (-w + 2, EYES + 12)]  # fmt: skip
        pen.smooth(_cap(look, 16, line, EYES + 10), hair)
    elif style == "braids":
        pen.smooth(_cap(look, 9, even, EYES - 6), hair)
        for n in range(-4, 5):
            x = n * w * 0.2
            pen.stroke([(200 + x * 0.35, TOP - 10), (200 + x, 118), (200 + x * 1.08, 132)],
                       [0.8, 1.8, 0.8], alpha(darker(hair, 0.6), 200))  # fmt: skip
    else:  # bun, low bun, ponytail, plait: drawn back
        pen.smooth(_cap(look, 11, even, EYES - 2), hair)


def strands(pen: Pen, look: Look, seed: int) -> None:
    """A few lighter and darker lines, and what falls over the shoulders."""
    w, style, hair = look.face_w, look.style, look.hair
    if look.headwear or style in ("bald", "receding", "buzz", "afro", "curls", "short curls"):
        return
    random = Random(f"strands {seed}")
    side = look.part
    for n in range(9):
        x = (n - 4) / 4
        colour = alpha(lighter(hair, 0.24) if n % 2 else darker(hair, 0.4), 70)
        drift = random.uniform(-4, 4)
        pen.stroke(
            [(200 + x * w * 0.35 + side * 10, TOP - 7 + abs(x) * 8),
             (200 + x * w * 0.70 + drift + side * 4, TOP + 6 + abs(x) * 14),
             (200 + x * w * 0.92 + drift, 122 + abs(x) * 26)],
            [0.4, 2.0, 0.5],
            colour,
        )  # fmt: skip
    if style in ("plait", "braids"):
        rows = [(side, w + 2.0)] if style == "plait" else [
            (s, w + 2.0 + 11 * k) for s in (-1, 1) for k in range(2)
        ]  # fmt: skip
        for way, at in rows:
            size = 19 if style == "plait" else 6.5
            y, n = 200.0, 0
            while y < 330:
                x = 200 + way * (at + math.sin(y / 40) * 4)
                pen.oval(x, y, size * 0.72, size * 0.62, darker(hair, 0.12 if n % 2 else 0.3))
                pen.stroke([(x - size * 0.6, y - 2), (x + size * 0.5, y + 3)], [0.5, 1.8],
                           alpha(lighter(hair, 0.25), 130))  # fmt: skip
                y += size * 0.85
                n += 1
