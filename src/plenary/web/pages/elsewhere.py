"""An event in the Fediverse: what its account passes on, and whom one asks from other servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plenary.api import limits
from plenary.events import actions, queries
from plenary.lib.errors import PlenaryError
from plenary.web.viewer import signed_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account

BOOSTING = (
    ("automatic", "Pass them on at once"),
    ("approved", "Pass on those that I accept"),
    ("off", "Pass on nothing"),
)


@require_safe
@signed_in
def organise_elsewhere(request: HttpRequest, me: Account, slug: str) -> HttpResponse:
    """For organisers, and whoever moderates: what waits, what was passed on, who was asked."""
    event = queries.event(me, slug)
    context = {
        "event": event,
        "found": queries.organised(me, event),
        "organiser": queries.may_organise(me, event),
        "choices": BOOSTING,
    }
    return render(request, "organise/elsewhere.html", context)


@require_POST
@signed_in
def set_boosting(request: HttpRequest, me: Account, slug: str) -> HttpResponse:
    actions.set_boosting(me, queries.event(me, slug), request.POST.get("boosting", ""))
    messages.success(request, "Saved.")
    return redirect("organise_elsewhere", slug=slug)


@require_POST
@signed_in
def decide_post(request: HttpRequest, me: Account, slug: str, status_id: int) -> HttpResponse:
    """`do`: accept or drop."""
    event = queries.event(me, slug)
    if request.POST.get("do") == "accept":
        actions.accept_post(me, event, status_id)
        messages.success(request, "Passed on.")
    else:
        actions.drop_post(me, event, status_id)
        messages.success(request, "Dropped. It is not passed on again.")
    return redirect("organise_elsewhere", slug=slug)


@require_POST
@signed_in
def cancel_event(request: HttpRequest, me: Account, slug: str) -> HttpResponse:
    """Call it off; only with the box ticked, for it is told to everybody."""
    event = queries.event(me, slug)
    if "sure" in request.POST:
        actions.cancel_event(me, event)
        messages.success(request, "Called off. Whoever follows the event is told.")
    else:
        messages.error(request, "Tick the box to call the event off.")
    return redirect("organise_elsewhere", slug=slug)


@require_POST
@signed_in
def invite(request: HttpRequest, me: Account, slug: str) -> HttpResponse:
    """Ask somebody of another server to come, by handle."""
    event = queries.event(me, slug)
    handle = request.POST.get("handle", "").strip()[:400]
    if limits.too_often("look up", me.pk):
        messages.error(request, "You looked for very many. Please wait a few minutes.")
        return redirect("event", slug=slug)
    try:
        asked = actions.invite_named(me, event, handle)
        if asked is not None:
            messages.success(request, f"@{asked.account.acct} is asked.")
        else:
            messages.success(request, "They are looked for, and asked when they are found.")
    except PlenaryError as refused:
        messages.error(request, refused.message)
    return redirect("event", slug=slug)


urlpatterns = [
    path("events/<slug:slug>/organise/elsewhere", organise_elsewhere, name="organise_elsewhere"),
    path("events/<slug:slug>/organise/boosting", set_boosting, name="set_boosting"),
    path("events/<slug:slug>/organise/posts/<id:status_id>", decide_post, name="decide_event_post"),
    path("events/<slug:slug>/organise/cancel", cancel_event, name="cancel_event"),
    path("events/<slug:slug>/invite", invite, name="invite_elsewhere"),
]
