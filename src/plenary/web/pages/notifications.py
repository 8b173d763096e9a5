"""What concerns me: who answered, followed, waved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from plenary.lib.numbers import whole
from plenary.timelines import actions, queries
from plenary.web.viewer import signed_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account

# What a tab shows; the first shows everything.
_TABS = {
    "": (),
    "mentions": ("mention", "reply"),
    "conference": ("wave", "met", "meetup"),
}


@require_GET
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


@require_GET
def unread(request: HttpRequest) -> HttpResponse:
    """The number on the bell."""
    return render(request, "components/unread.html")


urlpatterns = [
    path("notifications", notifications, name="notifications"),
    path("notifications/read", read, name="notifications_read"),
    path("unread", unread, name="unread"),
]
