"""The whole demo from one seed: what a loader writes into a database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .attendance import (
    AttendanceDraft,
    CheckInDraft,
    EncounterDraft,
    StarDraft,
    WaveDraft,
    attendances,
    check_ins,
    encounters,
    stars,
    waves,
)
from .network import FollowDraft, network
from .people import Person, people
from .posts import FavouriteDraft, PostDraft, favourites, posts
from .programme import SessionDraft, sessions
from .schedule import schedule_json

DEFAULT_SEED = 27


@dataclass(frozen=True)
class World:
    """Everything refers to people by index, to sessions by number and to posts by index."""

    people: list[Person]
    follows: list[FollowDraft]
    sessions: list[SessionDraft]
    schedule: dict[str, Any]
    attendances: list[AttendanceDraft]
    stars: list[StarDraft]
    check_ins: list[CheckInDraft]
    waves: list[WaveDraft]
    encounters: list[EncounterDraft]
    posts: list[PostDraft]
    favourites: list[FavouriteDraft]


def world(seed: int = DEFAULT_SEED) -> World:
    everyone = people(seed)
    follows = network(everyone, seed)
    programme = sessions(everyone, seed)
    speakers = {index for session in programme for index in session.speakers}
    going = attendances(everyone, speakers, seed)
    present = check_ins(going, programme, follows, seed)
    written = posts(everyone, follows, {attendance.person for attendance in going}, seed)
    return World(
        people=everyone,
        follows=follows,
        sessions=programme,
        schedule=schedule_json(everyone, seed),
        attendances=going,
        stars=stars(going, programme, everyone, seed),
        check_ins=present,
        waves=waves(present, follows, seed),
        encounters=encounters(going, programme, follows, seed),
        posts=written,
        favourites=favourites(everyone, follows, written, seed),
    )
