"""Pure rules of a programme: what runs now, what clashes, what an event's address is."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol


class Timed(Protocol):
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


def slug_from(text: str) -> str:
    """An address for an event: 'AMEE 2027!' becomes 'amee-2027'; '' becomes 'event'."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "event"


def hashtag_from(text: str) -> str:
    """The letters and digits of an acronym, for a first hashtag: '31c3', 'DemoCon2020'."""
    tag = re.sub(r"[^\w]", "", text)
    return tag if re.search(r"[^\W\d_]", tag) else ""


def clashes(sessions: Iterable[Timed]) -> set[int]:
    """Positions (in the order given) of sessions that overlap another. Touching ends do not."""
    order = sorted(enumerate(sessions), key=lambda pair: pair[1].starts_at)
    found: set[int] = set()
    latest: tuple[int, Timed] | None = None
    for position, session in order:
        if latest is not None and session.starts_at < latest[1].ends_at:
            found |= {position, latest[0]}
        if latest is None or session.ends_at > latest[1].ends_at:
            latest = (position, session)
    return found


def is_now(session: Timed, moment: datetime) -> bool:
    return session.starts_at <= moment < session.ends_at


@dataclass(frozen=True)
class Span:
    """First and last calendar day of a set of programme days."""

    starts_on: date
    ends_on: date


def span(days: Sequence[date], start: date, end: date) -> Span:
    """What the file says of its dates, widened to the days it has."""
    return Span(min([start, *days]), max([end, *days]))


SOON = timedelta(hours=3)  # how far ahead 'next' looks
