"""Who is going, and saying so."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from plenary.accounts.queries import Filters
from plenary.accounts.vocabulary import GRADES, SPECIALTIES
from plenary.api.call import Call
from plenary.api.routes import route
from plenary.events import actions, queries
from plenary.events.queries.people import NAMES
from plenary.lib.errors import NotFound
from plenary.lib.text import clean_line
from plenary.plenary_api.entities.people import Attendance, PeopleSection, Vocabulary
from plenary.plenary_api.methods.events import EVENT
from plenary.plenary_api.serializers import people

READ, WRITE = "plenary:attendance:read", "plenary:attendance:write"
_LONGEST = 100  # of a filter


@route("GET", f"{EVENT}/attendance", scopes=READ, gives=Attendance)
def attendance(call: Call, slug: str) -> Attendance:
    """Whether you said that you go, and who may know."""
    event = queries.event(call.me, slug)
    return people.attendance(queries.attendance(call.me, event))


class Attending(msgspec.Struct):
    """What to say; what is left out stays as it was."""

    state: Annotated[
        str, Meta(description="`going` (also if you never said), `maybe` or `online`.")
    ] = ""
    audience: Annotated[
        str,
        Meta(
            description="Who may know: `attendees` (also if you never said), `following`,"
            " `followers` or `everyone`."
        ),
    ] = ""


@route("PUT", f"{EVENT}/attendance", scopes=WRITE, takes=Attending, gives=Attendance)
def attend(call: Call, slug: str) -> Attendance:
    """Say that you go, or change how, or who may know. Said twice it is said once."""
    asked = call.read(Attending)
    event = queries.event(call.me, slug)
    before = queries.attendance(call.me, event)
    state = asked.state or (before.state if before else "going")
    audience = asked.audience or (before.audience if before else "attendees")
    return people.attendance(actions.say(call.me, event, state, audience))


@route("DELETE", f"{EVENT}/attendance", scopes=WRITE, gives=Attendance)
def withdraw(call: Call, slug: str) -> Attendance:
    """Not going after all. Your check-in, the meet-ups you joined and those you proposed go too."""
    actions.withdraw(call.me, queries.event(call.me, slug))
    return people.attendance(None)


class PeopleFilters(msgspec.Struct):
    """Whom to show; nothing is anybody."""

    specialty: Annotated[str, Meta(description="A code of the vocabulary.")] = ""
    grade: Annotated[str, Meta(description="A code of the vocabulary.")] = ""
    region: Annotated[str, Meta(description="A region or country, as people write it.")] = ""
    interest: Annotated[str, Meta(description="An interest, with or without '#'.")] = ""


class PeopleAsked(PeopleFilters):
    """Whom to show; nothing is anybody."""

    q: Annotated[str, Meta(description="The beginning of names; answers one section, `found`.")] = (
        ""
    )


def _filters(asked: PeopleFilters, q: str = "") -> Filters:
    given = (q, asked.specialty, asked.grade, asked.region, asked.interest)
    return Filters(*(clean_line(one)[:_LONGEST] for one in given))


@route(
    "GET",
    f"{EVENT}/people",
    who="anybody",
    scopes=READ,
    takes=PeopleAsked,
    gives=list[PeopleSection],
)
def going(call: Call, slug: str) -> list[PeopleSection]:
    """Who is going and whom to meet: those you know first, then those who post under the event's
    hashtag, speakers, and everybody else; of each section a few. Only people who let you know."""
    asked = call.read(PeopleAsked)
    event = queries.event(call.viewer, slug)
    filters = _filters(asked, asked.q)
    if filters.q:
        return [people.section(queries.people_found(call.viewer, event, filters))]
    return [people.section(one) for one in queries.people(call.viewer, event, filters)]


class SectionAsked(PeopleFilters):
    """Whom to show, and from where on."""

    max_id: Annotated[
        str, Meta(description="Where the page begins: `next_max_id` of the page before.")
    ] = ""


@route(
    "GET",
    f"{EVENT}/people/{{section}}",
    who="anybody",
    scopes=READ,
    takes=SectionAsked,
    gives=PeopleSection,
)
def section(call: Call, slug: str, section: str) -> PeopleSection:
    """One section of who is going, a page at a time; the Link header names the next."""
    asked = call.read(SectionAsked)
    if section not in NAMES:
        raise NotFound
    event = queries.event(call.viewer, slug)
    after = call.page().max_id
    found = queries.section(call.viewer, event, section, _filters(asked), after)
    call.link(older=found.after, newer=None)
    return people.section(found)


@route("GET", "/api/plenary/v1/vocabulary", who="anybody", scopes=READ, gives=Vocabulary)
def vocabulary(call: Call) -> Vocabulary:
    """Codes of specialties and grades, and what they are called."""
    return Vocabulary(specialties=SPECIALTIES, grades=GRADES)
