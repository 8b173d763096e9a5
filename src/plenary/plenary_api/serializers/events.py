"""Events and their programmes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from msgspec import UNSET

from plenary.api.moments import moment
from plenary.events.rules.presence import is_open
from plenary.lib import clock, media
from plenary.plenary_api.entities import events as entities
from plenary.plenary_api.serializers.people import absolute, person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plenary.events.models import Day, Event, Room, Speaker
    from plenary.events.queries import Figures, Row


def page(event: Event) -> str:
    """The event's address here."""
    return f"{settings.PUBLIC_URL}/events/{event.slug}"


def _web(url: str) -> str | None:
    """An address that a program may open; an imported programme may hold anything."""
    return url if url.startswith(("https://", "http://")) else None


def _event(one: Event) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "slug": one.slug,
        "name": one.name,
        "hashtag": one.hashtag.display if one.hashtag else None,
        "starts_on": one.starts_on.isoformat(),
        "ends_on": one.ends_on.isoformat(),
        "time_zone": one.zone,
        "venue": one.venue,
        "address": one.address,
        "picture": absolute(media.url(one.picture)) if one.picture else None,
        "url": page(one),
    }


def event(one: Event) -> entities.Event:
    return entities.Event(**_event(one))


def detail(one: Event, figures: Figures, organising: bool) -> entities.EventDetail:
    return entities.EventDetail(
        **_event(one),
        description=one.description,
        website=_web(one.url),
        organising=organising,
        figures=entities.EventFigures(
            days=figures.days,
            rooms=figures.rooms,
            tracks=figures.tracks,
            sessions=figures.sessions,
            speakers=figures.speakers,
        ),
        files=entities.ProgrammeFiles(
            xml=f"{page(one)}/schedule.xml",
            json=f"{page(one)}/schedule.json",
            ics=f"{page(one)}/schedule.ics",
        ),
    )


def programme(
    one: Event, days: list[Day], today: Day | None, rooms: Sequence[Room], tracks: list[str]
) -> entities.Programme:
    return entities.Programme(
        days=[
            entities.ProgrammeDay(
                number=day.index,
                date=day.date.isoformat(),
                starts_at=moment(day.starts_at),
                ends_at=moment(day.ends_at),
            )
            for day in days
        ],
        today=today.index if today else None,
        rooms=[
            entities.ProgrammeRoom(
                id=str(room.pk),
                name=room.name,
                description=room.description,
                capacity=room.capacity,
            )
            for room in rooms
        ],
        tracks=tracks,
        version=one.programme_version,
    )


def _session(one: Event, row: Row, known: bool) -> dict[str, Any]:
    session = row.session
    return {
        "id": str(session.pk),
        "event": one.slug,
        "title": session.title,
        "subtitle": session.subtitle,
        "track": session.track,
        "kind": session.kind,
        "language": session.language,
        "day": session.day.index,
        "room_id": str(session.room_id) if session.room_id is not None else None,
        "room": session.room.name if session.room else "",
        "starts_at": moment(session.starts_at),
        "ends_at": moment(session.ends_at),
        "phase": row.phase,
        "url": f"{page(one)}/sessions/{session.pk}",
        "starred": row.starred if known else UNSET,
    }


def session(one: Event, row: Row, *, known: bool, agenda: bool = False) -> entities.Session:
    """A session in a list; `known` says whether it is somebody who asks."""
    return entities.Session(
        **_session(one, row, known),
        speakers=[entities.SessionSpeaker(**_speaker(speaker)) for speaker in row.speakers],
        clash=row.clash if agenda else UNSET,
    )


def session_detail(one: Event, row: Row, *, known: bool) -> entities.SessionDetail:
    found = row.session
    return entities.SessionDetail(
        **_session(one, row, known),
        speakers=[speaker(person) for person in row.speakers],
        abstract=found.abstract,
        description=found.description,
        website=_web(found.url),
        open=is_open(found.starts_at, found.ends_at, clock.now()),
    )


def _speaker(one: Speaker) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "name": one.name,
        "person": person(one.account) if one.account is not None else None,
    }


def speaker(one: Speaker) -> entities.Speaker:
    return entities.Speaker(**_speaker(one), biography=one.biography)
