"""What concerns me: who answered, followed, waved."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plenary.lib import clock
from plenary.lib.numbers import whole
from plenary.timelines import actions, queries
from plenary.web.viewer import signed_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account

# What a tab shows; the first shows everything.
_TABS = {
    "": (),
    "mentions": ("mention", "reply"),
    "conference": ("wave", "met", "meetup", "invite"),
}

_LATELY = timedelta(minutes=1)


@require_safe
@signed_in
def notifications(request: HttpRequest, me: Account) -> HttpResponse:
    """Grouped by what they are about; `?fragment=1` is the list alone."""
    tab = request.GET.get("tab", "")
    page = queries.Page.of(request.GET, limit=40)
    found = queries.notifications(me, page, _TABS.get(tab, ()))
    context = {
        "groups": queries.grouped(found.rows, queries.last_read(me)),
        "older": found.older,
        "newest": found.newer,
        "tab": tab if tab in _TABS else "",
    }
    if "fragment" in request.GET:
        return render(request, "notifications/list.html", context)
    return render(request, "notifications/notifications.html", context)


@require_POST
@signed_in
def read(request: HttpRequest, me: Account) -> HttpResponse:
    """Everything up to `id` has been seen."""
    if seen := whole(request.POST.get("id")):
        actions.mark_read(me, "notifications", seen)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "components/unread.html")
    return redirect("notifications")


@require_safe
def unread(request: HttpRequest) -> HttpResponse:
    """The number on the bell."""
    return render(request, "components/unread.html")


@require_safe
@signed_in
def newest(request: HttpRequest, me: Account) -> HttpResponse:
    """Who waved or asks whether you met, this last minute: a note on whatever page is open."""
    found = queries.notifications(me, queries.Page(limit=1), _TABS["conference"]).rows
    lately = clock.now() - _LATELY
    notice = next((one for one in found if one.created_at > lately), None)
    return render(request, "notifications/newest.html", {"notice": notice})


urlpatterns = [
    path("notifications", notifications, name="notifications"),
    path("notifications/read", read, name="notifications_read"),
    path("notifications/newest", newest, name="notice"),
    path("unread", unread, name="unread"),
]
