"""'We met': asked of both, kept once both say so."""

from django.db import transaction

from plenary.accounts.models import Account
from plenary.accounts.visibility import may_meet
from plenary.encounters import visibility
from plenary.encounters.facts import Met, MetAsked
from plenary.encounters.models import Encounter, EncounterNote
from plenary.encounters.rules.meeting import sides
from plenary.events import visibility as events_visibility
from plenary.events.models import Event, Presence, Session, Wave
from plenary.jobs.facts import record
from plenary.lib import clock
from plenary.lib.errors import NotFound, Refused

NOTE_LENGTH = 2000


def say_met(
    actor: Account, event: Event, other: Account, session: Session | None = None
) -> Encounter:
    """The actor says the two met. Kept as a meeting once the other says so too; idempotent."""
    if actor.pk == other.pk:
        raise Refused("You cannot meet yourself.")
    if not may_meet(actor, other) or not _may_know_of(actor, event, other):
        raise NotFound
    if session is not None and session.event_id != event.pk:
        raise NotFound
    low, high = sides(actor.pk, other.pk)
    mine, theirs = ("low_said_at", "high_said_at")
    if actor.pk == high:
        mine, theirs = theirs, mine
    now = clock.now()
    with transaction.atomic():
        Encounter.objects.get_or_create(
            event=event, low_id=low, high_id=high, defaults={"session": session}
        )
        encounter = Encounter.objects.select_for_update().get(event=event, low_id=low, high_id=high)
        if getattr(encounter, mine) is not None:
            return encounter
        setattr(encounter, mine, now)
        if encounter.session_id is None:
            encounter.session = session
        if getattr(encounter, theirs) is not None:
            encounter.met_at, encounter.declined_at = now, None
            record(Met(encounter.pk))
        elif encounter.declined_at is None:
            record(MetAsked(encounter.pk, actor.pk, other.pk))
        encounter.save()
    return encounter


def _may_know_of(actor: Account, event: Event, other: Account) -> bool:
    """Whether the actor can know the other is at this event: their attendance shows, a wave came
    from them, they sit visibly in the same room, or they said it first."""
    if events_visibility.attendances(actor, event).filter(account=other).exists():
        return True
    if Wave.objects.filter(session__event=event, source=other, target=actor).exists():
        return True
    mine = Presence.objects.filter(account=actor).select_related("session").first()
    if mine is not None and mine.session.event_id == event.pk:
        here = events_visibility.presences(actor, mine.session)
        if here.filter(account=other).exists():
            return True
    low, high = sides(actor.pk, other.pk)
    return visibility.encounters(actor).filter(event=event, low_id=low, high_id=high).exists()


def _mine(actor: Account, encounter_id: int) -> Encounter:
    encounter = (
        visibility.encounters(actor).select_for_update(of=("self",)).filter(pk=encounter_id).first()
    )
    if encounter is None:
        raise NotFound
    return encounter


def not_met(actor: Account, encounter_id: int) -> None:
    """The asked side says no. The other is not told, and is not asked about again. It takes back no
    word that one gave oneself."""
    with transaction.atomic():
        encounter = _mine(actor, encounter_id)
        mine = encounter.low_said_at if actor.pk == encounter.low_id else encounter.high_said_at
        if mine is None:
            encounter.declined_at = clock.now()
            encounter.save(update_fields=["declined_at"])


def forget(actor: Account, encounter_id: int) -> None:
    """Take back one's own side: the meeting is no longer kept, and one's note is gone."""
    with transaction.atomic():
        encounter = _mine(actor, encounter_id)
        if actor.pk == encounter.low_id:
            encounter.low_said_at, left = None, encounter.high_said_at
        else:
            encounter.high_said_at, left = None, encounter.low_said_at
        EncounterNote.objects.filter(encounter=encounter, account=actor).delete()
        if left is None and encounter.declined_at is None:
            encounter.delete()
            return
        encounter.met_at = None
        if left is not None:  # so that the other's standing word does not ask anew
            encounter.declined_at = encounter.declined_at or clock.now()
        encounter.save()


def write_note(actor: Account, encounter_id: int, text: str) -> None:
    """A note only the actor sees; an empty one is removed."""
    text = text.strip()
    if len(text) > NOTE_LENGTH:
        raise Refused(f"A note can have up to {NOTE_LENGTH} characters.", field="text")
    with transaction.atomic():
        encounter = _mine(actor, encounter_id)
        notes = EncounterNote.objects.filter(encounter=encounter, account=actor)
        if not text:
            notes.delete()
            return
        EncounterNote.objects.update_or_create(
            encounter=encounter,
            account=actor,
            defaults={"text": text, "updated_at": clock.now()},
        )
