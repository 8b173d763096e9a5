"""The programme by day and room, a session, the speakers, and the published formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from plenary.events import queries
from plenary.events.programme import to_icalendar, to_json, to_xml
from plenary.events.rules.presence import is_open
from plenary.lib import clock
from plenary.web.viewer import viewer

if TYPE_CHECKING:
    from plenary.accounts.models import Account


@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """A day's sessions: `?day=` its number, else today; `?room=` and `?track=` narrow it."""
    me = viewer(request)
    event = queries.event(me, slug)
    days = queries.days(me, event)
    asked = request.GET.get("day", "")
    day = next((day for day in days if str(day.index) == asked), None) or queries.today(days)
    rows = queries.day_programme(me, event, day) if day else []
    rooms = list(dict.fromkeys(row.session.room.name for row in rows if row.session.room))
    tracks = sorted({row.session.track for row in rows if row.session.track})
    room, track = request.GET.get("room", ""), request.GET.get("track", "")
    shown = [
        row
        for row in rows
        if (not room or (row.session.room is not None and row.session.room.name == room))
        and (not track or row.session.track == track)
    ]
    context = {
        "event": event,
        "tab": "programme",
        "days": days,
        "day": day,
        "rows": shown,
        "now": next((row for row in shown if row.phase in {"now", "next"}), None),
        "rooms": rooms,
        "tracks": tracks,
        "room": room,
        "track": track,
    }
    return render(request, "programme/day.html", context)


@require_safe
def session(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """One session: what, when, where, who, and the way into its room."""
    me = viewer(request)
    event = queries.event(me, slug)
    row = queries.session_row(me, event, session_id)
    return render(
        request,
        "programme/session.html",
        {
            "event": event,
            "tab": "programme",
            "row": row,
            "open": me is not None
            and is_open(row.session.starts_at, row.session.ends_at, clock.now()),
            "here": _is_here(me, session_id),
        },
    )


def _is_here(me: Account | None, session_id: int) -> bool:
    here = queries.my_presence(me) if me else None
    return here is not None and here.session_id == session_id


@require_safe
def speakers(request: HttpRequest, slug: str) -> HttpResponse:
    me = viewer(request)
    event = queries.event(me, slug)
    return render(
        request,
        "programme/speakers.html",
        {"event": event, "tab": "programme", "speakers": queries.speakers(me, event)},
    )


def _published(slug: str, suffix: str, media_type: str, body: bytes) -> HttpResponse:
    answer = HttpResponse(body, content_type=media_type)
    answer["Content-Disposition"] = f'inline; filename="{slug}.{suffix}"'
    answer["Access-Control-Allow-Origin"] = "*"  # a programme is public; apps read it from anywhere
    return answer


@require_safe
def schedule_xml(request: HttpRequest, slug: str) -> HttpResponse:
    document = queries.document(queries.event(None, slug))
    return _published(slug, "xml", "application/xml; charset=utf-8", to_xml(document))


@require_safe
def schedule_json(request: HttpRequest, slug: str) -> HttpResponse:
    document = queries.document(queries.event(None, slug))
    return _published(slug, "json", "application/json", to_json(document))


@require_safe
def schedule_ics(request: HttpRequest, slug: str) -> HttpResponse:
    document = queries.document(queries.event(None, slug))
    return _published(
        slug, "ics", "text/calendar; charset=utf-8", to_icalendar(document, clock.now())
    )


urlpatterns = [
    path("events/<slug:slug>/programme", programme, name="programme"),
    path("events/<slug:slug>/speakers", speakers, name="speakers"),
    path("events/<slug:slug>/sessions/<id:session_id>", session, name="session"),
    path("events/<slug:slug>/schedule.xml", schedule_xml, name="schedule_xml"),
    path("events/<slug:slug>/schedule.json", schedule_json, name="schedule_json"),
    path("events/<slug:slug>/schedule.ics", schedule_ics, name="schedule_ics"),
]
