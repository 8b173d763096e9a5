"""What moderators do: reports, people, and the book of what was done."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from plenary.conduct import actions, queries, rules
from plenary.lib.errors import Forbidden, Refused
from plenary.lib.pagination import Page
from plenary.lib.text import clean_line
from plenary.web.pages.reports import CATEGORIES
from plenary.web.viewer import signed_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account

# What may be decided, in the order of how much it takes away.
DEEDS = {
    "none": "Warn: write to them, nothing else",
    "sensitive": "Put all their pictures behind a warning",
    "silence": "Limit: only those who follow them meet their posts",
    "disable": "Close their sign-in; what they wrote stays",
    "suspend": "Suspend: they look as if they were not there",
}
POST_DEEDS = {
    "mark_statuses_as_sensitive": "Put the reported posts behind a warning",
    "delete_statuses": "Remove the reported posts",
}
LIFTS = {
    "unsensitive": "Show their pictures without a warning again",
    "unsilence": "Limit them no more",
    "enable": "Let them sign in again",
    "unsuspend": "Suspend them no more",
}
DECIDED = {
    "none": "Warned",
    "sensitive": "All pictures behind a warning",
    "mark_statuses_as_sensitive": "Posts behind a warning",
    "delete_statuses": "Posts removed",
    "disable": "Sign-in closed",
    "silence": "Limited",
    "suspend": "Suspended",
}
STATES = {"": "Everybody", "silenced": "Limited", "disabled": "Sign-in closed"}
STATES["suspended"] = "Suspended"


def moderators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """As `signed_in`, for moderators only."""

    @wraps(view)
    def inner(request: HttpRequest, me: Account, *args: Any, **kwargs: Any) -> HttpResponse:
        queries.must_moderate(me)
        return view(request, me, *args, **kwargs)

    return signed_in(inner)


@require_GET
@moderators
def moderation(request: HttpRequest, me: Account) -> HttpResponse:
    """Reports: those that wait, or with `?closed=1` those answered."""
    closed = "closed" in request.GET
    found = queries.reports(me, Page.of(request.GET, limit=30), resolved=closed)
    more = {"max_id": found.older} | ({"closed": 1} if closed else {})
    context = {
        "reports": found.rows,
        "closed": closed,
        "categories": CATEGORIES,
        "more": f"?{urlencode(more)}" if found.older else "",
    }
    return render(request, "conduct/reports.html", context)


@require_GET
@moderators
def one_report(request: HttpRequest, me: Account, report_id: int) -> HttpResponse:
    """A report with its posts, earlier decisions, notes, and what may be done."""
    report = queries.report(me, report_id)
    posts, gone = queries.evidence(me, report)
    target = queries.person(me, report.target_id)
    context = {
        "report": report,
        "category": CATEGORIES.get(report.category, report.category),
        "broken": [rules.RULES[pk] for pk in report.rule_ids if pk in rules.RULES],
        "posts": posts,
        "gone": gone,
        "notes": queries.notes(me, report),
        **_about(me, target, with_posts=bool(posts)),
    }
    return render(request, "conduct/report_page.html", context)


def _about(me: Account, target: queries.Person, *, with_posts: bool = False) -> dict[str, Any]:
    """What was decided about somebody, and what may be."""
    account, deeds = target.account, {**DEEDS}
    if with_posts:
        deeds = {"none": DEEDS["none"], **POST_DEEDS, **DEEDS}
    if target.user is None:
        del deeds["disable"]
    held = {
        "unsensitive": account.sensitized_at is not None,
        "unsilence": account.silenced_at is not None and not account.silenced_because,
        "enable": target.user is not None and not target.user.is_active,
        "unsuspend": account.suspended_at is not None and not account.suspended_because,
    }
    return {
        "person": target,
        "strikes": [
            (row, DECIDED.get(row.action, row.action)) for row in queries.strikes(me, account)
        ],
        "may_act": queries.rank(me) > target.rank,
        "deeds": deeds,
        "lifts": {deed: words for deed, words in LIFTS.items() if held[deed]},
        "role": rules.ROLE_NAMES[target.rank],
        "most": rules.MAX_WORDS,
    }


@require_POST
@moderators
def act_on_report(request: HttpRequest, me: Account, report_id: int) -> HttpResponse:
    """Look after a report, write a note, close it, or decide."""
    do = request.POST.get("do", "")
    simple: dict[str, Callable[[], None]] = {
        "assign": lambda: actions.assign(me, report_id, me),
        "unassign": lambda: actions.assign(me, report_id, None),
        "resolve": lambda: actions.resolve(me, report_id),
        "reopen": lambda: actions.reopen(me, report_id),
        "note": lambda: actions.add_note(me, report_id, request.POST.get("text", "")),
    }
    if do in simple:
        _try(request, simple[do], "")
    elif do == "decide":
        target = queries.report(me, report_id).target_id
        _try(request, lambda: _decide(request, me, target, report_id), "Done; they are told.")
    else:
        raise Http404
    return redirect("moderation_report", report_id=report_id)


def _decide(request: HttpRequest, me: Account, target_id: int, report_id: int | None) -> None:
    action = request.POST.get("action", "")
    if action not in DEEDS and (report_id is None or action not in POST_DEEDS):
        raise Refused("Choose what is to be done.")
    words = request.POST.get("text", "").replace("\r\n", "\n")
    mail = "mail" in request.POST
    actions.decide(me, target_id, action, report_id=report_id, text=words, mail=mail)


def _try(request: HttpRequest, does: Callable[[], Any], words: str) -> None:
    """Do it, and say how it went above the page that follows."""
    try:
        does()
    except (Refused, Forbidden) as refused:
        messages.error(request, refused.message.removeprefix("Validation failed: "))
    else:
        if words:
            messages.success(request, words)


@require_GET
@moderators
def people(request: HttpRequest, me: Account) -> HttpResponse:
    """Anybody here, suspended or not, by the beginning of a handle, name or address."""
    words, state = clean_line(request.GET.get("q", ""))[:100], request.GET.get("state", "")
    state = state if state in STATES else ""
    page = Page.of(request.GET, limit=30)
    found = queries.people(me, queries.Wanted(words=words, status=state), page)
    known = queries.described(me, found.rows)
    more = urlencode({"q": words, "state": state, "max_id": found.older})
    context = {
        "people": [known[row.pk] for row in found.rows],
        "q": words,
        "state": state,
        "states": STATES,
        "more": f"?{more}" if found.older else "",
    }
    return render(request, "conduct/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@moderators
def one_person(request: HttpRequest, me: Account, account_id: int) -> HttpResponse:
    """Somebody as moderators know them."""
    if request.method == "POST":
        lift = request.POST.get("lift", "")
        if lift in LIFTS:
            _try(request, lambda: actions.lift(me, account_id, lift), "Done.")
        else:
            _try(request, lambda: _decide(request, me, account_id, None), "Done; they are told.")
        return redirect("moderation_person", account_id=account_id)
    target = queries.person(me, account_id)
    context = {
        **_about(me, target),
        "reports": queries.reports(me, Page(limit=20), resolved=None, target_id=account_id).rows,
        "book": queries.deeds(me, Page(limit=20), account_id).rows,
        "categories": CATEGORIES,
    }
    return render(request, "conduct/person.html", context)


@require_GET
@moderators
def book(request: HttpRequest, me: Account) -> HttpResponse:
    """What moderators did."""
    found = queries.deeds(me, Page.of(request.GET, limit=60))
    more = f"?max_id={found.older}" if found.older else ""
    return render(request, "conduct/book.html", {"deeds": found.rows, "more": more})


urlpatterns = [
    path("moderation", moderation, name="moderation"),
    path("moderation/reports/<id:report_id>", one_report, name="moderation_report"),
    path("moderation/reports/<id:report_id>/act", act_on_report, name="moderation_act"),
    path("moderation/people", people, name="moderation_people"),
    path("moderation/people/<id:account_id>", one_person, name="moderation_person"),
    path("moderation/book", book, name="moderation_book"),
]
