"""Recording what happened. A fact is a small frozen dataclass of plain values (ids, strings).

`record(fact)` writes, in the caller's transaction, one job for each reaction that
`config/wiring.py` connected to the fact's type. Either all of it is committed or none.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

_reactions: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def react(fact: type, reaction: Callable[[Any], None]) -> None:
    """Have `reaction` follow every `fact`."""
    if reaction not in _reactions[fact]:
        _reactions[fact].append(reaction)
