"""Meetings as one side sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from plenary.accounts.models import Account
from plenary.encounters import visibility
from plenary.encounters.models import Encounter, EncounterNote
from plenary.encounters.rules.meeting import sides, standing
from plenary.events.models import Event, Session
from plenary.lib.errors import NotFound
from plenary.lib.pagination import Page


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


def _loaded(encounters: QuerySet[Encounter]) -> QuerySet[Encounter]:
    return encounters.select_related("low", "high", "event", "session", "session__room")


def _from_side(viewer: Account, encounters: Iterable[Encounter]) -> list[Meeting]:
    rows = list(encounters)
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
    return _from_side(viewer, _loaded(rows).order_by("-id")[:limit])


def meetings_page(
    viewer: Account, event: Event | None, page: Page
) -> tuple[list[Meeting], int | None]:
    """As `meetings`, a page at a time, and where the older ones begin, None at the end."""
    rows = visibility.encounters(viewer)
    if event is not None:
        rows = rows.filter(event=event)
    if page.max_id is not None:
        rows = rows.filter(pk__lt=page.max_id)
    if page.since_id is not None:
        rows = rows.filter(pk__gt=page.since_id)
    found = list(_loaded(rows).order_by("-id")[: page.limit + 1])
    shown = found[: page.limit]
    return _from_side(viewer, shown), shown[-1].pk if len(found) > len(shown) else None


def meeting(viewer: Account, encounter_id: int) -> Meeting:
    """One meeting; NotFound where it is not the viewer's to see, or the viewer said no to it."""
    rows = _loaded(visibility.encounters(viewer).filter(pk=encounter_id))
    for found in _from_side(viewer, rows):
        return found
    raise NotFound


def met_ids(viewer: Account, limit: int = 2000) -> set[int]:
    """Ids of the people the viewer met, the last ones first counted (one query)."""
    rows = visibility.encounters(viewer).filter(met_at__isnull=False).order_by("-id")
    pairs = rows.values_list("low_id", "high_id")[:limit]
    return {pk for pair in pairs for pk in pair} - {viewer.pk}


def meeting_with(viewer: Account, other: Account, event: Event) -> Meeting | None:
    """How things stand between the two at this event."""
    low, high = sides(viewer.pk, other.pk)
    rows = visibility.encounters(viewer).filter(event=event, low_id=low, high_id=high)
    found = _from_side(viewer, _loaded(rows))
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
