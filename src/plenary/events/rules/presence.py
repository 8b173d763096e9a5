"""Seats and the time in which one can be in a room."""

from dataclasses import dataclass
from datetime import datetime, timedelta

EARLY = timedelta(minutes=20)  # doors open
WORDS_LENGTH = 80
DEPTHS = ("front", "middle", "back")
SIDES = ("left", "centre", "right")  # facing the stage


@dataclass(frozen=True)
class Seat:
    """Where somebody sits: a block (`depth` and `side`, 0 to 2), row and seat, or free words.
    All empty says 'somewhere'."""

    depth: int | None = None
    side: int | None = None
    row: str = ""
    seat: str = ""
    words: str = ""

    def __str__(self) -> str:
        if self.row:
            return f"row {self.row}" + (f", seat {self.seat}" if self.seat else "")
        if self.words:
            return self.words
        if self.depth is not None and self.side is not None:
            return f"{DEPTHS[self.depth]} {SIDES[self.side]}"
        return ""


def objection(seat: Seat) -> str | None:
    """Why a seat cannot be, or None."""
    if (seat.depth is None) != (seat.side is None):
        return "Choose a part of the room, or none."
    if seat.depth is not None and seat.depth not in range(3):
        return "The room has a front, a middle and a back."
    if seat.side is not None and seat.side not in range(3):
        return "The room has a left, a centre and a right."
    if seat.seat and not seat.row:
        return "A seat needs its row."
    if len(seat.row) > 10 or len(seat.seat) > 10:
        return "A row or seat is a short number or letter."
    if len(seat.words) > WORDS_LENGTH:
        return f"Say where you sit in up to {WORDS_LENGTH} characters."
    return None


def is_open(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether one can be in the room: from twenty minutes before until the end."""
    return starts_at - EARLY <= now < ends_at


def row_number(row: str) -> int | None:
    """Rows counted from the stage: '7' is 7, 'C' is 3, 'AA' is 27; None for anything else."""
    row = row.strip().upper()
    if row.isdecimal() and row.isascii():
        return int(row)
    if row.isalpha() and row.isascii() and len(row) <= 2:
        number = 0
        for letter in row:
            number = number * 26 + ord(letter) - ord("A") + 1
        return number
    return None


def relative(mine: Seat, theirs: Seat) -> str:
    """Where they sit from where I sit, both facing the stage; '' when nobody can tell."""
    if theirs.words:
        return f"“{theirs.words}”"
    if theirs.row:
        return _by_rows(mine, theirs)
    if theirs.depth is None or theirs.side is None:
        return ""
    if mine.depth is None or mine.side is None:
        return f"{DEPTHS[theirs.depth]} {SIDES[theirs.side]}"
    ahead, right = mine.depth - theirs.depth, theirs.side - mine.side
    parts = []
    if ahead:
        way = "in front of you" if ahead > 0 else "behind you"
        parts.append(("just " if abs(ahead) == 1 else "far ") + way)
    if right:
        way = "right" if right > 0 else "left"
        parts.append(("to your " if abs(right) == 1 else "far to your ") + way)
    return ", ".join(parts) or "in your part of the room"


def _by_rows(mine: Seat, theirs: Seat) -> str:
    here = f"row {theirs.row}" + (f", seat {theirs.seat}" if theirs.seat else "")
    me, them = row_number(mine.row), row_number(theirs.row)
    if me is None or them is None:
        return here
    if me == them:
        if mine.seat.isdecimal() and theirs.seat.isdecimal():
            apart = abs(int(mine.seat) - int(theirs.seat))
            if apart == 0:
                return f"{here}: your own seat?"
            if apart == 1:
                return f"{here}: right beside you"
            return f"{here}: {apart} seats from you"
        return f"{here}: in your row"
    rows = abs(me - them)
    way = "in front of you" if them < me else "behind you"
    return f"{here}: {rows} row{'s' if rows > 1 else ''} {way}"


def turn(mine: Seat, theirs: Seat) -> str:
    """Which way to turn to wave: 'Look ahead', 'Turn round', 'Look left'…; '' if unknown."""
    if mine.depth is None or mine.side is None or theirs.depth is None or theirs.side is None:
        return ""
    if theirs.depth > mine.depth:
        return "Turn round"
    if theirs.depth < mine.depth:
        return "Look ahead"
    if theirs.side == mine.side:
        return "Look around you"
    return "Look left" if theirs.side < mine.side else "Look right"
