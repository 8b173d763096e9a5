"""Checks asked before something happens, by rooms that must not know who answers.

`config/wiring.py` registers them; an action asks `policies.ask("publish", actor, draft)` and a
policy that objects raises `lib.errors.Refused`. No door can forget one.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

_registered: dict[str, list[Callable[..., None]]] = defaultdict(list)


def register(question: str, policy: Callable[..., None]) -> None:
    """Have `policy` asked at every `question`."""
    if policy not in _registered[question]:
        _registered[question].append(policy)


def ask(question: str, *args: Any) -> None:
    """Ask every policy; the first that objects raises Refused."""
    for policy in _registered[question]:
        policy(*args)
