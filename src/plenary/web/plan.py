"""Where everything stands in the drawing of a room: numbers for an SVG of 360 by 330."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plenary.events.rules.presence import DEPTHS, SIDES

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.events.queries import Here, RoomView

WIDTH, LEFT, TOP = 110, 11, 52
HEIGHT, GAP = 84, 4
ACROSS, STEP = 3, 35  # faces in a row, and from one to the next
MOST = 5  # how many faces a block shows
_WAVES = {"received", "mutual"}


@dataclass(frozen=True)
class Placed:
    """A face in the plan, centre at (x, y)."""

    account: Account
    x: int
    y: int
    waving: bool


@dataclass(frozen=True)
class Block:
    """A part of the room with the faces in it; `more` is how many it has no place for."""

    x: int
    y: int
    value: str  # 'depth-side', as the form sends it
    label: str
    mine: bool
    faces: list[Placed]
    more: int

    @property
    def people(self) -> str:
        """Who sits there, for those who cannot see the drawing."""
        names = [face.account.name for face in self.faces]
        return ", ".join(names) + (f" and {self.more} more" if self.more else "")

    @property
    def you_x(self) -> int:
        return self.middle - 19

    @property
    def you_y(self) -> int:
        return self.y - 9

    @property
    def rows(self) -> list[int]:
        """Heights of the drawn rows of seats."""
        return [self.y + step for step in (26, 46, 66)]

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def more_x(self) -> int:
        return self.x + WIDTH - 18


def drawn(view: RoomView) -> list[Block]:
    """The nine blocks, front row first, as somebody facing the stage sees them."""
    here: dict[tuple[int, int], list[Here]] = {}
    for one in view.known:
        if one.seat.depth is not None and one.seat.side is not None:
            here.setdefault((one.seat.depth, one.seat.side), []).append(one)
    blocks = []
    for depth in range(3):
        for side in range(3):
            people = here.get((depth, side), [])
            x = LEFT + side * (WIDTH + GAP)
            y = TOP + depth * (HEIGHT + GAP)
            mine = view.mine is not None and (view.mine.depth, view.mine.side) == (depth, side)
            shown = people if len(people) <= MOST else people[: MOST - 1]
            faces = [
                Placed(one.account, *_place(x, y, at, len(shown)), one.wave in _WAVES)
                for at, one in enumerate(shown)
            ]
            label = f"{DEPTHS[depth]} {SIDES[side]}"
            more = len(people) - len(shown)
            blocks.append(Block(x, y, f"{depth}-{side}", label, mine, faces, more))
    return blocks


def _place(x: int, y: int, at: int, count: int) -> tuple[int, int]:
    """The centre of one of `count` faces in the block at (x, y): rows of three, each centred."""
    row, column = divmod(at, ACROSS)
    in_row = min(count - row * ACROSS, ACROSS)
    middle = x + WIDTH // 2
    down = y + (HEIGHT // 2 + 4 if count <= ACROSS else 29 + row * STEP)
    return middle + column * STEP - (in_row - 1) * STEP // 2, down
