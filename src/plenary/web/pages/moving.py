"""Moving in and out: tables to take along or bring, the archive of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plenary.archive import actions, queries
from plenary.archive.rules.reading import MAX_BYTES
from plenary.archive.rules.tables import TABLES
from plenary.lib import clock
from plenary.lib.errors import NotFound, PlenaryError, Refused
from plenary.web.viewer import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plenary.accounts.models import Account
    from plenary.archive.models import Import


class BringForm(forms.Form):
    """A table that somebody brings."""

    kind = forms.ChoiceField(
        label="What it holds", choices=[(table.kind, table.words) for table in TABLES.values()]
    )
    file = forms.FileField(
        label="File",
        allow_empty_file=True,
        help_text="A CSV file as Mastodon and servers like it export it.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    how = forms.ChoiceField(
        label="What you have here already",
        choices=[("merge", "stays"), ("overwrite", "goes, where the file does not name it")],
        initial="merge",
        widget=forms.RadioSelect,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def move(request: HttpRequest, me: Account) -> HttpResponse:
    """What can be taken along and brought; a file that is sent is shown before anything is done."""
    sent = request.method == "POST"
    form = BringForm(request.POST if sent else None, request.FILES if sent else None)
    status = 200
    if sent:
        status = 422
        if form.is_valid():
            try:
                return redirect("move_import", import_id=_brought(me, form).pk)
            except PlenaryError as refusal:
                field = refusal.field if refusal.field in form.fields else None
                form.add_error(field, refusal.message)
    context = {
        "section": "move",
        "form": form,
        "tables": TABLES.values(),
        "imports": queries.my_imports(me),
        "archive": queries.latest_archive(me),
        "next_archive": queries.next_archive_at(me),
        "now": clock.now(),
    }
    return render(request, "moving/move.html", context, status=status)


def _brought(me: Account, form: BringForm) -> Import:
    file, data = form.cleaned_data["file"], form.cleaned_data
    if file.size > MAX_BYTES:  # before it is read
        raise Refused(f"This file is larger than {MAX_BYTES // 1024 // 1024} MB.", field="file")
    overwrite = data["how"] == "overwrite"
    return actions.bring(me, data["kind"], file.read(), name=file.name, overwrite=overwrite)


def table_file(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    """A table as it is read, line by line."""
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@signed_in
def export(request: HttpRequest, me: Account, kind: str) -> HttpResponseBase:
    if kind not in TABLES:
        raise NotFound
    return table_file(queries.table(me, kind), TABLES[kind].file)


@require_safe
@signed_in
def bringing(request: HttpRequest, me: Account, import_id: int) -> HttpResponse:
    """What a file would do, how far it is, or what it did; `?fragment=1` is how far, alone."""
    found = queries.my_import(me, import_id)
    context: dict[str, Any] = {
        "section": "move",
        "bringing": found,
        "table": TABLES[found.kind],
        "seems": TABLES[found.seems].words if found.seems in TABLES else "",
        "failures": queries.failures(me, found) if found.failed else [],
    }
    if "fragment" in request.GET:
        return render(request, "moving/progress.html", context)
    if found.is_draft:
        context["preview"] = queries.preview(me, found)
    return render(request, "moving/import.html", context)


@require_POST
@signed_in
def answer_import(
    request: HttpRequest, me: Account, import_id: int, answer: str
) -> HttpResponseBase:
    if answer == "drop":
        actions.drop_import(me, import_id)
        messages.success(request, "Forgotten. Nothing has changed.")
        return redirect("move")
    try:
        actions.confirm_import(me, import_id)
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("move_import", import_id=import_id)


@require_safe
@signed_in
def failures(request: HttpRequest, me: Account, import_id: int) -> HttpResponseBase:
    found = queries.my_import(me, import_id)
    return table_file(
        queries.failures_table(me, found), f"not-brought-in-{TABLES[found.kind].file}"
    )


@require_POST
@signed_in
@reauthentication_required
def ask_archive(request: HttpRequest, me: Account) -> HttpResponse:
    try:
        actions.ask_archive(me)
        messages.success(request, "Your archive is being made. You are told when it is ready.")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("move")


@never_cache
@require_safe
@signed_in
def archive(request: HttpRequest, me: Account, archive_id: int) -> HttpResponseBase:
    """The file, for its owner alone, who has said their password lately."""
    found = queries.my_archive(me, archive_id)
    return _handed_over(request, found)


@reauthentication_required
def _handed_over(request: HttpRequest, found: Any) -> HttpResponseBase:
    file = queries.archive_file(found)
    name = f"archive-{found.account.username}-{found.created_at:%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


urlpatterns = [
    path("settings/move", move, name="move"),
    path("settings/move/export/<str:kind>", export, name="move_export"),
    path("settings/move/imports/<id:import_id>", bringing, name="move_import"),
    path(
        "settings/move/imports/<id:import_id>/confirm",
        answer_import,
        {"answer": "confirm"},
        name="move_import_confirm",
    ),
    path(
        "settings/move/imports/<id:import_id>/drop",
        answer_import,
        {"answer": "drop"},
        name="move_import_drop",
    ),
    path("settings/move/imports/<id:import_id>/failures", failures, name="move_failures"),
    path("settings/move/archive", ask_archive, name="move_ask_archive"),
    path("settings/move/archives/<id:archive_id>", archive, name="move_archive"),
]
