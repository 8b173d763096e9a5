"""What is asked before (POLICIES) and what follows after (REACTIONS): the only place that knows.

A reaction is a function of one fact, run by the worker at least once: it must be idempotent.
"""

from collections.abc import Callable
from typing import Any

POLICIES: dict[str, list[Callable[..., None]]] = {}

REACTIONS: dict[type, list[Callable[[Any], None]]] = {}


def connect() -> None:
    """Register everything; called once when Django is ready."""
    from plenary.jobs import facts
    from plenary.lib import policies

    for question, checks in POLICIES.items():
        for check in checks:
            policies.register(question, check)
    for fact, reactions in REACTIONS.items():
        for reaction in reactions:
            facts.react(fact, reaction)
