"""The list of events, and an event's front page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from plenary.events import queries
from plenary.timelines import queries as timelines
from plenary.web.choices import AUDIENCES, STATES
from plenary.web.viewer import viewer

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.events.models import Event, Presence


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """Events now, coming and past."""
    listing = queries.events(viewer(request))
    sections = (("Now", listing.now), ("Coming", listing.coming), ("Past", listing.past))
    return render(request, "events/list.html", {"listing": listing, "sections": sections})


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is, whether I go, what runs now and next, and what is said under its hashtag."""
    me = viewer(request)
    found = queries.event(me, slug)
    posts = (
        timelines.hashtag(me, found.hashtag.name, timelines.Page(limit=5))
        if found.hashtag
        else None
    )
    return render(
        request,
        "events/event.html",
        {
            "event": found,
            "tab": "event",
            "organiser": queries.may_organise(me, found),
            "attendance": queries.attendance(me, found) if me else None,
            "states": STATES,
            "audiences": AUDIENCES,
            "asked": queries.my_invitations(me, found) if me and found.account_id else [],
            "known": queries.going_with_me(me, found) if me else [],
            "presence": _presence_at(me, found),
            "rows": queries.now_and_next(me, found),
            "posts": posts,
        },
    )


def _presence_at(me: Account | None, event: Event) -> Presence | None:
    """Where the viewer is checked in, if at this event."""
    here = queries.my_presence(me) if me else None
    return here if here and here.session.event_id == event.pk else None


urlpatterns = [
    path("events", events, name="events"),
    path("events/<slug:slug>", event, name="event"),
]
