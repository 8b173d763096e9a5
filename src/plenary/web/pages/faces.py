"""Learn the faces, and who may recognise you."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plenary.encounters import actions, queries
from plenary.events import queries as events
from plenary.lib.numbers import whole
from plenary.web.viewer import signed_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account


@require_safe
@signed_in
def event_faces(request: HttpRequest, me: Account, slug: str) -> HttpResponse:
    """The next card, its back hidden until asked for."""
    event = events.event(me, slug)
    deck = queries.deck(me, event)
    template = "faces/card.html" if request.htmx else "faces/deck.html"  # type: ignore[attr-defined]
    shown = "show" in request.GET
    return render(request, template, {"event": event, "deck": deck, "shown": shown})


@require_POST
@signed_in
def face_review(request: HttpRequest, me: Account, slug: str) -> HttpResponse:
    """Rate a turn, then the next card."""
    event = events.event(me, slug)
    subject = whole(request.POST.get("subject")) or 0
    actions.review_face(me, event, subject, request.POST.get("rating", ""))
    if request.htmx:  # type: ignore[attr-defined]
        deck = queries.deck(me, event)
        return render(request, "faces/card.html", {"event": event, "deck": deck, "shown": False})
    return redirect("event_faces", slug=slug)


@require_safe
@signed_in
def event_recognise(request: HttpRequest, me: Account, slug: str) -> HttpResponse:
    """People who are going and follow me, and whom I do not know."""
    event = events.event(me, slug)
    people = queries.may_recognise_you(me, event)
    known = events.acquaintance(me, people, event)
    cards = [{"account": person, "how": known.get(person.pk)} for person in people]
    return render(request, "faces/recognise.html", {"event": event, "cards": cards})


urlpatterns = [
    path("events/<slug:slug>/faces", event_faces, name="event_faces"),
    path("events/<slug:slug>/faces/review", face_review, name="face_review"),
    path("events/<slug:slug>/recognise", event_recognise, name="event_recognise"),
]
