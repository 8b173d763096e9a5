"""Two people and one meeting: who is which side, and what each of them sees of it."""

from dataclasses import dataclass
from datetime import datetime


def sides(one_id: int, other_id: int) -> tuple[int, int]:
    """The pair as it is stored: the smaller id first."""
    return (one_id, other_id) if one_id < other_id else (other_id, one_id)


@dataclass(frozen=True)
class Standing:
    """What a meeting looks like from one side: 'none', 'asked' (they said so, I may answer),
    'waiting' (I said so) or 'met'."""

    state: str
    met_at: datetime | None = None


def standing(
    mine: datetime | None, theirs: datetime | None, met_at: datetime | None, declined: bool
) -> Standing:
    """`declined` means the asked side said no; the asker goes on seeing 'waiting'."""
    if met_at is not None:
        return Standing("met", met_at)
    if mine is not None:
        return Standing("waiting")
    if theirs is not None and not declined:
        return Standing("asked")
    return Standing("none")
