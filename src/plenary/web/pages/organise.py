"""For organisers: make and edit an event, bring in its programme, say who a speaker is."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from plenary import __version__
from plenary.accounts import queries as accounts
from plenary.events import actions, queries
from plenary.events.programme import UnreadableProgramme, read
from plenary.lib import fetch, media
from plenary.lib.errors import NotFound, PlenaryError, Refused
from plenary.web.viewer import signed_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.events.models import Event

MAX_PROGRAMME_BYTES = 20_000_000
PREVIEW_SECONDS = 3600
_ZONES = sorted(zone for zone in available_timezones() if "/" in zone and zone[:3] != "Etc")


class EventForm(forms.Form):
    """What an organiser says of an event."""

    name = forms.CharField(max_length=200, label="Name", help_text="As on the poster.")
    hashtag = forms.CharField(
        max_length=80,
        required=False,
        label="Hashtag",
        help_text="People find each other under it. Screen readers like CamelCase: #PlenaryMeet27.",
    )
    starts_on = forms.DateField(
        label="First day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label="Last day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    zone = forms.CharField(
        max_length=60,
        label="Time zone of the venue",
        initial="Europe/London",
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )
    venue = forms.CharField(max_length=200, required=False, label="Venue")
    address = forms.CharField(max_length=300, required=False, label="Address of the venue")
    url = forms.URLField(required=False, label="Web page", assume_scheme="https")
    description = forms.CharField(
        required=False, max_length=10_000, label="Description", widget=forms.Textarea
    )
    rooms = forms.CharField(
        required=False,
        max_length=5_000,
        label="Rooms",
        help_text="One in each line. An imported programme brings its own.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    picture = forms.FileField(required=False, label="Picture", help_text="A wide one is best.")

    def draft(self) -> actions.EventDraft:
        kept: dict[str, Any] = {**self.cleaned_data}
        kept.pop("picture")
        kept["rooms"] = tuple(kept["rooms"].splitlines())
        return actions.EventDraft(**kept)


class ProgrammeForm(forms.Form):
    """A programme as a file or an address."""

    file = forms.FileField(required=False, label="File", help_text="schedule.xml, .json or .ics")
    url = forms.URLField(
        required=False,
        label="or its address",
        assume_scheme="https",
        help_text="pretalx, frab and others publish one, such as https://…/schedule/export/schedule.json",
    )


def _initial(event: Event) -> dict[str, Any]:
    names = ("name", "starts_on", "ends_on", "zone", "venue", "address", "url", "description")
    initial = {name: getattr(event, name) for name in names}
    initial["hashtag"] = f"#{event.hashtag.display}" if event.hashtag else ""
    initial["rooms"] = "\n".join(room.name for room in event.rooms.order_by("position", "pk"))
    return initial


@require_http_methods(["GET", "POST"])
@signed_in
def event_edit(request: HttpRequest, me: Account, slug: str = "") -> HttpResponse:
    """Make an event (no slug) or change one."""
    event = queries.event(me, slug) if slug else None
    if event is not None and not queries.may_organise(me, event):
        raise NotFound
    form = EventForm(
        request.POST or None, request.FILES or None, initial=_initial(event) if event else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            picture = form.cleaned_data["picture"]
            stored = media.store_header(picture) if picture else ""
            draft = form.draft()
            event = (
                actions.edit_event(me, event, draft) if event else actions.create_event(me, draft)
            )
            if stored:
                media.delete(actions.set_event_picture(me, event, stored))
            messages.success(request, "Saved.")
            return redirect("event", slug=event.slug)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    context = {"event": event, "form": form, "zones": _ZONES}
    status = 422 if form.errors else 200
    return render(request, "organise/event.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def programme_import(request: HttpRequest, me: Account, slug: str) -> HttpResponse:
    """Show what a file would change, then change it: what was shown is what is done."""
    event = queries.event(me, slug)
    if not queries.may_organise(me, event):
        raise NotFound
    form = ProgrammeForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"event": event, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            data, source = _given(request, form, me)
            programme = read(data, source, zone=event.zone)
            sure = "sure" in request.POST
            outcome = actions.import_programme(
                me, programme, event=event, source=source, dry_run=not sure
            )
            if sure:
                counts = outcome.counts
                messages.success(
                    request,
                    f"The programme is in: {counts['added']} sessions added,"
                    f" {counts['changed']} changed, {counts['removed']} removed.",
                )
                return redirect("programme", slug=slug)
            context |= {
                "outcome": outcome,
                "passed": programme.passed,
                "token": _keep(me, data, source),
            }
        except UnreadableProgramme as error:
            form.add_error(None, f"{error} Nothing was changed.")
        except fetch.FetchRefused as error:
            form.add_error("url", str(error))
        except PlenaryError as error:
            form.add_error(None, error.message)
    return render(request, "organise/programme.html", context, status=422 if form.errors else 200)


def _given(request: HttpRequest, form: ProgrammeForm, me: Account) -> tuple[bytes, str]:
    """The file sent, the one at the address, or the one shown just before."""
    if token := request.POST.get("token"):
        try:
            kept = signing.loads(token, salt=f"programme-{me.pk}", max_age=PREVIEW_SECONDS)
            with _previews().open(kept["path"]) as file:
                return file.read(), kept["source"]
        except (signing.BadSignature, OSError):
            raise Refused("That preview has expired. Please choose the file again.") from None
    if sent := form.cleaned_data.get("file"):
        if sent.size > MAX_PROGRAMME_BYTES:
            raise Refused("The file is larger than 20 MB.", field="file")
        return sent.read(), sent.name
    if url := form.cleaned_data.get("url"):
        agent = f"Plenary/{__version__}"
        fetched = fetch.fetch(url, max_bytes=MAX_PROGRAMME_BYTES, agent=agent)
        return fetched.body, fetched.url
    raise Refused("Choose a file or give an address.")


def _previews() -> FileSystemStorage:
    """Beside the media, not in it: nothing here has an address."""
    return FileSystemStorage(location=settings.DATA / "previews")


def _keep(me: Account, data: bytes, source: str) -> str:
    """Keep a previewed file for an hour, so that what is confirmed is what was shown."""
    previews = _previews()
    if previews.exists(""):
        for old in previews.listdir("")[1]:
            if time.time() - previews.get_modified_time(old).timestamp() > PREVIEW_SECONDS:
                previews.delete(old)
    path = previews.save(secrets.token_hex(16), ContentFile(data))
    return signing.dumps({"path": path, "source": source}, salt=f"programme-{me.pk}")


@require_http_methods(["GET"])
@signed_in
def organise_speakers(request: HttpRequest, me: Account, slug: str) -> HttpResponse:
    event = queries.event(me, slug)
    if not queries.may_organise(me, event):
        raise NotFound
    speakers = queries.speakers(me, event)
    return render(request, "organise/speakers.html", {"event": event, "speakers": speakers})


@require_POST
@signed_in
def link_speaker(request: HttpRequest, me: Account, slug: str, speaker_id: int) -> HttpResponse:
    """Say which account a speaker is; empty says none."""
    event = queries.event(me, slug)
    acct = request.POST.get("account", "").strip().lstrip("@")
    try:
        account = accounts.get_by_acct(me, acct) if acct else None
        actions.link_speaker(me, event, speaker_id, account)
        messages.success(request, "Saved.")
    except NotFound:
        messages.error(request, f"There is nobody called @{acct} here.")
    return redirect("organise_speakers", slug=slug)


urlpatterns = [
    path("events/new", event_edit, name="event_new"),
    path("events/<slug:slug>/edit", event_edit, name="event_edit"),
    path("events/<slug:slug>/programme/import", programme_import, name="programme_import"),
    path("events/<slug:slug>/organise/speakers", organise_speakers, name="organise_speakers"),
    path("events/<slug:slug>/organise/speakers/<id:speaker_id>", link_speaker, name="link_speaker"),
]
