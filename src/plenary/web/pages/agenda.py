"""My agenda: starred sessions, clashes, and a private calendar feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from plenary.events import actions, queries
from plenary.events.programme import to_icalendar
from plenary.lib import clock
from plenary.web.viewer import came_from, signed_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account


@require_safe
@signed_in
def agenda(request: HttpRequest, me: Account, slug: str) -> HttpResponse:
    event = queries.event(me, slug)
    feed = queries.agenda_feed(me, event)
    address = ""
    if feed is not None:
        address = settings.PUBLIC_URL + reverse("agenda_ics", args=[feed.token])
    return render(
        request,
        "agenda/agenda.html",
        {"event": event, "tab": "agenda", "rows": queries.agenda(me, event), "feed": address},
    )


@require_POST
@signed_in
def star(request: HttpRequest, me: Account, slug: str, session_id: int) -> HttpResponse:
    """Star or (with `off`) unstar; htmx gets the button back, others the page they came from."""
    event = queries.event(me, slug)
    session = queries.session(me, event, session_id)
    starred = "off" not in request.POST
    if starred:
        actions.star(me, session)
    else:
        actions.unstar(me, session)
    if request.htmx:  # type: ignore[attr-defined]
        return render(
            request,
            "agenda/star.html",
            {"event": event, "session": session, "starred": starred},
        )
    return redirect(came_from(request) or session_url(slug, session_id))


@require_POST
@signed_in
def agenda_feed(request: HttpRequest, me: Account, slug: str) -> HttpResponse:
    """Make (or replace) the secret address of the feed."""
    event = queries.event(me, slug)
    actions.renew_agenda_feed(me, event)
    messages.success(
        request, "Here is the address for your calendar. Any earlier one stopped working."
    )
    return redirect("agenda", slug=slug)


@require_safe
def agenda_ics(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar app reads this without signing in: the address is the secret."""
    event, ids = queries.agenda_of_token(token)
    body = to_icalendar(
        queries.document(event, only=ids), clock.now(), name=f"{event.name}: my agenda"
    )
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=300"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def session_url(slug: str, session_id: int) -> str:
    return reverse("session", kwargs={"slug": slug, "session_id": session_id})


urlpatterns = [
    path("events/<slug:slug>/agenda", agenda, name="agenda"),
    path("events/<slug:slug>/agenda/feed", agenda_feed, name="agenda_feed"),
    path("events/<slug:slug>/sessions/<id:session_id>/star", star, name="star"),
    path("agenda/<str:token>.ics", agenda_ics, name="agenda_ics"),
]
