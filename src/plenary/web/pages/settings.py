"""One's own settings: profile, privacy, whom one blocked and muted, security."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plenary.accounts import actions, queries, rules
from plenary.accounts.vocabulary import GRADES, SPECIALTIES
from plenary.lib.errors import PlenaryError
from plenary.lib.numbers import whole
from plenary.web.viewer import signed_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account

_FIELDS = range(1, rules.MAX_FIELDS + 1)
_COLUMNS = ("display_name", "pronouns", "note", "specialty", "grade", "workplace", "region")
_FOUND_BY = ("specialty", "grade", "workplace", "region", "interests")
_PICTURES = "image/jpeg,image/png,image/webp,image/gif"


def _choices(words: dict[str, str]) -> list[tuple[str, str]]:
    return [("", "Not said"), *words.items()]


class ProfileForm(forms.Form):
    """All of a profile. The rules of its contents are the room's; here is only its shape."""

    display_name = forms.CharField(
        label="Name",
        required=False,
        max_length=rules.MAX_DISPLAY_NAME,
        help_text="As on your badge.",
    )
    pronouns = forms.CharField(required=False, max_length=rules.MAX_PRONOUNS)
    avatar = forms.FileField(
        label="Picture of your face",
        required=False,
        help_text="Colleagues find you by it: your face, alone, from the front.",
        widget=forms.FileInput(attrs={"accept": _PICTURES, "data-preview": "avatar-preview"}),
    )
    remove_avatar = forms.BooleanField(label="Remove this picture", required=False)
    header = forms.FileField(
        label="Wide picture",
        required=False,
        help_text="Stands behind your name: three times as wide as high.",
        widget=forms.FileInput(attrs={"accept": _PICTURES, "data-preview": "header-preview"}),
    )
    remove_header = forms.BooleanField(label="Remove this picture", required=False)
    note = forms.CharField(
        label="About you",
        required=False,
        max_length=rules.MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    specialty = forms.ChoiceField(required=False, choices=_choices(SPECIALTIES))
    grade = forms.ChoiceField(required=False, choices=_choices(GRADES))
    workplace = forms.CharField(
        label="Place of work", required=False, max_length=rules.MAX_WORKPLACE
    )
    region = forms.CharField(
        required=False, max_length=rules.MAX_REGION, help_text="Such as Wales, Oslo or Kerala."
    )
    interests = forms.CharField(
        required=False,
        max_length=rules.MAX_INTERESTS * (rules.MAX_INTEREST + 2),
        help_text=f"Up to {rules.MAX_INTERESTS}, with commas between: others find you by them.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in _FIELDS:
            self.fields[f"field{row}_name"] = forms.CharField(
                label=f"Name of field {row}", required=False, max_length=rules.MAX_FIELD_NAME
            )
            self.fields[f"field{row}_value"] = forms.CharField(
                label=f"Content of field {row}", required=False, max_length=rules.MAX_FIELD_VALUE
            )

    def field_rows(self) -> list[tuple[Any, Any]]:
        """The free fields, a name and a content each."""
        return [(self[f"field{row}_name"], self[f"field{row}_value"]) for row in _FIELDS]

    def leave_to_home(self) -> None:
        """Somebody's own server says the rest of it."""
        for name in set(self.fields) - {*_FOUND_BY}:
            del self.fields[name]

    @staticmethod
    def initial_of(account: Account, interests: list[str]) -> dict[str, Any]:
        initial = {name: getattr(account, name) for name in _COLUMNS}
        initial["interests"] = ", ".join(interests)
        for row, field in zip(_FIELDS, account.fields, strict=False):
            initial[f"field{row}_name"] = field["name"]
            initial[f"field{row}_value"] = field["value"]
        return initial

    def changes(self) -> dict[str, Any]:
        """What `edit_profile` is to be given."""
        data = dict(self.cleaned_data)
        changes = {name: data[name] for name in _COLUMNS if name in data}
        changes["interests"] = data["interests"].split(",")
        if "field1_name" not in data:
            return changes
        changes["fields"] = [
            {"name": data[f"field{row}_name"], "value": data[f"field{row}_value"]}
            for row in _FIELDS
        ]
        return changes


def _save(me: Account, form: ProfileForm) -> None:
    """The words first: a refusal of a picture does not lose them."""
    actions.edit_profile(me, form.changes())
    for which, put, drop in (
        ("avatar", actions.set_avatar, actions.remove_avatar),
        ("header", actions.set_header, actions.remove_header),
    ):
        if which not in form.cleaned_data:
            continue
        if picture := form.cleaned_data[which]:
            try:
                put(me, picture)
            except PlenaryError as refusal:
                refusal.field = which
                raise
        elif form.cleaned_data[f"remove_{which}"]:
            drop(me)


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: HttpRequest, me: Account) -> HttpResponse:
    interests = [interest.name for interest in queries.interests(me, me)]
    form = ProfileForm(
        request.POST or None,
        request.FILES or None,
        initial=ProfileForm.initial_of(me, interests),
    )
    if me.domain:
        form.leave_to_home()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _save(me, form)
                messages.success(request, "Your profile is saved.")
                return redirect("settings_profile")
            except PlenaryError as refusal:
                field = refusal.field if refusal.field in form.fields else None
                form.add_error(field, refusal.message)
                status = refusal.status
    context = {
        "form": form,
        "section": "profile",
        "who": [form[name] for name in ("display_name", "pronouns", "note") if name in form.fields],
        "found_by": [form[name] for name in _FOUND_BY],
    }
    return render(request, "settings/profile.html", context, status=status)


class PrivacyForm(forms.Form):
    locked = forms.BooleanField(
        label="I decide who follows me",
        required=False,
        help_text="Others ask first; who follows you already stays.",
    )
    discoverable = forms.BooleanField(
        label="List me in the directory",
        required=False,
        help_text="Otherwise people find you only by your handle, or at events you go to.",
    )


@require_http_methods(["GET", "POST"])
@signed_in
def privacy(request: HttpRequest, me: Account) -> HttpResponse:
    initial = {"locked": me.locked, "discoverable": me.discoverable}
    form = PrivacyForm(request.POST if request.method == "POST" else None, initial=initial)
    if me.domain:
        del form.fields["locked"]  # they follow and are followed at home
    if request.method == "POST" and form.is_valid():
        actions.edit_profile(me, form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("settings_privacy")
    return render(request, "settings/privacy.html", {"form": form, "section": "privacy"})


@require_safe
@signed_in
def blocked(request: HttpRequest, me: Account) -> HttpResponse:
    """Whom one blocked and muted; here it is undone."""
    blocks = queries.blocked(me, before=whole(request.GET.get("blocked_before")))
    mutes = queries.muted(me, before=whole(request.GET.get("muted_before")))
    context = {
        "blocked": blocks.accounts,
        "blocked_next": f"?blocked_before={blocks.next}" if blocks.next else "",
        "muted": mutes.accounts,
        "muted_next": f"?muted_before={mutes.next}" if mutes.next else "",
        "section": "blocked",
    }
    return render(request, "settings/blocked.html", context)


@require_POST
@signed_in
def unblock(request: HttpRequest, me: Account, account_id: int) -> HttpResponse:
    account = queries.blocked_by_me(me, account_id)
    actions.unblock(me, account)
    messages.success(request, f"{account.name} is no longer blocked.")
    return redirect("settings_blocked")


@require_safe
@signed_in
def security(request: HttpRequest, me: Account) -> HttpResponse:
    """The way to all that guards one's sign-in."""
    return render(request, "settings/security.html", {"section": "security"})


@require_safe
@signed_in
def index(request: HttpRequest, me: Account) -> HttpResponse:
    return redirect("settings_profile")


urlpatterns = [
    path("settings", index, name="settings"),
    path("settings/profile", profile, name="settings_profile"),
    path("settings/privacy", privacy, name="settings_privacy"),
    path("settings/blocked", blocked, name="settings_blocked"),
    path("settings/blocked/<id:account_id>/unblock", unblock, name="unblock"),
    path("settings/security", security, name="settings_security"),
]
