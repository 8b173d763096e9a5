"""Custom emoji for tests, made as moderators make them."""

import io
from typing import Any

from PIL import Image

from plenary.accounts.models import CustomEmoji
from plenary.conduct import actions


def drawn(kind: str = "PNG", size: tuple[int, int] = (32, 32), frames: int = 1) -> io.BytesIO:
    """A picture of one colour, or of one after another."""
    colours = ["teal", "orange", "purple"]
    made = [Image.new("RGBA", size, colours[number % 3]) for number in range(frames)]
    out = io.BytesIO()
    more = {"save_all": True, "append_images": made[1:], "duration": 40} if frames > 1 else {}
    made[0].save(out, kind, **more)
    out.seek(0)
    out.name = f"party.{kind.lower()}"
    return out


def make_emoji(shortcode: str = "party", *, moving: bool = False, **columns: Any) -> CustomEmoji:
    picture = drawn("GIF", frames=3) if moving else drawn()
    return actions.add_emoji(None, shortcode, picture, **columns)
