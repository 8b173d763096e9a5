"""Whom one met: asked of both, kept once both say so, with a note for oneself."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from plenary.accounts import queries as accounts
from plenary.api.call import Call
from plenary.api.entities import Nothing
from plenary.api.routes import route
from plenary.encounters import actions, queries
from plenary.events import queries as events
from plenary.lib.errors import NotFound
from plenary.plenary_api.entities.encounters import Encounter, Unanswered
from plenary.plenary_api.methods.events import EVENT
from plenary.plenary_api.serializers.encounters import encounter

READ, WRITE = "plenary:encounters:read", "plenary:encounters:write"
ENCOUNTERS = "/api/plenary/v1/encounters"
ENCOUNTER = f"{ENCOUNTERS}/{{id}}"


class EncountersAsked(msgspec.Struct):
    """Which meetings; pages as everywhere."""

    event: Annotated[str, Meta(description="The slug of the event; else all events.")] = ""
    limit: Annotated[int, Meta(description="How many, at most 80.")] = 40
    max_id: Annotated[str, Meta(description="Only older ones.")] = ""
    since_id: Annotated[str, Meta(description="Only newer ones.")] = ""


@route("GET", ENCOUNTERS, scopes=READ, takes=EncountersAsked, gives=list[Encounter])
def listed(call: Call) -> list[Encounter]:
    """Whom you met, who asks, and who has not answered yet; the newest first."""
    asked, page = call.read(EncountersAsked), call.page(40, 80)
    event = events.event(call.me, asked.event) if asked.event else None
    found, older = queries.meetings_page(call.me, event, page)
    call.link(older=older, newer=None)
    return [encounter(one) for one in found]


@route("GET", f"{ENCOUNTERS}/unanswered", scopes=READ, gives=Unanswered)
def unanswered(call: Call) -> Unanswered:
    """How many people say that they met you and wait for your answer."""
    return Unanswered(count=queries.unanswered(call.me))


@route("GET", ENCOUNTER, scopes=READ, gives=Encounter)
def one(call: Call, encounter_id: int) -> Encounter:
    """One meeting, from your side."""
    return encounter(queries.meeting(call.me, encounter_id))


class Meeting(msgspec.Struct):
    """Where the two met, if it is to be kept."""

    session_id: Annotated[int | None, Meta(description="The session in which you met.")] = None


@route("POST", f"{EVENT}/met/{{account_id}}", scopes=WRITE, takes=Meeting, gives=Encounter)
def met(call: Call, slug: str, account_id: int) -> Encounter:
    """Say that you met somebody at the event. They are asked, unless they said so first: then it is
    kept. Only of somebody of whom you can know that they are there. Said twice it is said once."""
    asked = call.read(Meeting)
    event = events.event(call.me, slug)
    session = None
    if asked.session_id is not None:
        session = events.session(call.me, event, asked.session_id)
    other = accounts.by_ids(call.me, [account_id]).get(account_id)
    if other is None:
        raise NotFound
    return encounter(queries.meeting(call.me, actions.say_met(call.me, event, other, session).pk))


@route("POST", f"{ENCOUNTER}/confirm", scopes=WRITE, gives=Encounter)
def confirm(call: Call, encounter_id: int) -> Encounter:
    """Say that you met, too: now it is kept. Said twice it is said once."""
    asked = queries.meeting(call.me, encounter_id)
    actions.say_met(call.me, asked.event, asked.other)
    return encounter(queries.meeting(call.me, encounter_id))


@route("POST", f"{ENCOUNTER}/decline", scopes=WRITE, gives=Nothing)
def decline(call: Call, encounter_id: int) -> Nothing:
    """Say that you did not meet. They are not told, and you are not asked again."""
    actions.not_met(call.me, encounter_id)
    return Nothing()


@route("DELETE", ENCOUNTER, scopes=WRITE, gives=Nothing)
def forget(call: Call, encounter_id: int) -> Nothing:
    """Take your word back: the meeting is kept no longer, and your note is gone."""
    actions.forget(call.me, encounter_id)
    return Nothing()


class Noting(msgspec.Struct):
    """What to remember."""

    text: Annotated[str, Meta(description="Up to 2,000 characters; empty removes the note.")] = ""


@route("PUT", f"{ENCOUNTER}/note", scopes=WRITE, takes=Noting, gives=Encounter)
def note(call: Call, encounter_id: int) -> Encounter:
    """Keep a note on a meeting. Nobody else ever sees it."""
    asked = call.read(Noting)
    queries.meeting(call.me, encounter_id)
    actions.write_note(call.me, encounter_id, asked.text)
    return encounter(queries.meeting(call.me, encounter_id))
