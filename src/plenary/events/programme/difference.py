"""What changed between two programmes, session by session, told apart by identity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from .document import Session

# `extras` are not shown to anyone, and a session's day follows from its start.
COMPARED = tuple(
    field.name for field in fields(Session) if field.name not in ("guid", "extras", "day_index")
)


@dataclass(frozen=True, slots=True)
class Change:
    before: Session
    after: Session
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    added: tuple[Session, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[Session, ...] = ()
    unchanged: tuple[Session, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def difference(before: Iterable[Session], after: Iterable[Session]) -> Difference:
    """Sessions of `after` that are new, other or the same, and those of `before` that are gone."""
    known = {session.guid: session for session in before}
    added: list[Session] = []
    changed: list[Change] = []
    unchanged: list[Session] = []
    for session in after:
        old = known.pop(session.guid, None)
        if old is None:
            added.append(session)
            continue
        names = tuple(name for name in COMPARED if getattr(old, name) != getattr(session, name))
        if names:
            changed.append(Change(old, session, names))
        else:
            unchanged.append(session)
    return Difference(tuple(added), tuple(changed), tuple(known.values()), tuple(unchanged))
