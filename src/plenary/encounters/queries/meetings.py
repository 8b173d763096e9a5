"""Meetings as one side sees them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from plenary.accounts.models import Account
from plenary.encounters import visibility
from plenary.encounters.models import Encounter, EncounterNote
from plenary.encounters.rules.meeting import sides, standing
from plenary.events.models import Event, Session


@dataclass(frozen=True)
class Meeting:
    """A meeting from the viewer's side; `note` is the viewer's own."""

    id: int
    event: Event
    session: Session | None
    other: Account
    state: str
    met_at: datetime | None
    note: str


def _from_side(viewer: Account, encounters: QuerySet[Encounter]) -> list[Meeting]:
    rows = list(encounters.select_related("low", "high", "event", "session", "session__room"))
    notes = dict(
        EncounterNote.objects.filter(
            account=viewer, encounter__in=[r.pk for r in rows]
        ).values_list("encounter_id", "text")
    )
    meetings = []
    for row in rows:
        mine, theirs, other = (
            (row.low_said_at, row.high_said_at, row.high)
            if row.low_id == viewer.pk
            else (row.high_said_at, row.low_said_at, row.low)
        )
        now = standing(mine, theirs, row.met_at, row.declined_at is not None)
        if now.state == "none":
            continue
        meetings.append(
            Meeting(
                row.pk, row.event, row.session, other, now.state, now.met_at, notes.get(row.pk, "")
            )
        )
    return meetings


def meetings(viewer: Account, event: Event | None = None, limit: int = 200) -> list[Meeting]:
    """Newest first: the ones to answer, the ones waiting, the ones kept (two queries)."""
    rows = visibility.encounters(viewer)
    if event is not None:
        rows = rows.filter(event=event)
    return _from_side(viewer, rows.order_by("-id")[:limit])


def met_ids(viewer: Account, limit: int = 2000) -> set[int]:
    """Ids of the people the viewer met, the last ones first counted (one query)."""
    rows = visibility.encounters(viewer).filter(met_at__isnull=False).order_by("-id")
    pairs = rows.values_list("low_id", "high_id")[:limit]
    return {pk for pair in pairs for pk in pair} - {viewer.pk}


def meeting_with(viewer: Account, other: Account, event: Event) -> Meeting | None:
    """How things stand between the two at this event."""
    low, high = sides(viewer.pk, other.pk)
    rows = visibility.encounters(viewer).filter(event=event, low_id=low, high_id=high)
    found = _from_side(viewer, rows)
    return found[0] if found else None


def unanswered(viewer: Account) -> int:
    """How many people say they met the viewer and wait for an answer."""
    return (
        visibility.encounters(viewer)
        .filter(
            Q(low=viewer, low_said_at__isnull=True) | Q(high=viewer, high_said_at__isnull=True),
            met_at__isnull=True,
            declined_at__isnull=True,
        )
        .count()
    )
