"""Home: what the people one follows wrote; to a newcomer, what this place is."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from plenary.accounts import queries as accounts
from plenary.events import queries as events
from plenary.timelines import queries as timelines
from plenary.web import composing, newest
from plenary.web.viewer import viewer

_FIGURES_LAST = 60  # seconds
_FACES = 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """`?fragment=1` is older posts alone; `count` and `new` are about what came since the top."""
    me = viewer(request)
    if me is None:
        return _landing(request)
    fresh = newest.answer(request, "home", lambda page: timelines.home(me, page))
    if fresh is not None:
        return fresh
    page = timelines.Page.of(request.GET)
    context = {"posts": timelines.home(me, page), "more": "/", "older": page.max_id}
    if "fragment" in request.GET:
        return render(request, "components/posts.html", context)
    told = {"announcements": timelines.announcements(me)}
    return render(request, "home/home.html", {**context, **told, **composing.context(me)})


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
            "faces": [
                one for one in accounts.search(None, accounts.Filters()).accounts if one.avatar
            ][:_FACES],
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
