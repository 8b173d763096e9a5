"""Portraits of people who do not exist, a banner for each, and a picture of the congress's city.

Drawn, not photographed, so that nobody's likeness is used; the same seed gives the same picture.
"""

from __future__ import annotations

from PIL import Image, ImageOps

from .drawing import beard, clothes, face, hair, headwear
from .drawing.look import Look, Traits, choose
from .drawing.pen import FIELD, Pen, Softness, lighter
from .drawing.scenery import event_picture, header

__all__ = ["Look", "Traits", "event_picture", "header", "portrait"]

FINER = 2  # drawn this much larger, then made smaller: clean edges


def _ground(look: Look, side: int) -> Image.Image:
    """A soft light behind the head; made small and enlarged, since nothing in it is sharp."""
    light, dark = look.ground
    small = Image.linear_gradient("L").resize((100, 100), Image.Resampling.BILINEAR)
    picture = ImageOps.colorize(small, lighter(light, 0.25), dark)
    soft = Softness(Pen(picture, 100 / FIELD))
    halo = soft.mask()
    halo.oval(200 + look.part * 60, 120, 150, 140, (255, 255, 255))
    soft.lay(Softness.blurred(halo.image, 60), lighter(light, 0.6), 0.55)
    return picture.resize((side, side), Image.Resampling.BICUBIC)


def portrait(seed: int, size: int = 400, traits: Traits | None = None) -> Image.Image:
    """A head and shoulders, `size` pixels square; `traits` says what is known of the person."""
    look = choose(seed, traits)
    side = size * FINER
    picture = _ground(look, side)
    pen = Pen(picture, side / FIELD)
    pen.aim(look.tilt, look.shift, look.zoom)
    hair.behind(pen, look, seed)
    headwear.scarf_behind(pen, look)
    pen.aim(look.tilt * 0.25, (look.shift[0], look.shift[1] - 9), look.zoom)
    clothes.neck(pen, look, seed)
    clothes.clothes(pen, look)
    pen.aim(look.tilt, look.shift, look.zoom)
    if look.headwear != "scarf":
        face.ears(pen, look)
    clip = face.head(pen, look)
    _shadow_of_hair(pen, look, seed, clip)
    if look.beard:
        beard.beard(pen, look, seed)
    face.features(pen, look, seed)
    beard.moustache(pen, look)
    hair.front(pen, look, seed)
    hair.strands(pen, look, seed)
    face.glasses(pen, look)
    headwear.headwear(pen, look)
    return picture.reduce(FINER)


def _shadow_of_hair(pen: Pen, look: Look, seed: int, clip: Image.Image) -> None:
    soft = Softness(pen)
    above = soft.mask()
    hair.front(above, look, seed)
    headwear.headwear(above, look)
    shadow = Softness.moved(Softness.blurred(above.image, 5), -look.part * 3, 7)
    soft.lay(shadow, look.shade, 0.7, clip)
