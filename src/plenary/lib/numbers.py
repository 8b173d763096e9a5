"""Numbers that came from outside."""

MOST = (1 << 63) - 1  # what a database keeps an id in


def whole(given: str | None) -> int | None:
    """The number that `given` writes in plain digits, if a database can keep it; else None."""
    if not given or not given.isascii() or not given.isdecimal() or len(given) > 19:
        return None
    value = int(given)
    return value if value <= MOST else None
