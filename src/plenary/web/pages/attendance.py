"""Saying that one goes, and the people page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plenary.accounts.queries import Filters
from plenary.accounts.vocabulary import GRADES, SPECIALTIES
from plenary.events import actions, queries
from plenary.events.queries.people import NAMES
from plenary.lib.numbers import whole
from plenary.web.choices import AUDIENCES, STATES
from plenary.web.viewer import signed_in, viewer

if TYPE_CHECKING:
    from plenary.accounts.models import Account


@require_POST
@signed_in
def attend(request: HttpRequest, me: Account, slug: str) -> HttpResponse:
    """Say it, change it, or (with `do=withdraw`) take it back."""
    event = queries.event(me, slug)
    if request.POST.get("do") == "withdraw":
        actions.withdraw(me, event)
        messages.success(request, "Noted: you are not going. Nobody sees you among the people.")
    else:
        actions.say(me, event, request.POST.get("state", ""), request.POST.get("audience", ""))
        messages.success(request, f"Noted. See who else is going to {event.name}.")
    return redirect("event_people" if request.POST.get("next") == "people" else "event", slug=slug)


def _narrowing(filters: Filters) -> str:
    """The filters as the end of an address."""
    given = {name: getattr(filters, name) for name in ("specialty", "grade", "region", "interest")}
    chosen = urlencode({name: value for name, value in given.items() if value})
    return f"&{chosen}" if chosen else ""


@require_safe
def event_people(request: HttpRequest, slug: str) -> HttpResponse:
    """Faces first. `?q=` searches names, `?show=` opens one section, filters narrow all of it."""
    me = viewer(request)
    event = queries.event(me, slug)
    given = request.GET
    filters = Filters(
        q=given.get("q", "").strip()[:60],
        specialty=given.get("specialty", ""),
        grade=given.get("grade", ""),
        region=given.get("region", ""),
        interest=given.get("interest", "").strip()[:60],
    )
    show = given.get("show", "")
    if filters.q:
        sections = [queries.people_found(me, event, filters)]
    elif show in NAMES:
        sections = [queries.section(me, event, show, filters, whole(given.get("after")))]
    else:
        sections = queries.people(me, event, filters)
    context = {
        "event": event,
        "tab": "people",
        "sections": sections,
        "filters": filters,
        "narrowing": _narrowing(filters),
        "narrowed": bool(filters.specialty or filters.grade or filters.region or filters.interest),
        "show": show,
        "specialties": SPECIALTIES,
        "grades": GRADES,
        "attendance": queries.attendance(me, event) if me else None,
        "states": STATES,
        "audiences": AUDIENCES,
    }
    full = not request.htmx or request.htmx.boosted  # type: ignore[attr-defined]
    template = "attendance/people.html" if full else "attendance/sections.html"
    return render(request, template, context)


urlpatterns = [
    path("events/<slug:slug>/attend", attend, name="attend"),
    path("events/<slug:slug>/people", event_people, name="event_people"),
]
