"""In the room: check in, where one sits, who is here, and waving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plenary.accounts import queries as accounts
from plenary.encounters import queries as encounters
from plenary.events import actions, queries
from plenary.events.rules.presence import DEPTHS, SIDES, Seat, is_open
from plenary.lib import clock
from plenary.lib.errors import NotFound, Refused
from plenary.web import plan
from plenary.web.viewer import signed_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.events.models import Event, Session

NOBODY = 0  # no account's id
PRESENCE_AUDIENCES = (
    ("mutuals", "Mutuals"),
    ("following", "People I follow"),
    ("room", "Everyone in the room"),
)
BLOCK_NUMBERS = {"0", "1", "2"}
BLOCKS = [
    (f"{depth}-{side}", f"{name} {where}")
    for depth, name in enumerate(DEPTHS)
    for side, where in enumerate(SIDES)
]


def _context(me: Account, event: Event, session: Session) -> dict[str, Any]:
    met = encounters.met_ids(me)
    view = queries.room_view(me, event, session, met)
    attendance = queries.attendance(me, event)
    mutual = [one for one in view.known if one.wave == "mutual"]
    meetings = {
        meeting.other.pk: meeting for meeting in (encounters.meetings(me, event) if mutual else [])
    }
    return {
        "event": event,
        "session": session,
        "tab": "programme",
        "view": view,
        "open": is_open(session.starts_at, session.ends_at, clock.now()),
        "over": session.ends_at <= clock.now(),
        "plan": plan.drawn(view) if view.mine else None,
        "meetings": meetings,
        "met": met,
        "attendance": attendance,
        "presence_audiences": PRESENCE_AUDIENCES,
        "blocks": BLOCKS,
        "chosen_block": f"{view.mine.depth}-{view.mine.side}"
        if view.mine and view.mine.depth is not None
        else "",
    }


@require_safe
@signed_in
def session_room(request: HttpRequest, me: Account, slug: str, session_id: int) -> HttpResponse:
    """The room as one sees it; htmx fetches the part that changes."""
    event = queries.event(me, slug)
    session = queries.session(me, event, session_id)
    live = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    template = "presence/live.html" if live else "presence/room.html"
    return render(request, template, _context(me, event, session))


def _seat(given: Any) -> Seat:
    """What the form says of a seat: words win over row and seat, those over a part of the room."""
    words, row, seat = (given.get(name, "").strip() for name in ("words", "row", "seat"))
    if words:
        return Seat(words=words)
    if row or seat:
        return Seat(row=row, seat=seat)
    depth, _, side = given.get("block", "").partition("-")
    if depth in BLOCK_NUMBERS and side in BLOCK_NUMBERS:
        return Seat(int(depth), int(side))
    return Seat()


@require_POST
@signed_in
def check_in(request: HttpRequest, me: Account, slug: str, session_id: int) -> HttpResponse:
    """One tap; a seat and an audience may come with it, or later (without an audience the one
    chosen last stays). `going` says also that one goes, to the other attendees."""
    event = queries.event(me, slug)
    session = queries.session(me, event, session_id)
    try:
        if request.POST.get("going") and queries.attendance(me, event) is None:
            actions.say(me, event, "going", "attendees")
        actions.check_in(me, session, _audience(request, me), _seat(request.POST))
    except Refused as refusal:
        if not request.htmx:  # type: ignore[attr-defined]
            context = _context(me, event, session) | {"error": refusal.message}
            return render(request, "presence/room.html", context, status=refusal.status)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "presence/live.html", _context(me, event, session))
    return redirect("session_room", slug=slug, session_id=session_id)


def _audience(request: HttpRequest, me: Account) -> str:
    if given := request.POST.get("audience", ""):
        return given
    mine = queries.my_presence(me)
    return mine.audience if mine else "mutuals"


@require_POST
@signed_in
def check_out(request: HttpRequest, me: Account, slug: str, session_id: int) -> HttpResponse:
    event = queries.event(me, slug)
    actions.check_out(me, queries.session(me, event, session_id))
    return redirect("session", slug=slug, session_id=session_id)


@require_POST
@signed_in
def wave(request: HttpRequest, me: Account, slug: str, session_id: int, acct: str) -> HttpResponse:
    """Wave, or wave back."""
    event = queries.event(me, slug)
    session = queries.session(me, event, session_id)
    try:
        target = accounts.get_by_acct(me, acct).pk
    except NotFound:  # the very same way as somebody who is merely not here
        target = NOBODY
    actions.wave(me, session, target)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "presence/live.html", _context(me, event, session))
    return redirect("session_room", slug=slug, session_id=session_id)


urlpatterns = [
    path("events/<slug:slug>/sessions/<id:session_id>/room", session_room, name="session_room"),
    path("events/<slug:slug>/sessions/<id:session_id>/check-in", check_in, name="check_in"),
    path("events/<slug:slug>/sessions/<id:session_id>/check-out", check_out, name="check_out"),
    path("events/<slug:slug>/sessions/<id:session_id>/wave/<str:acct>", wave, name="wave"),
]
