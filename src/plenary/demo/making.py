"""What every part of the demo makes its rows with: ids of a moment, and words as HTML."""

from datetime import datetime
from itertools import count

from plenary.lib import ids, text


class Ids:
    """Ids that carry a given moment, never twice the same."""

    def __init__(self) -> None:
        self._numbers = count()

    def at(self, moment: datetime) -> int:
        return ids.first_id_at(moment) + next(self._numbers) % (1 << ids.SHIFT)


def render(words: str) -> str:
    return text.render(words, lambda handle: f"/@{handle}", lambda tag: f"/tags/{tag}")
