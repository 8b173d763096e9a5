"""What a room must know and only one above it can find out, as who is at an address elsewhere.

`config/wiring.py` says who answers, as it does with policies. Most answers take long and ask other
servers: they are asked for in slow jobs alone, never while a page waits.
"""

from collections.abc import Callable
from typing import Any

_answerers: dict[str, Callable[..., Any]] = {}


class Unreachable(Exception):
    """The server that would know does not answer just now."""


def register(question: str, answerer: Callable[..., Any]) -> None:
    """Have `answerer` answer this question: what was asked for, or None where there is none."""
    _answerers[question] = answerer


def answered(question: str) -> bool:
    """Whether anybody answers it."""
    return question in _answerers


def ask(question: str, *args: Any) -> Any:
    """The answer; None too where nobody answers."""
    answerer = _answerers.get(question)
    return answerer(*args) if answerer else None
