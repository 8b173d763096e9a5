"""What a drawn person looks like, chosen from a seed and from what is known of the person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from .pen import Colour, darker, lighter, mix, rgb, tint

SKINS = [
    rgb(code)
    for code in (
        "#f7dccb", "#f3cfb7", "#ecc0a1", "#e2ae89", "#d39a72",
        "#c1855c", "#a96f4a", "#8d593a", "#71462f", "#573626",
    )
]  # fmt: skip

HAIRS = {
    name: rgb(code)
    for name, code in {
        "black": "#211d20", "soft black": "#2d2628", "dark brown": "#3d2b24",
        "brown": "#5a3d2d", "chestnut": "#734930", "auburn": "#8b4a30", "ginger": "#b9653a",
        "dark blond": "#a3804f", "blond": "#d1ad73", "pepper": "#6d6a6c", "grey": "#98979a",
        "silver": "#c6c5c6", "white": "#e8e5df",
    }.items()
}  # fmt: skip

WOMEN = (
    "long", "long fringe", "wavy", "bob", "bob fringe", "bun", "ponytail", "pixie", "curls",
    "afro", "braids", "plait", "low bun",
)  # fmt: skip
MEN = (
    "short", "side part", "crew", "quiff", "buzz", "receding", "bald", "short curls", "swept",
    "mop", "fade",
)  # fmt: skip
EITHER = ("pixie", "short", "mop", "curls", "afro", "bob", "side part", "fade", "short curls")
COILED = ("afro", "curls", "braids", "low bun", "bun", "short curls", "buzz", "bald", "fade")
STRAIGHT_ONLY = ("long fringe", "bob fringe", "wavy")

SCARVES = [rgb(c) for c in ("#7d8fa6", "#b98c8c", "#3f5a63", "#a89a84", "#6f6a8c", "#4f6f5f",
                            "#c3a995", "#2f3b52", "#8c4f5e")]  # fmt: skip
TURBANS = [rgb(c) for c in ("#2c3e63", "#8a3b3b", "#35564d", "#c9803f", "#2b2b33",
                            "#6a4a7a", "#d9d3c4")]  # fmt: skip
GROUNDS = [
    (rgb(a), rgb(b))
    for a, b in (
        ("#dfe8e4", "#a9c2ba"), ("#dce6ef", "#9db6cc"), ("#efe6d8", "#d3bd9c"),
        ("#e7e1ee", "#b5a9c9"), ("#f1e1dc", "#d6aca0"), ("#d9e9ea", "#8fb9bd"),
        ("#e4e6e9", "#a5aeb9"), ("#edecd9", "#bfbf92"), ("#dde9da", "#9dbd97"),
        ("#f3e7cf", "#dfba78"), ("#c9d6df", "#6f8ba1"), ("#d5cfdd", "#7f7795"),
        ("#cfdcd2", "#6f9480"), ("#ecd6d6", "#c08b8f"),
    )
]  # fmt: skip
CLOTHS = [rgb(c) for c in ("#34506b", "#5b7c8d", "#7a4b57", "#3f6659", "#8a7a5c", "#545066",
                           "#a3664f", "#2e3a47", "#6d7f5c", "#94657c", "#c28f4e",
                           "#4a7fa5")]  # fmt: skip
SCRUBS = [rgb(c) for c in ("#2f6f8f", "#2c8079", "#3d5c8c", "#566b7d", "#7a4868", "#3c7a5a",
                           "#1f4a6b")]  # fmt: skip
SHIRTS = [rgb(c) for c in ("#f4f3ef", "#dde7f1", "#f1e3e0", "#e4ead9", "#c9d7e6",
                           "#efe7d3")]  # fmt: skip


@dataclass(frozen=True)
class Traits:
    """What is known of a person before their portrait is drawn."""

    presentation: str = "either"  # woman, man or either
    skin: tuple[int, int] = (0, 9)  # from the lightest to the darkest of ten
    hair: str = "any"  # any, dark or coiled
    age: int = 40
    headwear: str = ""  # '', scarf or turban


@dataclass(frozen=True)
class Look:
    """Every choice of one portrait."""

    presentation: str
    age: int
    skin: Colour
    hair: Colour
    style: str
    headwear: str
    cloth_over_head: Colour
    beard: str
    glasses: str
    frame: Colour
    outfit: str
    cloth: Colour
    shirt: Colour
    ground: tuple[Colour, Colour]
    stethoscope: bool
    lanyard: bool
    earrings: bool
    iris: Colour
    smile: str
    tilt: float
    shift: tuple[float, float]
    zoom: float
    part: int  # the side the hair falls to, and the light comes from
    face_w: float
    chin_y: float
    jaw: float
    chin_w: float
    eye_gap: float
    eye_w: float
    eye_h: float
    eye_slant: float
    brow: float
    brow_arch: float
    nose_w: float
    nose_y: float
    mouth_w: float
    lip: float
    ear: float
    freckles: bool

    @property
    def shade(self) -> Colour:
        return tint(self.skin, 0.80, 0.66, 0.62)

    @property
    def deep(self) -> Colour:
        return mix(tint(self.skin, 0.52, 0.38, 0.36), (34, 18, 18), 0.25)

    @property
    def glow(self) -> Colour:
        return lighter(self.skin, 0.34)


def _hair_colour(random: Random, traits: Traits, darkness: int) -> Colour:
    grey = (traits.age - 36) / 34  # from the late thirties on, and never everybody
    if random.random() < grey * 0.85:
        names = ["pepper", "grey", "silver", "white"]
        at = min(max(round((traits.age - 42) / 9 + random.uniform(-0.8, 0.8)), 0), 3)
        return HAIRS[names[at]]
    if traits.hair != "any" or darkness >= 4:
        return HAIRS[random.choice(["black", "black", "soft black", "dark brown"])]
    return HAIRS[
        random.choice(
            ["soft black", "dark brown", "dark brown", "brown", "brown", "chestnut", "auburn",
             "ginger", "dark blond", "dark blond", "blond"]
        )
    ]  # fmt: skip


def _style(random: Random, traits: Traits) -> str:
    choices = {"woman": WOMEN, "man": MEN}.get(traits.presentation, EITHER)
    if traits.hair == "coiled":
        fitting = [style for style in choices if style in COILED]
        choices = tuple(fitting)
    elif traits.hair == "dark":
        choices = tuple(style for style in choices if style not in ("afro", "braids"))
    else:
        choices = tuple(style for style in choices if style not in ("afro", "braids", "fade"))
    if traits.age < 40:
        choices = tuple(style for style in choices if style not in ("receding", "bald")) + (
            ("bald",) if traits.presentation == "man" and random.random() < 0.2 else ()
        )
    if traits.age > 55 and traits.presentation == "man":
        choices += ("receding", "receding", "bald")
    return random.choice(choices)


def _beard(random: Random, traits: Traits) -> str:
    if traits.presentation != "man":
        return ""
    if traits.headwear == "turban":
        return random.choice(["full", "full", "long"])
    return random.choice(
        ["", "", "", "", "stubble", "stubble", "short", "short", "full", "goatee", "moustache"]
    )


def choose(seed: int, traits: Traits | None = None) -> Look:
    random = Random(f"portrait {seed}")
    if traits is None:
        presentation = random.choice(["woman", "man"])
        hair = random.choice(["any", "any", "dark", "coiled"])
        skin = {"any": (0, 3), "dark": (2, 6), "coiled": (5, 9)}[hair]
        traits = Traits(presentation, skin, hair, random.randint(25, 66))
    man = traits.presentation == "man"
    darkness = random.randint(*traits.skin)
    nudge = random.uniform(-0.06, 0.06)
    tone: Colour = SKINS[darkness]
    tone = lighter(tone, nudge) if nudge > 0 else darker(tone, -nudge)
    light_eyes = darkness <= 1 and traits.hair == "any"
    irises = ["#4a6f8c", "#5d7f68", "#6a5a3d", "#5a3d28"] if light_eyes else ["#4a3021", "#38241b"]
    outfit = random.choice(
        ["scrubs", "scrubs", "blazer", "blazer", "coat", "coat", "shirt", "jumper", "open shirt"]
    )
    glasses = random.choice(["", "", "", "round", "square", "fine"])
    cloths = SCARVES if traits.headwear == "scarf" else TURBANS
    look = Look(
        presentation=traits.presentation,
        age=traits.age,
        skin=tone,
        hair=_hair_colour(random, traits, darkness),
        style=_style(random, traits),
        headwear=traits.headwear,
        cloth_over_head=random.choice(cloths),
        beard=_beard(random, traits),
        glasses=glasses,
        frame=rgb(random.choice(["#26242b", "#3b2a26", "#5c3a2e", "#2d3d52", "#7a6a58"])),
        outfit=outfit,
        cloth=random.choice(SCRUBS if outfit == "scrubs" else CLOTHS),
        shirt=random.choice(SHIRTS),
        ground=random.choice(GROUNDS),
        stethoscope=outfit in ("scrubs", "coat") and random.random() < 0.55,
        lanyard=random.random() < 0.3,
        earrings=traits.presentation == "woman" and random.random() < 0.45,
        iris=rgb(random.choice(irises)),
        smile=random.choice(["closed", "closed", "slight", "open", "open", "open"]),
        tilt=random.uniform(-4.5, 4.5),
        shift=(random.uniform(-6, 6), random.uniform(9, 17)),
        zoom=random.uniform(1.17, 1.25),
        part=random.choice([-1, 1]),
        face_w=random.uniform(67, 79) - (0 if man else 2.5),
        chin_y=random.uniform(280, 296) + (2 if man else -2),
        jaw=random.uniform(0.76, 0.90) if man else random.uniform(0.73, 0.85),
        chin_w=random.uniform(0.34, 0.52) if man else random.uniform(0.26, 0.40),
        eye_gap=random.uniform(0.41, 0.47),
        eye_w=random.uniform(12.5, 15.0),
        eye_h=random.uniform(5.8, 7.6) + (0 if man else 0.7),
        eye_slant=random.uniform(-1.6, 2.2),
        brow=random.uniform(5.2, 8.2) if man else random.uniform(3.4, 5.4),
        brow_arch=random.uniform(1.5, 5) if man else random.uniform(3, 6.4),
        nose_w=random.uniform(12.5, 17) + darkness * 0.35 - (0 if man else 1.5),
        nose_y=random.uniform(230, 238),
        mouth_w=random.uniform(22, 29),
        lip=random.uniform(0.75, 1.1) + (0.12 if darkness > 5 else 0) + (0 if man else 0.12),
        ear=random.uniform(0.9, 1.15),
        freckles=darkness <= 1 and random.random() < 0.2,
    )
    if look.style in ("bun", "afro") or look.headwear == "turban":  # room above the head
        return replace(look, zoom=look.zoom - 0.09, shift=(look.shift[0], look.shift[1] + 7))
    return look
