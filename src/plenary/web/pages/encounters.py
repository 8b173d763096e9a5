"""We met: saying so, answering, and a note for oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plenary.accounts import queries as accounts
from plenary.encounters import actions, queries
from plenary.events import queries as events
from plenary.lib.numbers import whole
from plenary.web.viewer import signed_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account


@require_POST
@signed_in
def met(request: HttpRequest, me: Account, slug: str, acct: str) -> HttpResponse:
    """'We met' (or, asked by the other, 'Yes, we did')."""
    event = events.event(me, slug)
    other = accounts.get_by_acct(me, acct)
    chosen = request.POST.get("session", "")
    session = events.session(me, event, whole(chosen) or 0) if chosen else None
    encounter = actions.say_met(me, event, other, session)
    if request.htmx:  # type: ignore[attr-defined]
        meeting = queries.meeting_with(me, other, event)
        return render(request, "encounters/button.html", {"meeting": meeting, "event": event})
    if encounter.met_at:
        messages.success(request, f"You met {other.name}. Write yourself a note while it is fresh.")
    else:
        messages.success(request, f"Noted. {other.name} is asked too.")
    return redirect("event_met", slug=slug)


@require_POST
@signed_in
def met_answer(request: HttpRequest, me: Account, slug: str, encounter_id: int) -> HttpResponse:
    """'No, we did not', or forgetting a meeting."""
    if request.POST.get("do") == "forget":
        actions.forget(me, encounter_id)
    else:
        actions.not_met(me, encounter_id)
    return redirect("event_met", slug=slug)


@require_POST
@signed_in
def met_note(request: HttpRequest, me: Account, slug: str, encounter_id: int) -> HttpResponse:
    """Keep a private note."""
    actions.write_note(me, encounter_id, request.POST.get("text", ""))
    messages.success(request, "Your note is kept. Only you can read it.")
    return redirect("event_met", slug=slug)


@require_safe
@signed_in
def event_met(request: HttpRequest, me: Account, slug: str) -> HttpResponse:
    """The people I met at an event, and those to answer."""
    event = events.event(me, slug)
    return render(
        request, "encounters/list.html", {"event": event, **_by_state(queries.meetings(me, event))}
    )


@require_safe
@signed_in
def all_met(request: HttpRequest, me: Account) -> HttpResponse:
    """Everyone I ever met through a conference here."""
    return render(
        request, "encounters/list.html", {"event": None, **_by_state(queries.meetings(me))}
    )


def _by_state(meetings: list[queries.Meeting]) -> dict[str, list[queries.Meeting]]:
    return {
        state: [meeting for meeting in meetings if meeting.state == state]
        for state in ("asked", "met", "waiting")
    }


urlpatterns = [
    path("met", all_met, name="met_all"),
    path("events/<slug:slug>/met", event_met, name="event_met"),
    path("events/<slug:slug>/met/<str:acct>", met, name="met"),
    path("events/<slug:slug>/meetings/<id:encounter_id>", met_answer, name="met_answer"),
    path("events/<slug:slug>/meetings/<id:encounter_id>/note", met_note, name="met_note"),
]
