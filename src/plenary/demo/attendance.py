"""Who is going, their agendas, who sits where at the demo's moment, waves, and who has met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from .congress import FOYER, HALL, NOW
from .network import FollowDraft
from .people import Person
from .programme import SessionDraft

MAYA, TOM = 0, 1
GOING, MAYBE, ONLINE = "going", "maybe", "online"
UNASKED = 0.635  # the chance of going of somebody who does not speak
PRESENT = 150
WORDS = (
    "by the left door", "second row, blue scarf", "standing at the back", "near the loop mixer",
    "aisle seat, green jacket", "next to the lectern", "by the window", "top of the stairs",
)  # fmt: skip


@dataclass(frozen=True)
class AttendanceDraft:
    person: int
    state: str  # going, maybe or online
    audience: str  # everyone, followers, following or attendees
    at: datetime


@dataclass(frozen=True)
class StarDraft:
    person: int
    session: int  # the session's number
    at: datetime


@dataclass(frozen=True)
class CheckInDraft:
    """A seat is a block (depth and side), or row and seat, or words; or unsaid."""

    person: int
    session: int
    audience: str  # room, following or mutuals
    at: datetime
    depth: int | None = None  # 0 front, 1 middle, 2 back
    side: int | None = None  # 0 left, 1 centre, 2 right
    row: str = ""
    seat: str = ""
    words: str = ""


@dataclass(frozen=True)
class WaveDraft:
    source: int
    target: int
    session: int
    at: datetime


@dataclass(frozen=True)
class EncounterDraft:
    """Both have said so."""

    one: int
    other: int
    session: int
    at: datetime
    note: str = ""  # the first person's own


def attendances(people: list[Person], speakers: set[int], seed: int = 27) -> list[AttendanceDraft]:
    """About 330 of 400; everybody who speaks, and maya and tom, are going."""
    random = Random(f"attendance {seed}")
    found = []
    for person in people:
        must = person.index in speakers or person.index in (MAYA, TOM)
        chance, state, who = random.random(), random.random(), random.random()
        days_before = random.betavariate(1.2, 2.6) * 170
        if not must and chance > UNASKED:
            continue
        moment = NOW.astimezone(UTC)
        start = max(person.joined_at + timedelta(hours=2), moment - timedelta(days=190))
        at = max(start, moment - timedelta(days=days_before, hours=26))
        going = GOING if must or state < 0.80 else (MAYBE if state < 0.90 else ONLINE)
        audience = "everyone"
        if person.index not in (MAYA, TOM) and who > 0.46:
            audience = "attendees" if who < 0.78 else ("followers" if who < 0.90 else "following")
        found.append(AttendanceDraft(person.index, going, audience, at.replace(microsecond=0)))
    return found


def stars(
    going: list[AttendanceDraft], sessions: list[SessionDraft], people: list[Person], seed: int = 27
) -> list[StarDraft]:
    """What each attendee put on their agenda: well-known speakers and their own interests first."""
    random = Random(f"stars {seed}")
    wanted = [session for session in sessions if session.kind != "Break"]
    pull = []
    for session in wanted:
        fame = sum(people[index].prominence for index in session.speakers)
        pull.append((3.0 if session.room == HALL else 1.0) * (1 + fame) ** 0.5)
    found = []
    for attendance in going:
        count = min(round(random.lognormvariate(1.8, 0.6)), 25)
        keyed = sorted(
            ((random.random() ** (1 / weight), place) for place, weight in enumerate(pull)),
            reverse=True,
        )
        chosen = sorted(place for _, place in keyed[:count])
        if attendance.person in (MAYA, TOM):
            keynote = next(i for i, session in enumerate(wanted) if _is_running_in_hall(session))
            chosen = sorted({*chosen, keynote})
        for place in chosen:
            hours = random.uniform(0, 24 * 12)
            at = max(attendance.at, NOW.astimezone(UTC) - timedelta(hours=hours + 1))
            number = wanted[place].number
            found.append(StarDraft(attendance.person, number, at.replace(microsecond=0)))
    return found


def _is_running_in_hall(session: SessionDraft) -> bool:
    return session.room == HALL and session.starts_at <= NOW < session.ends_at


def running(sessions: list[SessionDraft]) -> list[SessionDraft]:
    """The sessions under way at the demo's moment; the hall comes first."""
    return [s for s in sessions if s.starts_at <= NOW < s.ends_at and s.room != FOYER]


def _seat(random: Random) -> dict[str, Any]:
    way = random.random()
    if way < 0.12:
        return {}
    if way < 0.78:
        depth = random.choices([0, 1, 2], [24, 44, 32])[0]
        return {"depth": depth, "side": random.choices([0, 1, 2], [30, 42, 28])[0]}
    if way < 0.91:
        return {"row": random.choice("ABCDEFGHJKLMNP"), "seat": str(random.randint(1, 32))}
    return {"words": random.choice(WORDS)}


def check_ins(
    going: list[AttendanceDraft],
    sessions: list[SessionDraft],
    follows: list[FollowDraft],
    seed: int = 27,
) -> list[CheckInDraft]:
    """Who is in which room at 10:40 on the second day; tom is there, maya has yet to check in."""
    random = Random(f"check-ins {seed}")
    now = running(sessions)
    hall = now[0]
    linked = {f.target for f in follows if f.source == MAYA}
    linked |= {f.source for f in follows if f.target == MAYA}
    speaking = {index: session for session in now for index in session.speakers}
    candidates = [a.person for a in going if a.state == GOING and a.person not in (MAYA, TOM)]
    keyed = sorted(
        (random.random() * (0.6 if person in linked or person in speaking else 1.0), person)
        for person in candidates
    )
    found = []
    for _, person in sorted(keyed[: PRESENT - 1], key=lambda pair: pair[1]):
        session = speaking.get(person)
        if session is None:
            session = hall if random.random() < (0.66 if person in linked else 0.42) else (
                random.choice(now[1:])
            )  # fmt: skip
        audience = random.choices(["room", "following", "mutuals"], [58, 17, 25])[0]
        at = session.starts_at + timedelta(seconds=random.randint(-420, 1260))
        seat: dict[str, Any] = {"depth": 0, "side": 1} if person in speaking else _seat(random)
        found.append(CheckInDraft(person, session.number, audience, at.astimezone(UTC), **seat))
    tom_at = hall.starts_at - timedelta(minutes=4)
    found.append(CheckInDraft(TOM, hall.number, "mutuals", tom_at.astimezone(UTC), 1, 2))
    return found


def waves(
    present: list[CheckInDraft], follows: list[FollowDraft], seed: int = 27
) -> list[WaveDraft]:
    """Three people in the hall have waved to maya, some to each other; tom not yet."""
    random = Random(f"waves {seed}")
    pairs = {(f.source, f.target) for f in follows}
    inside: dict[int, list[int]] = {}
    for check_in in present:
        inside.setdefault(check_in.session, []).append(check_in.person)
    found = []
    hall = present[-1].session
    friends = [p for p in inside[hall] if (p, MAYA) in pairs and (MAYA, p) in pairs and p != TOM]
    for minutes, person in zip((3, 8, 14), random.sample(friends, 3), strict=True):
        at = NOW.astimezone(UTC) - timedelta(minutes=minutes)
        found.append(WaveDraft(person, MAYA, hall, at))
    for session in sorted(inside):
        for person in inside[session]:
            others = [o for o in inside[session] if (person, o) in pairs and (o, person) in pairs
                      and TOM not in (person, o)]  # fmt: skip
            if others and random.random() < 0.3:
                at = NOW.astimezone(UTC) - timedelta(seconds=random.randint(30, 1200))
                found.append(WaveDraft(person, random.choice(others), session, at))
    return found


NOTES = (
    "Spoke about induction; send the leaflet.", "Has the run-chart template. Ask in July.",
    "Taller than the picture. Very kind about my talk.", "Wants to visit our unit in autumn.",
    "Mentoring idea: call in September.", "",
)  # fmt: skip


def encounters(
    going: list[AttendanceDraft],
    sessions: list[SessionDraft],
    follows: list[FollowDraft],
    seed: int = 27,
) -> list[EncounterDraft]:
    """Met on the first day: three of maya's mutuals, and some forty pairs besides."""
    random = Random(f"encounters {seed}")
    here = {a.person for a in going if a.state == GOING}
    pairs = {(f.source, f.target) for f in follows}
    mutual = sorted(
        (a, b) for a, b in pairs if a < b and (b, a) in pairs and a in here and b in here
    )
    first_day = [s for s in sessions if s.day == 1 and s.kind != "Break"]
    of_maya = [pair for pair in mutual if pair[0] == MAYA and pair[1] != TOM]
    others = [pair for pair in mutual if MAYA not in pair and TOM not in pair]
    found = []
    for one, other in [*random.sample(of_maya, 3), *random.sample(others, 40)]:
        session = random.choice(first_day)
        at = session.ends_at.astimezone(UTC) - timedelta(minutes=random.randint(1, 12))
        found.append(EncounterDraft(one, other, session.number, at, random.choice(NOTES)))
    return found
