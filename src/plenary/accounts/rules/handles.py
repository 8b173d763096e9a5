"""Handles: ASCII, unlike any other to the eye, and none that the server needs itself."""

import re

HANDLE = re.compile(r"[A-Za-z0-9_]{2,30}")
RESERVED = frozenset(
    """about account accounts admin administrator agenda api auth everyone events explore favourites
    help home host instance local mail media met moderator new nobody notifications owner people
    plenary post postmaster root search security server settings staff static support system tags
    user users webmaster well_known""".split()
)


def skeleton(handle: str) -> str:
    """What a handle looks like: 'Dr_0Neil' and 'drOneil' have the same skeleton.

    Follows the idea of Unicode TS 39 (confusable detection), cut down to what ASCII allows.
    """
    shape = handle.lower()
    for pair, look in (("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m")):
        shape = shape.replace(pair, look)
    return shape.translate(str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "8": "b", "_": None}))


def objection(handle: str) -> str | None:
    """Why a handle cannot be taken by anyone, or None."""
    if not HANDLE.fullmatch(handle):
        return "A handle has 2 to 30 characters: the letters a to z, digits and underscores."
    if not re.search(r"[A-Za-z]", handle):
        return "A handle needs at least one letter."
    if handle.lower() in RESERVED:
        return "This handle is kept for the server itself. Please choose another."
    return None
