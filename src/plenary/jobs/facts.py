"""Recording what happened. A fact is a small frozen dataclass of plain values (ids, strings).

`record(fact)` writes, in the caller's transaction, one job for each reaction that
`config/wiring.py` connected to the fact's type. Either all of it is committed or none. What the
worker itself records while it does a job it follows in that job's transaction: see `at_once`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import msgspec
from django.db import transaction

from plenary.jobs import outbox
from plenary.jobs.models import Job

# So many facts of one job are followed in its transaction: it must not hold others up for long.
MOST_AT_ONCE = 20

_at_once: ContextVar[bool] = ContextVar("at_once", default=False)
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
    if not _at_once.get():
        outbox.put(_jobs(facts))
        return
    for fact in facts:
        if _reactions.get(type(fact)):
            transaction.on_commit(_Waiting(fact))


def _jobs(facts: Iterable[Any]) -> Iterator[Job]:
    for fact in facts:
        for reaction in _reactions.get(type(fact), ()):
            values = {"fact": outbox.dotted(type(fact)), "values": msgspec.to_builtins(fact)}
            yield outbox.job(outbox.dotted(reaction), values)


class _Waiting:
    """A fact that is followed before the commit. It waits among what is to be done at the commit,
    for what a savepoint rolls back is dropped from there."""

    def __init__(self, fact: Any) -> None:
        self.fact = fact

    def __call__(self) -> None:
        raise NotInTransaction(f"{self.fact} was recorded, and nothing followed.")


@contextmanager
def at_once() -> Iterator[None]:
    """In a job's transaction: what is recorded within is followed before this ends, and what that
    records too, with no jobs written. If a reaction fails, so does the whole; it is the caller who
    then tries again without this."""
    token = _at_once.set(True)
    try:
        yield
        followed = 0
        while facts := _taken():
            for fact in facts[: max(MOST_AT_ONCE - followed, 0)]:
                for reaction in _reactions[type(fact)]:
                    reaction(fact)
            outbox.put(_jobs(facts[max(MOST_AT_ONCE - followed, 0) :]))
            followed += len(facts)
    finally:
        _at_once.reset(token)


def _taken() -> list[Any]:
    """The facts that wait, which then wait no more."""
    connection = transaction.get_connection()
    hooks = connection.run_on_commit
    facts = [hook[1].fact for hook in hooks if isinstance(hook[1], _Waiting)]
    if facts:
        connection.run_on_commit = [hook for hook in hooks if not isinstance(hook[1], _Waiting)]
    return facts


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
