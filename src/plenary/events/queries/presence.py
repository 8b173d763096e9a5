"""Who of the people the viewer knows is in the room now."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from plenary.accounts.models import Account, Follow
from plenary.events import visibility
from plenary.events.models import Event, Presence, Session, Wave
from plenary.events.queries.acquaintance import Acquaintance, acquaintance
from plenary.events.rules.presence import Seat, relative, turn
from plenary.lib import clock
from plenary.statuses.models import ConversationPair

MOST_KNOWN = 5_000  # by each kind of tie
SHOWN = 60


def seat_of(presence: Presence) -> Seat:
    return Seat(presence.depth, presence.side, presence.row, presence.seat, presence.words)


@dataclass(frozen=True)
class Here:
    """Somebody in the room as the viewer sees them; `wave` '', 'sent', 'received' or 'mutual'."""

    account: Account
    how: Acquaintance
    seat: Seat
    where: str
    turn: str
    wave: str


@dataclass(frozen=True)
class RoomView:
    """The room as the viewer sees it: their own check-in (None if not there), who waves at them,
    and the people they know, those waving first."""

    mine: Presence | None
    waving: list[Here]
    known: list[Here]


def my_presence(viewer: Account) -> Presence | None:
    """Where the viewer is checked in now, if anywhere."""
    return (
        Presence.objects.filter(account=viewer, expires_at__gt=clock.now())
        .select_related("session__event", "session__room")
        .first()
    )


def _known_ids(viewer: Account) -> set[int]:
    """Everyone tied to the viewer by a follow either way or a conversation (four queries); of very
    many the newest."""
    ties = Follow.objects.order_by("-pk")
    mine = ties.filter(source=viewer).values_list("target_id", flat=True)
    theirs = ties.filter(target=viewer).values_list("source_id", flat=True)
    spoken = ConversationPair.objects.order_by("-pk")
    return {
        *mine[:MOST_KNOWN],
        *theirs[:MOST_KNOWN],
        *spoken.filter(low=viewer).values_list("high_id", flat=True)[:MOST_KNOWN],
        *spoken.filter(high=viewer).values_list("low_id", flat=True)[:MOST_KNOWN],
    }


def people_i_know_here(
    viewer: Account, session: Session, met: Collection[int] = ()
) -> list[Presence]:
    """Presences of people the viewer knows and may see, `account` loaded; `met` are ids of those
    whom they met before, which the room above this one remembers.

    Starts from whom the viewer knows, not from who sits in the room.
    """
    known = _known_ids(viewer).union(met)
    rows = visibility.presences(viewer, session).filter(account_id__in=known)
    rows = rows.exclude(account=viewer).select_related("account")
    return list(rows.order_by("-checked_in_at", "pk")[:SHOWN])


def room_view(
    viewer: Account, event: Event, session: Session, met: Collection[int] = ()
) -> RoomView:
    """All of the room page: a handful of queries, however full the room."""
    mine = Presence.objects.filter(
        account=viewer, session=session, expires_at__gt=clock.now()
    ).first()
    if mine is None:
        return RoomView(None, [], [])
    present = {row.account_id: row for row in people_i_know_here(viewer, session, met)}
    sent, received = set(), set()
    for source, target in Wave.objects.filter(
        Q(source=viewer) | Q(target=viewer), session=session
    ).values_list("source_id", "target_id"):
        if source == viewer.pk:
            sent.add(target)
        else:
            received.add(source)
    if received:
        waving_ids = set(visibility.waves_to(viewer, session).values_list("source_id", flat=True))
        received &= waving_ids
        # A wave shows who waves, whatever they chose for the room before.
        for row in Presence.objects.filter(
            session=session, account__in=waving_ids - present.keys()
        ).select_related("account"):
            present[row.account_id] = row
    known = acquaintance(viewer, [row.account for row in present.values()], event)
    here = [_here(mine, row, known[pk], sent, received) for pk, row in present.items()]
    return RoomView(
        mine,
        waving=[one for one in here if one.wave == "received"],
        known=sorted(here, key=lambda one: one.wave not in {"received", "mutual"}),
    )


def _here(
    mine: Presence, row: Presence, how: Acquaintance, sent: set[int], received: set[int]
) -> Here:
    wave = ""
    if row.account_id in received:
        wave = "mutual" if row.account_id in sent else "received"
    elif row.account_id in sent:
        wave = "sent"
    my_seat, seat = seat_of(mine), seat_of(row)
    return Here(row.account, how, seat, relative(my_seat, seat), turn(my_seat, seat), wave)
