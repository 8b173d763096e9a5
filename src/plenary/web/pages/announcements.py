"""Putting aside what everybody was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from plenary.lib import numbers
from plenary.lib.errors import NotFound
from plenary.timelines import actions
from plenary.web.viewer import signed_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account


@require_POST
@signed_in
def dismiss(request: HttpRequest, me: Account, announcement_id: str) -> HttpResponse:
    """Its banner goes; with JavaScript alone, without a new page."""
    known = numbers.whole(announcement_id)
    if known is None:
        raise NotFound
    actions.dismiss_announcement(me, known)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse("")
    return redirect("home")


urlpatterns = [
    path("announcements/<str:announcement_id>/dismiss", dismiss, name="dismiss_announcement")
]
