"""Who goes to the demo's congress, who sits where, who waves, and who has met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plenary.accounts.models import Account
from plenary.encounters.models import Encounter, EncounterNote
from plenary.events.models import (
    Attendance,
    Event,
    Meetup,
    MeetupGuest,
    Presence,
    Session,
    Star,
    Wave,
)
from plenary.timelines.models import Notification

from . import congress
from .world import World

if TYPE_CHECKING:
    from .making import Ids


def load(
    world: World,
    event: Event,
    accounts: list[Account],
    sessions: dict[int, Session],
    maker: Ids,
) -> None:
    Attendance.objects.bulk_create(
        Attendance(
            event=event,
            account=accounts[draft.person],
            state=draft.state,
            audience=draft.audience,
            created_at=draft.at,
            updated_at=draft.at,
        )
        for draft in world.attendances
    )
    Star.objects.bulk_create(
        [
            Star(
                session=sessions[draft.session], account=accounts[draft.person], created_at=draft.at
            )
            for draft in world.stars
        ],
        batch_size=2_000,
    )
    Presence.objects.bulk_create(
        Presence(
            pk=maker.at(draft.at),
            account=accounts[draft.person],
            session=sessions[draft.session],
            audience=draft.audience,
            depth=draft.depth,
            side=draft.side,
            row=draft.row,
            seat=draft.seat,
            words=draft.words,
            checked_in_at=draft.at,
            expires_at=sessions[draft.session].ends_at,
        )
        for draft in world.check_ins
    )
    _waves(world, event, accounts, sessions, maker)
    _encounters(world, event, accounts, sessions, maker)
    _meetup(world, event, accounts, maker)


def _waves(
    world: World,
    event: Event,
    accounts: list[Account],
    sessions: dict[int, Session],
    maker: Ids,
) -> None:
    waves = [
        Wave(
            pk=maker.at(draft.at),
            session=sessions[draft.session],
            source=accounts[draft.source],
            target=accounts[draft.target],
            created_at=draft.at,
            expires_at=sessions[draft.session].ends_at,
        )
        for draft in world.waves
    ]
    Wave.objects.bulk_create(waves)
    Notification.objects.bulk_create(
        Notification(
            pk=maker.at(wave.created_at),
            account=wave.target,
            actor=wave.source,
            kind="wave",
            key=f"wave-{wave.pk}",
            link=f"/events/{event.slug}/sessions/{wave.session_id}/room",
            text=f"waves at you in {wave.session.title}"[:300],
            created_at=wave.created_at,
        )
        for wave in waves
    )


def _encounters(
    world: World,
    event: Event,
    accounts: list[Account],
    sessions: dict[int, Session],
    maker: Ids,
) -> None:
    for draft in world.encounters:
        low, high = sorted((accounts[draft.one], accounts[draft.other]), key=lambda one: one.pk)
        met = Encounter.objects.create(
            pk=maker.at(draft.at),
            event=event,
            session=sessions.get(draft.session),
            low=low,
            high=high,
            low_said_at=draft.at,
            high_said_at=draft.at,
            met_at=draft.at,
            created_at=draft.at,
        )
        if draft.note:
            EncounterNote.objects.create(
                encounter=met, account=accounts[draft.one], text=draft.note, updated_at=draft.at
            )


def _meetup(world: World, event: Event, accounts: list[Account], maker: Ids) -> None:
    """One tweet-up on the evening of the demo's day."""
    host = accounts[1]
    when = congress.NOW.replace(hour=17, minute=45)
    meetup = Meetup.objects.create(
        pk=maker.at(congress.NOW),
        event=event,
        host=host,
        title="#MedEd tweet-up: put faces to the handles",
        place="Concourse, by the big window",
        starts_at=when,
    )
    followers = [tie.source for tie in world.follows if tie.target == 1][:9]
    going = {draft.person for draft in world.attendances}
    MeetupGuest.objects.bulk_create(
        MeetupGuest(meetup=meetup, account=accounts[index])
        for index in [1, *(one for one in followers if one in going and one > 1)]
    )
