"""Being known by another name elsewhere, and going there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from plenary.archive import actions, queries
from plenary.lib.errors import PlenaryError
from plenary.web.viewer import signed_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account


class AddressForm(forms.Form):
    acct = forms.CharField(
        label="Address of the other account",
        max_length=330,
        help_text="Such as @ana@hospital.example.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )


def _shown(
    request: HttpRequest, me: Account, alias: AddressForm, away: AddressForm
) -> HttpResponse:
    context = {
        "section": "move",
        "aliases": queries.my_aliases(me),
        "alias_form": alias,
        "away_form": away,
        "move": queries.latest_move(me),
        "next_move": queries.next_move_at(me),
        "went_to": queries.went_to(me, me),
        "has_moved": me.moved_to_id is not None,
    }
    wrong = alias.errors or away.errors
    return render(request, "moving/account.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
@signed_in
@reauthentication_required(allow_get=True)
def account(request: HttpRequest, me: Account) -> HttpResponse:
    """Both forms stand here; which is sent is said by its button."""
    sent = request.POST if request.method == "POST" else None
    going = sent is not None and sent.get("what") == "away"
    alias = AddressForm(None if going else sent, prefix="alias")
    away = AddressForm(sent if going else None, prefix="away")
    form = away if going else alias
    if sent is not None and form.is_valid():
        try:
            if going:
                actions.move_away(me, form.cleaned_data["acct"])
            else:
                actions.add_alias(me, form.cleaned_data["acct"])
            return redirect("move_account")
        except PlenaryError as refusal:
            form.add_error("acct", refusal.message)
    return _shown(request, me, alias, away)


@require_POST
@signed_in
@reauthentication_required
def remove_alias(request: HttpRequest, me: Account, alias_id: int) -> HttpResponse:
    actions.remove_alias(me, alias_id)
    return redirect("move_account")


@require_POST
@signed_in
@reauthentication_required
def back(request: HttpRequest, me: Account) -> HttpResponse:
    actions.move_back(me)
    messages.success(request, "Your page leads nowhere else any more.")
    return redirect("move_account")


urlpatterns = [
    path("settings/move/account", account, name="move_account"),
    path("settings/move/account/back", back, name="move_back"),
    path("settings/move/aliases/<id:alias_id>/remove", remove_alias, name="move_alias_remove"),
]
