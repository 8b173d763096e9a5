"""Recording what happened. A fact is a small frozen dataclass of plain values (ids, strings).

`record(fact)` writes, in the caller's transaction, one job for each reaction that
`config/wiring.py` connected to the fact's type. Either all of it is committed or none.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import msgspec
from django.db import transaction

from plenary.jobs import outbox

_reactions: dict[type, list[Callable[[Any], None]]] = defaultdict(list)
_by_name: dict[str, type] = {}


class NotInTransaction(RuntimeError):
    """A fact recorded outside a transaction could be lost, or tell of what never happened."""


def react(fact: type, reaction: Callable[[Any], None]) -> None:
    """Have `reaction` follow every `fact`."""
    _by_name[outbox.dotted(fact)] = fact
    outbox.dotted(reaction)
    if reaction not in _reactions[fact]:
        _reactions[fact].append(reaction)


def record(*facts: Any) -> None:
    """Write the jobs that follow from these facts: one query, inside `transaction.atomic()`."""
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction("jobs.facts.record() must be called inside transaction.atomic().")
    outbox.put(
        outbox.job(
            outbox.dotted(reaction),
            {"fact": outbox.dotted(type(fact)), "values": msgspec.to_builtins(fact)},
        )
        for fact in facts
        for reaction in _reactions.get(type(fact), ())
    )


def follow(task: str, payload: dict[str, Any]) -> None:
    """Run the reaction named `task` on the fact in `payload`: only what is wired, nothing else."""
    fact_type = _by_name.get(payload["fact"])
    if fact_type is None:
        raise LookupError(f"no fact is called {payload['fact']}")
    for reaction in _reactions[fact_type]:
        if outbox.dotted(reaction) == task:
            reaction(msgspec.convert(payload["values"], fact_type))
            return
    raise LookupError(f"{task} does not follow {payload['fact']}")
