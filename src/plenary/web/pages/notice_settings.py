"""Whose notices one wants, and whose wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from plenary.timelines import actions, queries
from plenary.timelines.rules.notifications import CLAUSES
from plenary.web.viewer import signed_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account

_STANCES = (("accept", "Show them"), ("filter", "Keep them apart"), ("drop", "Never keep them"))


def _choice(label: str, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_STANCES, help_text=help_text)


class NoticesForm(forms.Form):
    for_not_following = _choice("People you do not follow")
    for_not_followers = _choice(
        "People who do not follow you", "And those who have for less than three days."
    )
    for_new_accounts = _choice("People who are new here", "For less than thirty days.")
    for_private_mentions = _choice(
        "Direct messages you did not ask for", "Unless you follow the sender, or wrote first."
    )


@require_http_methods(["GET", "POST"])
@signed_in
def notices(request: HttpRequest, me: Account) -> HttpResponse:
    held = queries.policy(me)
    initial = {name: getattr(held, name) for name in CLAUSES}
    form = NoticesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.set_policy(me, form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("settings_notices")
    waiting = queries.requests(me, queries.Page.of(request.GET, limit=40))
    context = {"form": form, "waiting": waiting, "section": "notices"}
    status = 422 if form.errors else 200
    return render(request, "settings/notices.html", context, status=status)


@require_POST
@signed_in
def accept(request: HttpRequest, me: Account, request_id: int) -> HttpResponse:
    """Hear somebody from now on, and what they did so far."""
    actions.accept_requests(me, [request_id])
    return redirect("settings_notices")


@require_POST
@signed_in
def dismiss(request: HttpRequest, me: Account, request_id: int) -> HttpResponse:
    """Let go what somebody did so far."""
    actions.dismiss_requests(me, [request_id])
    return redirect("settings_notices")


urlpatterns = [
    path("settings/notices", notices, name="settings_notices"),
    path("settings/notices/<id:request_id>/accept", accept, name="accept_notices"),
    path("settings/notices/<id:request_id>/dismiss", dismiss, name="dismiss_notices"),
]
