"""A face and its features, from a look."""

from __future__ import annotations

from random import Random

from PIL import Image

from .look import Look
from .pen import Pen, Point, Softness, alpha, darker, lighter, mirrored, mix

TOP = 94.0
EYES = 190.0


def outline(look: Look) -> list[Point]:
    w, chin = look.face_w, look.chin_y
    return mirrored(
        [
            (0, TOP - 3),
            (w * 0.55, TOP + 9),
            (w * 0.92, TOP + 44),
            (w, EYES - 12),
            (w * 0.975, EYES + 26),
            (w * look.jaw, chin - 38),
            (w * (look.jaw * 0.45 + look.chin_w * 0.55), chin - 12),
            (w * look.chin_w * 0.55, chin - 1.5),
            (0, chin),
        ]
    )


def ears(pen: Pen, look: Look) -> None:
    for side in (-1, 1):
        x = 200 + side * (look.face_w + 1)
        size = look.ear
        pen.oval(x, EYES + 12, 10 * size, 19 * size, mix(look.skin, look.shade, 0.35))
        pen.oval(x + side * 1.5, EYES + 12, 5.5 * size, 12 * size, alpha(look.shade, 130))
        if look.earrings and not look.headwear:
            pen.oval(x + side * 1, EYES + 34 * size, 3.6, 3.6, (222, 190, 120))
            pen.oval(x + side * 0.2, EYES + 33 * size, 1.2, 1.2, (250, 236, 200))


def head(pen: Pen, look: Look) -> Image.Image:
    """Draws the skin of the head with its soft shades; gives the face's mask for what follows."""
    edge = outline(look)
    pen.smooth(edge, look.skin)
    soft = Softness(pen)
    face = soft.mask()
    face.smooth(edge, look.skin)
    clip = Softness.edged(face.image)
    inside = Softness.moved(Softness.blurred(clip, 22), look.part * 13, -9)
    rim = Image.eval(inside, _inverted)
    soft.lay(rim, look.shade, 0.75, clip)
    cheeks = soft.mask()
    for side in (-1, 1):
        cheeks.oval(200 + side * look.face_w * 0.56, EYES + 38, 19, 13, (255, 255, 255))
    blush = mix(look.skin, (206, 84, 78), 0.5)
    soft.lay(Softness.blurred(cheeks.image, 13), blush, 0.42, clip)
    light = soft.mask()
    light.oval(200 + look.part * 14, 142, 34, 17, (255, 255, 255))
    light.oval(200 + look.part * look.face_w * 0.52, EYES + 26, 13, 8, (255, 255, 255))
    soft.lay(Softness.blurred(light.image, 14), look.glow, 0.45, clip)
    sockets = soft.mask()
    for side in (-1, 1):
        sockets.oval(200 + side * look.face_w * look.eye_gap, EYES - 6, 19, 9, (255, 255, 255))
    soft.lay(Softness.blurred(sockets.image, 8), look.shade, 0.42, clip)
    return clip


def _inverted(value: int) -> int:
    return 255 - value


def _eye(pen: Pen, look: Look, side: int) -> None:
    x, y = 200 + side * look.face_w * look.eye_gap, EYES
    w, h, slant = look.eye_w, look.eye_h, look.eye_slant
    inner, outer = (x - side * w, y + 1.5), (x + side * w, y - slant)
    upper = [
        inner,
        (x - side * w * 0.5, y - h * 0.74),
        (x + side * w * 0.08, y - h),
        (x + side * w * 0.66, y - h * 0.66 - slant * 0.6),
        outer,
    ]
    squint = 0.62 if look.smile == "open" else 0.74
    lower = [(x + side * w * 0.5, y + h * squint * 0.9), (x - side * w * 0.3, y + h * squint)]
    pen.smooth([*upper, *lower], mix((250, 247, 242), look.skin, 0.08))
    iris = h * 0.98
    pen.oval(x, y - 0.4, iris, iris, darker(look.iris, 0.45))
    pen.oval(x, y - 0.2, iris * 0.82, iris * 0.82, look.iris)
    pen.oval(x, y + iris * 0.3, iris * 0.5, iris * 0.36, alpha(lighter(look.iris, 0.35), 120))
    pen.oval(x, y - 0.4, iris * 0.46, iris * 0.46, (18, 14, 16))
    pen.oval(x - 2.2, y - 2.8, 1.9, 1.9, (255, 255, 255, 235))
    pen.oval(x + 2.4, y + 2.0, 0.9, 0.9, (255, 255, 255, 130))
    lash = mix(look.deep, (24, 18, 20), 0.65)
    pen.stroke(upper, [1.6, 3.2, 3.4, 2.6], lash)
    if look.presentation == "woman":
        pen.stroke(
            [(x + side * w * 0.6, y - h * 0.7 - slant * 0.5), (outer[0] + side * 3, outer[1] - 3)],
            [2.6, 0.6],
            lash,
        )
    pen.stroke([outer, *lower, inner], [1.2, 0.9, 0.7], alpha(look.deep, 105))
    lift = 5.2 if look.age < 50 else 4.2
    crease = [(px, py - lift) for px, py in upper[1:4]]
    pen.stroke(
        [(inner[0] + side * 4, inner[1] - 7), *crease, (outer[0] + side * 2, outer[1] - 3.5)],
        [0.5, 1.7, 1.6, 0.5],
        alpha(look.deep, 120),
    )
    if look.age > 34:
        bag = 26 + min(look.age - 34, 26) * 2
        pen.stroke(
            [(x - side * w * 0.8, y + 10), (x, y + 14.5), (x + side * w * 0.85, y + 10.5)],
            [0.5, 1.9, 0.5],
            alpha(look.shade, min(bag * 2, 150)),
        )


def _brow(pen: Pen, look: Look, side: int) -> None:
    x, y = 200 + side * look.face_w * look.eye_gap, EYES - 20.5
    colour = mix(darker(look.hair, 0.18), look.skin, 0.08)
    if sum(look.hair) > 480:
        colour = mix(look.hair, look.deep, 0.35)
    w, arch, thick = look.eye_w * 1.32, look.brow_arch, look.brow
    line = [
        (x - side * w * 0.86, y + 0.6),
        (x - side * w * 0.2, y - arch * 0.62),
        (x + side * w * 0.36, y - arch * 0.9),
        (x + side * w * 1.02, y + 3.6 - look.eye_slant * 0.4),
    ]
    pen.stroke(line, [thick * 0.75, thick, thick * 0.8, 0.9], alpha(colour, 225))


def _nose(pen: Pen, look: Look) -> None:
    w, base, dark = look.nose_w, look.nose_y, -look.part
    pen.stroke(
        [
            (200 + dark * 8.5, EYES - 10),
            (200 + dark * 6.5, EYES + 10),
            (200 + dark * 7.5, base - 15),
            (200 + dark * w * 0.86, base - 4),
        ],
        [2.0, 4.0, 5.0, 3.0],
        alpha(look.shade, 120),
    )
    pen.stroke(
        [(200 + look.part * 1.5, EYES + 2), (200 + look.part * 1.5, base - 10)],
        [3.0, 6.0],
        alpha(look.glow, 95),
    )
    pen.oval(200 + look.part * 1.8, base - 7.5, 5.2, 4.0, alpha(look.glow, 110))
    pen.smooth(
        [
            (200 - w, base - 3), (200 - w * 0.55, base + 1.5), (200, base + 4.5),
            (200 + w * 0.55, base + 1.5), (200 + w, base - 3), (200 + w * 0.5, base + 6),
            (200, base + 9), (200 - w * 0.5, base + 6),
        ],
        alpha(look.shade, 120),
    )  # fmt: skip
    for side in (-1, 1):
        pen.stroke(
            [
                (200 + side * w * 0.86, base - 9),
                (200 + side * w, base - 2.5),
                (200 + side * w * 0.72, base + 1.5),
            ],
            [0.7, 2.2, 1.2],
            alpha(look.deep, 125),
        )
        pen.oval(200 + side * w * 0.46, base + 1.2, w * 0.22, 1.7, alpha(look.deep, 190))
    pen.stroke(
        [(200 - w * 0.3, base + 3), (200, base + 4.6), (200 + w * 0.3, base + 3)],
        [0.6, 1.8, 0.6],
        alpha(look.deep, 110),
    )


def mouth_y(look: Look) -> float:
    return look.nose_y + (look.chin_y - look.nose_y) * 0.46


def _mouth(pen: Pen, look: Look) -> None:
    y, w, lip = mouth_y(look), look.mouth_w, look.lip
    man = look.presentation == "man"
    rose = mix(look.skin, (168, 62, 68), 0.36 if man else 0.52)
    upper_colour, lower_colour = mix(rose, look.deep, 0.2), rose
    lift = {"closed": 6.2, "slight": 3.6, "open": 6.2}[look.smile]
    corner_l, corner_r = (200 - w, y - lift), (200 + w, y - lift)
    bow = [
        (200 - w * 0.5, y - 5.2 * lip - lift * 0.3), (200 - w * 0.18, y - 6.8 * lip),
        (200, y - 5.2 * lip), (200 + w * 0.18, y - 6.8 * lip),
        (200 + w * 0.5, y - 5.2 * lip - lift * 0.3),
    ]  # fmt: skip
    gap = 6.4 if look.smile == "open" else 0.0
    low = y + gap + 8.6 * lip
    floor = [(200 + w * 0.55, low - 4 - lift * 0.2), (200, low), (200 - w * 0.55, low - 4)]
    middle = [(200 + w * 0.5, y - lift * 0.15), (200, y + 1.2), (200 - w * 0.5, y - lift * 0.15)]
    pen.smooth([corner_l, *bow, corner_r, *floor], lower_colour)
    pen.smooth([corner_l, *bow, corner_r, *middle], upper_colour)
    if gap:
        inner = [
            (200 - w * 0.88, y - lift * 0.72), (200 - w * 0.4, y - 1.4), (200, y - 0.4),
            (200 + w * 0.4, y - 1.4), (200 + w * 0.88, y - lift * 0.72),
            (200 + w * 0.5, y + gap - 1.4), (200, y + gap + 0.8), (200 - w * 0.5, y + gap - 1.4),
        ]  # fmt: skip
        pen.smooth(inner, mix((246, 243, 238), look.skin, 0.06))
        pen.stroke(
            [
                corner_l,
                (200 - w * 0.4, y - 1.2),
                (200, y - 0.2),
                (200 + w * 0.4, y - 1.2),
                corner_r,
            ],
            [1.0, 1.7, 1.0],
            alpha(look.deep, 190),
        )
    else:
        pen.stroke(
            [corner_l, *middle[::-1], corner_r], [1.4, 1.9, 2.1, 1.9, 1.4], alpha(look.deep, 210)
        )
    pen.stroke(
        [(200 - w * 0.3, low - 3.6), (200, low - 2.8), (200 + w * 0.3, low - 3.6)],
        [0.8, 2.6, 0.8],
        alpha(lighter(lower_colour, 0.5), 95),
    )
    pen.stroke(
        [(200 - w * 0.42, low + 4.5), (200, low + 6.5), (200 + w * 0.42, low + 4.5)],
        [0.5, 3.2, 0.5],
        alpha(look.shade, 140),
    )
    for side, corner in ((-1, corner_l), (1, corner_r)):
        pen.stroke(
            [(corner[0] + side * 1.5, corner[1] - 3), (corner[0] + side * 3, corner[1] + 2)],
            [0.8, 1.8],
            alpha(look.deep, 90),
        )


def _lines(pen: Pen, look: Look) -> None:
    years = look.age - 38
    strength = min(max(40 + years * 4, 0), 140)
    y = mouth_y(look)
    smiling = 40 if look.smile != "slight" else 0
    for side in (-1, 1):
        pen.stroke(
            [
                (200 + side * (look.nose_w + 3), look.nose_y - 4),
                (200 + side * (look.mouth_w + 4), y - 12),
                (200 + side * (look.mouth_w + 6.5), y + 1),
            ],
            [0.6, 2.0, 0.6],
            alpha(look.shade, min(max(strength, 0) + smiling, 190)),
        )
        if years > 2:
            ex = 200 + side * (look.face_w * look.eye_gap + look.eye_w + 4)
            for rise in (-4, 1, 6):
                pen.stroke(
                    [(ex, EYES + rise * 0.5), (ex + side * 6.5, EYES + rise * 1.3 - 1)],
                    [1.3, 0.4],
                    alpha(look.shade, strength),
                )
    if years > 12:
        for row in range(2 if years < 20 else 3):
            ry = 140 + row * 9.5
            pen.stroke(
                [(172, ry + 1), (188, ry - 1.5), (212, ry - 1), (228, ry + 1.5)],
                [0.4, 1.6, 1.6, 0.4],
                alpha(look.shade, strength - 10),
            )


def features(pen: Pen, look: Look, seed: int) -> None:
    _lines(pen, look)
    _nose(pen, look)
    _mouth(pen, look)
    for side in (-1, 1):
        _eye(pen, look, side)
        _brow(pen, look, side)
    random = Random(f"skin {seed}")
    if look.freckles:
        for _ in range(26):
            x = random.gauss(0, 26)
            pen.oval(200 + x, EYES + 30 + random.uniform(-9, 9), 1.1, 1.0, alpha(look.shade, 140))
    elif random.random() < 0.15:
        side = random.choice([-1, 1])
        x = 200 + side * random.uniform(24, 46)
        pen.oval(x, random.uniform(222, 252), 1.7, 1.7, alpha(look.deep, 190))


def glasses(pen: Pen, look: Look) -> None:
    if not look.glasses:
        return
    gap = look.face_w * look.eye_gap
    thin = 2.0 if look.glasses == "fine" else 3.8
    for side in (-1, 1):
        x = 200 + side * gap
        if look.glasses == "round":
            points = [
                (20.0, 0.0),
                (14.0, 15),
                (0, 21),
                (-14, 15),
                (-20, 0),
                (-14, -14),
                (0, -19),
                (14, -14),
            ]
        else:
            points = [(23.0, -12.0), (22.0, 6), (13, 16), (-10, 16), (-20, 8), (-21, -11), (0, -15)]
        ring = [(x + side * px, EYES + 2 + py) for px, py in points]
        pen.smooth(ring, (235, 243, 250, 34))
        pen.stroke([*ring, ring[0]], thin, look.frame)
        pen.stroke([(x - 10, EYES - 3), (x - 3, EYES - 10)], [3.0, 1.0], (255, 255, 255, 90))
        edge = 200 + side * (look.face_w - 1)
        pen.stroke([(x + side * 21, EYES - 5), (edge, EYES - 6)], thin, look.frame)
    inside = gap - 20
    pen.stroke(
        [(200 - inside, EYES - 1), (200, EYES - 5.5), (200 + inside, EYES - 1)], thin, look.frame
    )
