"""Reporting somebody, and what was decided about oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from plenary.accounts import actions as accounts
from plenary.archive import queries as archive
from plenary.conduct import actions, queries, rules
from plenary.lib.errors import NotFound, Refused
from plenary.lib.numbers import whole
from plenary.statuses import queries as statuses
from plenary.web.pages.moving import table_file
from plenary.web.viewer import signed_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account

_SHOWN = 200  # of each list; all of it is in the table
_LOST = {"following": "People you followed", "followers": "People who followed you"}
CATEGORIES = {
    "spam": "Spam, or somebody who is not who they say",
    "violation": "It breaks a rule of this server",
    "legal": "It is against the law",
    "other": "Something else",
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: HttpRequest, me: Account, account_id: int) -> HttpResponse:
    """Tell the moderators of somebody; `?status=` is the post it begins with."""
    target = queries.someone(me, account_id)
    given = request.POST if request.method == "POST" else request.GET
    chosen = [pk for pk in (whole(one) for one in given.getlist("status")) if pk is not None]
    chosen = chosen[: rules.MAX_STATUSES + 1]
    error = ""
    if request.method == "POST":
        try:
            _send(request, me, target, chosen)
        except Refused as refused:
            error = refused.message.removeprefix("Validation failed: ")
        else:
            return _done(request, me, target)
    latest = queries.latest_ids(me, target)
    chosen = queries.reportable_ids(me, target, chosen)
    context = {
        "account": target,
        "items": statuses.items(me, sorted({*latest, *chosen}, reverse=True)),
        "chosen": chosen,
        "categories": CATEGORIES,
        "rules": rules.RULES,
        "picked": given.getlist("rule"),
        "typed": {name: given.get(name, "") for name in ("category", "comment")},
        "error": error,
        "most": rules.MAX_COMMENT,
    }
    return render(request, "conduct/report.html", context, status=422 if error else 200)


def _send(request: HttpRequest, me: Account, target: Account, chosen: list[int]) -> None:
    category = request.POST.get("category", "")
    if not category:
        raise Refused("Say what it is about first.")
    broken = request.POST.getlist("rule") if category == "violation" else []
    if category == "violation" and not broken:
        raise Refused("Choose the rule that was broken.")
    actions.make_report(
        me,
        target.pk,
        status_ids=chosen,
        comment=request.POST.get("comment", "").replace("\r\n", "\n"),
        category=category,
        rule_ids=broken,
    )


def _done(request: HttpRequest, me: Account, target: Account) -> HttpResponse:
    words = "Thank you. The moderators have your report; they do not tell who sent it."
    if "mute" in request.POST:
        accounts.mute(me, target)
    if "block" in request.POST:
        accounts.block(me, target)
        words += f" {target.name} is blocked."
    messages.success(request, words)
    return redirect("home")


@require_GET
@signed_in
def decisions(request: HttpRequest, me: Account) -> HttpResponse:
    """What the moderators decided about me."""
    rows: list[dict[str, Any]] = [
        {"said": rules.TOLD[row.action], "text": row.text, "at": row.created_at}
        for row in queries.decisions(me)
    ]
    lost = [
        (row, rules.SEVERED[row.kind].format(row.target_name)) for row in queries.severances(me)
    ]
    return render(request, "conduct/decisions.html", {"rows": rows, "lost": lost})


@require_GET
@signed_in
def severed(request: HttpRequest, me: Account, severance_id: int) -> HttpResponse:
    """Whom I lost by a decision about others."""
    row = queries.severance(me, severance_id)
    context = {
        "row": row,
        "said": rules.SEVERED[row.kind].format(row.target_name),
        "lists": [
            (words, which, queries.severed(me, row.pk, outgoing=which == "following")[:_SHOWN])
            for which, words in _LOST.items()
        ],
        "most": _SHOWN,
    }
    return render(request, "conduct/severed.html", context)


@require_GET
@signed_in
def severed_table(
    request: HttpRequest, me: Account, severance_id: int, which: str
) -> HttpResponseBase:
    """The same as a table: of whom I followed, one that can be brought in again."""
    if which not in _LOST:
        raise NotFound
    lines = archive.severed(me, severance_id, outgoing=which == "following")
    return table_file(lines, f"{which}_that_ended.csv")


urlpatterns = [
    path("report/<id:account_id>", report, name="report"),
    path("decisions", decisions, name="decisions"),
    path("severed/<id:severance_id>", severed, name="severed"),
    path("severed/<id:severance_id>/<str:which>.csv", severed_table, name="severed_table"),
]
