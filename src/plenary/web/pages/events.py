"""The list of events, and an event's front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from plenary.events import queries
from plenary.timelines import queries as timelines
from plenary.web.viewer import viewer


@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """Events now, coming and past."""
    return render(request, "events/list.html", {"listing": queries.events(viewer(request))})


@require_GET
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is, whether I go, what runs now and next, and what is said under its hashtag."""
    me = viewer(request)
    found = queries.event(me, slug)
    posts = timelines.hashtag(me, found.hashtag.name, timelines.Page(limit=5)) if found.hashtag else None
    return render(
        request,
        "events/event.html",
        {
            "event": found,
            "tab": "event",
            "organiser": queries.may_organise(me, found),
            "attendance": queries.attendance(me, found) if me else None,
            "rows": queries.now_and_next(me, found),
            "posts": posts,
        },
    )


urlpatterns = [
    path("events", events, name="events"),
    path("events/<slug:slug>", event, name="event"),
]
