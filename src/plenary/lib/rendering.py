"""Forms of a thing that a door renders once, when it is written; the room need not know the door.

`config/wiring.py` registers them, as it does policies.
"""

from collections.abc import Callable
from typing import Any

_renderers: dict[str, Callable[[Any], str]] = {}


def register(kind: str, renderer: Callable[[Any], str]) -> None:
    """Have `renderer` make what is kept of things of this kind."""
    _renderers[kind] = renderer


def render(kind: str, thing: Any) -> str:
    """The rendered form; '' when nobody asked for one."""
    renderer = _renderers.get(kind)
    return renderer(thing) if renderer else ""
