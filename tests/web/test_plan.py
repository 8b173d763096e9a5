"""The drawn room: every face inside its block, none over another."""

from itertools import combinations

import pytest

from plenary.accounts.models import Account
from plenary.events.models import Presence
from plenary.events.queries import Acquaintance, Here, RoomView
from plenary.events.rules.presence import Seat
from plenary.web import plan


def _view(people: int, seat: Seat) -> RoomView:
    known = [
        Here(Account(username=f"p{n}"), Acquaintance(), seat, "", "", "") for n in range(people)
    ]
    return RoomView(Presence(depth=1, side=1), [], known)


@pytest.mark.parametrize("people", [0, 1, 2, 3, 4, 5, 6, 40])
@pytest.mark.parametrize("seat", [Seat(0, 0), Seat(1, 1), Seat(2, 2)])
def test_faces_stand_in_their_block_and_apart(people: int, seat: Seat) -> None:
    blocks = plan.drawn(_view(people, seat))
    assert [block.value for block in blocks if block.mine] == ["1-1"]
    (mine,) = (block for block in blocks if block.value == f"{seat.depth}-{seat.side}")
    assert len(mine.faces) + mine.more == people
    assert all(not block.faces for block in blocks if block is not mine)
    for face in mine.faces:
        assert mine.x + 16 <= face.x <= mine.x + plan.WIDTH - 16
        assert mine.y + 16 <= face.y <= mine.y + plan.HEIGHT - 16
    for one, other in combinations(mine.faces, 2):
        assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= 32**2


def test_who_sits_there_is_said_too() -> None:
    blocks = plan.drawn(_view(7, Seat(0, 2)))
    (block,) = (block for block in blocks if block.faces)
    assert block.label == "front right"
    assert block.people == "p0, p1, p2, p3 and 3 more"


def test_those_without_a_block_are_not_drawn() -> None:
    for seat in (Seat(), Seat(row="C"), Seat(words="by the door")):
        assert not [face for block in plan.drawn(_view(3, seat)) for face in block.faces]
