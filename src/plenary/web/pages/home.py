"""Home: what the people one follows wrote; to a newcomer, what this place is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from plenary.events import queries as events
from plenary.timelines import queries as timelines
from plenary.web import composing
from plenary.web.viewer import viewer

if TYPE_CHECKING:
    from plenary.accounts.models import Account

_AT_ONCE = 20
_FIGURES_LAST = 60  # seconds


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """`?fragment=1` is older posts alone; `count` and `new` are about what came since the top."""
    me = viewer(request)
    if me is None:
        return _landing(request)
    fragment = request.GET.get("fragment", "")
    page = timelines.Page.of(request.GET)
    if fragment in {"count", "new"}:
        return _newer(request, me, page.since_id or 0, fragment)
    context = {"posts": timelines.home(me, page), "more": "/"}
    if fragment:
        return render(request, "components/posts.html", context)
    return render(request, "home/home.html", {**context, **composing.context(me)})


def _newer(request: HttpRequest, me: Account, since: int, fragment: str) -> HttpResponse:
    """Nothing new: nothing to swap. Too much to insert: the page is loaded afresh."""
    page = timelines.Page(limit=_AT_ONCE + 1, since_id=since)
    if fragment == "count":
        found = timelines.home_ids(me, page)
        if not found:
            return HttpResponse(status=204)
        context = {"since": since, "count": len(found), "most": _AT_ONCE}
        return render(request, "home/newer.html", context)
    posts = timelines.home(me, page)
    if len(posts.rows) > _AT_ONCE:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "home/inserted.html", {"posts": posts, "since": posts.newer or since})


def _landing(request: HttpRequest) -> HttpResponse:
    figures = cache.get_or_set("landing-figures", timelines.figures, _FIGURES_LAST)
    listing = events.events(None, limit=3)
    return render(
        request,
        "home/landing.html",
        {
            "figures": figures,
            "running": listing.now,
            "coming": listing.coming[:2],
            "demo": _demo_sign_in(),
            "open": settings.OPEN_REGISTRATION,
        },
    )


def _demo_sign_in() -> dict[str, str] | None:
    """The demo leaves a note of whom to sign in as; elsewhere there is none."""
    try:
        found = json.loads((Path(settings.DATA) / "demo.json").read_text())
        return {"email": str(found["email"]), "password": str(found["password"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


urlpatterns = [path("", home, name="home")]
