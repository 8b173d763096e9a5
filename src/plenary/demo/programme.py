"""The congress: three days in Edinburgh, six rooms, as drafts of sessions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from .congress import (
    ACRONYM,
    BASE_URL,
    DAYS,
    FOYER,
    HALL,
    HASHTAG,
    LAB,
    LEANING,
    ROOMS,
    SMALL,
    ZONE,
)
from .people import Person, folded
from .words import sessions as words

MAYA, TOM = 0, 1


@dataclass(frozen=True)
class SessionDraft:
    """A session; `speakers` are indexes of people."""

    number: int
    guid: UUID
    day: int
    starts_at: datetime
    ends_at: datetime
    room: str
    title: str
    subtitle: str
    track: str
    kind: str
    abstract: str
    description: str
    speakers: tuple[int, ...]

    @property
    def slug(self) -> str:
        plain = re.sub(r"[^a-z0-9]+", "-", folded_words(self.title)).strip("-")[:50].strip("-")
        return f"{ACRONYM}-{self.number}-{plain}"


def folded_words(text: str) -> str:
    return " ".join(word for word in map(folded, text.split()) if word)


class _Maker:
    def __init__(self, people: list[Person], seed: int) -> None:
        self.people = people
        self.random = Random(f"programme {seed}")
        self.sessions: list[SessionDraft] = []
        self.busy: dict[int, list[tuple[datetime, datetime]]] = {}
        self.talks: dict[int, int] = {}
        self.symposia = list(words.SYMPOSIA)
        self.workshops = list(words.WORKSHOPS)
        self.hall = list(words.HALL)
        self.groups = list(words.GROUPS)
        self.titles: set[str] = set()
        self.random.shuffle(self.symposia)

    def add(
        self, day: int, at: str, minutes: int, room: str, title: str, kind: str,
        track: str = "Social", about: str = "", more: str = "", speakers: int = 0,
        subtitle: str = "", with_: tuple[int, ...] = (),
    ) -> None:  # fmt: skip
        hour, minute = map(int, at.split(":"))
        date_ = DAYS[day - 1]
        starts = datetime(date_.year, date_.month, date_.day, hour, minute, tzinfo=ZONE)
        ends = starts + timedelta(minutes=minutes)
        chosen = list(with_)
        for person in with_:
            self.busy.setdefault(person, []).append((starts, ends))
            self.talks[person] = self.talks.get(person, 0) + 1
        for _ in range(speakers - len(with_)):
            chosen.append(self._speaker(track, kind, starts, ends))
        number = 101 + len(self.sessions)
        guid = uuid5(NAMESPACE_URL, f"{BASE_URL}sessions/{number}")
        self.sessions.append(
            SessionDraft(number, guid, day, starts, ends, room, title, subtitle, track, kind, about,
                         more, tuple(chosen))
        )  # fmt: skip

    def _speaker(self, track: str, kind: str, starts: datetime, ends: datetime) -> int:
        fame = {"Keynote": 1.6, "Plenary": 1.0, "Oral abstract": 0.0}.get(kind, 0.5)
        leaning = set(LEANING.get(track, ()))
        scored = []
        for person in self.people:
            taken = self.busy.get(person.index, ())
            if any(start < ends and starts < end for start, end in taken):
                continue
            if person.index in (MAYA, TOM) or self.talks.get(person.index, 0) > 2:
                continue
            weight = person.prominence**fame / (1 + 2 * self.talks.get(person.index, 0))
            if person.specialty in leaning or leaning & set(person.interests):
                weight *= 9
            scored.append((self.random.random() ** (1 / weight), person.index))
        index = max(scored)[1]
        self.busy.setdefault(index, []).append((starts, ends))
        self.talks[index] = self.talks.get(index, 0) + 1
        return index

    def social(self, day: int) -> None:
        self.add(
            day,
            "07:00",
            45,
            FOYER,
            "Run up Calton Hill",
            "Social",
            about=(
                "An easy five kilometres at the slowest runner’s pace. Meet at the front steps."
            ),
        )
        self.add(
            day,
            "08:00",
            45,
            FOYER,
            "Registration and coffee",
            "Break",
            about=("Collect your badge, find a friendly face. Oat milk at the left-hand bar."),
        )
        self.add(day, "11:15", 30, FOYER, "Coffee", "Break")
        self.add(
            day, "12:45", 25, FOYER, "Lunch", "Break", about="Quiet tables by the east windows."
        )
        posters = "\n".join(f"- {self._abstract_title()}" for _ in range(10))
        self.add(day, "13:10", 30, FOYER, f"Poster walk {day}", "Poster session", "Research",
                 "Chairs lead small groups; each author has three minutes and two questions.",
                 posters, speakers=4)  # fmt: skip
        if day < 3:
            self.add(day, "14:45", 30, FOYER, "Tea", "Break")
        for room, title in zip(
            ("Forth room", "Pentland room"), words.EARLY[day * 2 - 2 :], strict=False
        ):
            self.add(
                day,
                "08:15",
                30,
                room,
                title,
                "Breakfast session",
                "Education",
                "Bring your plate and a question. Twenty places, no slides.",
                speakers=1,
            )
        for room, title in zip(
            ("Lothian room", "Forth room"), words.LUNCH[day * 2 - 2 :], strict=False
        ):
            self.add(
                day,
                "12:55",
                40,
                room,
                title,
                "Meeting",
                "Wellbeing",
                "An informal table for people who share a path. All are welcome.",
                speakers=1,
            )
        if day == 1:
            self.add(
                1,
                "17:30",
                45,
                FOYER,
                f"#{HASHTAG} tweet-up",
                "Social",
                about=("Meet the people behind the posts. Wear your handle; we bring the pens."),
            )
            self.add(
                1,
                "18:30",
                90,
                FOYER,
                "Welcome reception",
                "Social",
                about=("Short speeches, local cheese, and views over the Forth."),
            )
        elif day == 2:
            self.add(
                2,
                "17:30",
                60,
                HALL,
                "Congress choir: open rehearsal",
                "Social",
                about=("No audition, three songs, four parts. Sing or listen."),
            )
            self.add(
                2,
                "19:30",
                300,
                FOYER,
                "Ceilidh",
                "Social",
                subtitle="Until half past midnight",
                about="Every dance is called and nobody sits out unless they wish to.",
            )
        else:
            self.add(
                3,
                "16:15",
                45,
                FOYER,
                "Farewell tea",
                "Social",
                about=("Before the trains: a last cup, and the swap of cards and promises."),
            )

    def _abstract_title(self) -> str:
        pick = self.random.choice
        while True:
            aim = pick(words.AIMS).format(thing=pick(words.THINGS))
            title = f"{aim} {pick(words.SETTINGS)}"
            if title not in self.titles:
                self.titles.add(title)
                return title

    def orals(self, day: int, at: str, room: str) -> None:
        hour, minute = map(int, at.split(":"))
        for place in range(4):
            start = hour * 60 + minute + place * 15
            title = self._abstract_title()
            with_: tuple[int, ...] = ()
            if day == 1 and place == 1 and at == "13:45":
                title, with_ = "A two-minute handover sheet on an acute medical unit", (MAYA,)
            pick = self.random.choice
            about = f"{pick(words.METHODS)} {pick(words.RESULTS)} {pick(words.LESSONS)}"
            self.add(day, f"{start // 60:02d}:{start % 60:02d}", 15, room, title, "Oral abstract",
                     "Research", about, speakers=1, with_=with_)  # fmt: skip

    def parallel(self, day: int, at: str, oral_room: str = "") -> None:
        for room in SMALL:
            if room == oral_room:
                self.orals(day, at, room)
            elif room == LAB:
                title, track, about = self.workshops.pop(0)
                tom = (TOM,) if title.startswith("Communication by telephone") else ()
                self.add(
                    day,
                    at,
                    60,
                    room,
                    title,
                    "Workshop",
                    track,
                    about,
                    "Places are limited to sixty; first come, first seated.",
                    2,
                    with_=tom,
                )
            else:
                title, track, about = self.symposia.pop(0)
                self.add(
                    day,
                    at,
                    60,
                    room,
                    title,
                    "Symposium",
                    track,
                    about,
                    "Three short talks, then half the hour for questions from the floor.",
                    3,
                )

    def in_hall(self, day: int, at: str, minutes: int, title: str, speakers: int) -> None:
        found = next(talk for talk in self.hall if talk[0].startswith(title))
        self.hall.remove(found)
        self.add(day, at, minutes, HALL, found[0], "Plenary", found[1], found[2], "", speakers)

    def day(self, day: int) -> None:
        title, track, about = words.KEYNOTES[{1: 2, 2: 0, 3: 1}[day]]
        early, late = {1: ("Opening ceremony", "Debate"), 2: ("State of the art", "Burnout"),
                       3: ("Prizes", "Closing plenary")}[day]  # fmt: skip
        self.in_hall(day, "09:00", 60, early, 2)
        more = "Followed by questions from the floor and from online."
        # On day two this one runs at 10:40, where the demo's clock stands.
        self.add(day, "10:15", 60, HALL, title, "Keynote", track, about, more, 1)
        self.parallel(day, "10:15", "Forth room" if day == 3 else "")
        self.parallel(day, "11:45", "Pentland room")
        self.parallel(day, "13:45", "Lothian room" if day < 3 else "")
        middle = {
            1: ("The frailty", "Teaching when", "Learning from"),
            2: ("AI at", "Health in", "Trials that"),
            3: ("The hidden", "What patients"),
        }[day]
        for at, start in zip(("11:45", "13:45", "15:15"), middle, strict=False):
            self.in_hall(day, at, 60, start, 3)
        if day < 3:
            self.parallel(day, "15:15")
            self.in_hall(day, "16:30", 45, late, 4)
            for room in SMALL[:3]:
                self.add(
                    day,
                    "16:30",
                    45,
                    room,
                    self.groups.pop(0),
                    "Meeting",
                    "Community",
                    "Open to all who share the interest; minutes are kept to a page.",
                    speakers=1,
                )
        else:
            self.in_hall(day, "15:00", 60, late, 3)
        self.social(day)


def sessions(people: list[Person], seed: int = 27) -> list[SessionDraft]:
    """The programme in order of day, time and room; never two sessions in a room at once."""
    maker = _Maker(people, seed)
    for day in (1, 2, 3):
        maker.day(day)
    order = {name: place for place, (name, _, _) in enumerate(ROOMS)}
    return sorted(maker.sessions, key=lambda session: (session.starts_at, order[session.room]))
