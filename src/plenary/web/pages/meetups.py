"""Meet-ups during an event."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from plenary.events import actions, queries
from plenary.lib.errors import Refused
from plenary.web.choices import AUDIENCES, STATES
from plenary.web.viewer import signed_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account


class MeetupForm(forms.Form):
    title = forms.CharField(max_length=120, label="What", help_text="Such as #MedEd tweet-up.")
    place = forms.CharField(max_length=120, label="Where", help_text="Such as the café by hall 2.")
    starts_at = forms.CharField(
        label="When",
        help_text="In the event's time.",
        widget=forms.TextInput(attrs={"type": "datetime-local"}),
    )

    def clean_starts_at(self) -> datetime:
        try:
            return datetime.fromisoformat(self.cleaned_data["starts_at"]).replace(tzinfo=None)
        except ValueError:
            raise forms.ValidationError("Give a day and a time.") from None


@require_http_methods(["GET", "POST"])
@signed_in
def event_meetups(request: HttpRequest, me: Account, slug: str) -> HttpResponse:
    event = queries.event(me, slug)
    form = MeetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.propose_meetup(
                me,
                event,
                given["title"],
                given["place"],
                given["starts_at"].replace(tzinfo=event.tz),
            )
            messages.success(request, "Your meet-up is listed; your mutuals who attend are told.")
            return redirect("event_meetups", slug=slug)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    context = {
        "event": event,
        "tab": "meetups",
        "form": form,
        "gatherings": queries.meetups(me, event),
        "attendance": queries.attendance(me, event),
        "states": STATES,
        "audiences": AUDIENCES,
    }
    return render(request, "meetups/list.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def meetup_act(request: HttpRequest, me: Account, slug: str, meetup_id: int) -> HttpResponse:
    """Join, leave or (the host) cancel."""
    event = queries.event(me, slug)
    do = {
        "join": actions.join_meetup,
        "leave": actions.leave_meetup,
        "cancel": actions.cancel_meetup,
    }.get(request.POST.get("do", ""))
    if do is not None:
        do(me, event, meetup_id)
    return redirect("event_meetups", slug=slug)


urlpatterns = [
    path("events/<slug:slug>/meetups", event_meetups, name="event_meetups"),
    path("events/<slug:slug>/meetups/<id:meetup_id>", meetup_act, name="meetup_act"),
]
