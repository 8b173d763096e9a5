"""Checking in to a session, moving, leaving, and waving across the room."""

from django.db import transaction
from django.db.models import Q

from plenary.accounts.models import Account
from plenary.events import visibility
from plenary.events.facts import CheckedIn, CheckedOut, Waved
from plenary.events.models import Event, Presence, PresenceAudience, Session, Wave
from plenary.events.rules.presence import Seat, is_open, objection
from plenary.jobs.facts import record
from plenary.lib import clock, text
from plenary.lib.errors import NotFound, Refused

MOST_WAVES = 200  # in one session


def check_in(actor: Account, session: Session, audience: str, seat: Seat) -> Presence:
    """Be in the session's room until it ends; ends any other check-in. Said again, it changes the
    seat or who may see it."""
    if audience not in PresenceAudience.values:
        raise Refused("Choose who may see that you are here.", field="audience")
    seat = Seat(
        seat.depth,
        seat.side,
        text.clean_line(seat.row).upper(),
        text.clean_line(seat.seat).upper(),
        text.clean_line(seat.words),
    )
    if problem := objection(seat):
        raise Refused(problem, field="seat")
    now = clock.now()
    if not is_open(session.starts_at, session.ends_at, now):
        raise Refused(
            "This session is over."
            if now >= session.ends_at
            else "The doors open 20 minutes before the session starts."
        )
    if not visibility.is_attending(actor, session.event):
        raise Refused("Say first that you are going to the event.")
    with transaction.atomic():
        before = Presence.objects.select_for_update().filter(account=actor).first()
        if before is not None and before.session_id != session.pk:
            _end(before)
        presence, _ = Presence.objects.update_or_create(
            account=actor,
            defaults={
                "session": session,
                "audience": audience,
                "depth": seat.depth,
                "side": seat.side,
                "row": seat.row,
                "seat": seat.seat,
                "words": seat.words,
                "checked_in_at": now,
                "expires_at": session.ends_at,
            },
        )
        if before is not None and before.session_id == session.pk and before.audience != audience:
            record(CheckedOut(session.pk, actor.pk, before.audience))
        record(CheckedIn(session.pk, actor.pk))
    return presence


def _end(presence: Presence) -> None:
    """Remove a check-in and the waves it was part of."""
    waves = Wave.objects.filter(session=presence.session_id)
    waved_at = waves.filter(source=presence.account_id).values_list("target_id", flat=True)
    seen_by = tuple(waved_at[:MOST_WAVES])
    record(CheckedOut(presence.session_id, presence.account_id, presence.audience, seen_by))
    waves.filter(Q(source=presence.account_id) | Q(target=presence.account_id)).delete()
    presence.delete()


def check_out(actor: Account, session: Session) -> None:
    with transaction.atomic():
        mine = Presence.objects.select_for_update().filter(account=actor, session=session).first()
        if mine is not None:
            _end(mine)


def leave_event(actor: Account, event: Event) -> None:
    """End a check-in anywhere at the event; in the caller's transaction."""
    mine = Presence.objects.select_for_update().filter(account=actor, session__event=event).first()
    if mine is not None:
        _end(mine)


def wave(actor: Account, session: Session, target_id: int) -> Wave:
    """Wave at somebody one can see in the room, or back at somebody who waved; idempotent.

    It shows them that the actor is here and where, whatever the actor chose for the room. To
    somebody who is not there, or whom the actor may not see, the answer is the same.
    """
    now = clock.now()
    with transaction.atomic():
        here = Presence.objects.filter(account=actor, session=session, expires_at__gt=now)
        if not here.exists():
            raise Refused("Check in first: a wave comes from somewhere in the room.")
        seen = visibility.presences(actor, session).filter(account_id=target_id)
        waved_at = visibility.waves_to(actor, session).filter(source_id=target_id)
        if target_id == actor.pk or not (seen.exists() or waved_at.exists()):
            raise NotFound("They are not in this room.")
        waved = Wave.objects.filter(session=session, source=actor)
        if waved.count() >= MOST_WAVES and not waved.filter(target=target_id).exists():
            raise Refused("That is enough waving for one session.")
        made, new = Wave.objects.get_or_create(
            session=session,
            source=actor,
            target_id=target_id,
            defaults={"expires_at": session.ends_at},
        )
        if new:
            record(Waved(made.pk))
    return made
