"""Custom emoji: people choose among them; moderators add, disable and remove them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from plenary.accounts import queries as accounts
from plenary.conduct import actions, queries
from plenary.lib.errors import NotFound, PlenaryError, Refused
from plenary.lib.numbers import whole
from plenary.lib.pagination import Page
from plenary.web.pages.moderation import moderators
from plenary.web.viewer import signed_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account


@require_safe
@signed_in
def choices(request: HttpRequest, me: Account) -> HttpResponse:
    """What there is to write, on a page; with JavaScript to choose from, in the composer."""
    template = "emojis/choices.html" if request.htmx else "emojis/list.html"  # type: ignore[attr-defined]
    return render(request, template, {"emojis": accounts.custom_emojis(me)})


@require_http_methods(["GET", "HEAD", "POST"])
@moderators
def moderate(request: HttpRequest, me: Account) -> HttpResponse:
    """All there are; a POST adds one, or changes the one it names."""
    typed: dict[str, Any] = {"visible_in_picker": True}
    error, status = "", 200
    if request.method == "POST":
        known = whole(request.POST.get("emoji"))
        try:
            if known is not None:
                messages.success(request, _change(me, known, request.POST.get("do", "")))
            else:
                typed = {name: request.POST.get(name, "") for name in ("shortcode", "category")}
                typed["visible_in_picker"] = "visible_in_picker" in request.POST
                if "picture" not in request.FILES:
                    raise Refused("Choose a picture.", field="picture")
                made = actions.add_emoji(me, file=request.FILES["picture"], **typed)  # type: ignore[arg-type]
                messages.success(request, f"{made} can be used.")
            return redirect("moderation_emojis")
        except NotFound:
            raise
        except PlenaryError as refused:
            error, status = refused.message, refused.status
    found = queries.emojis(me, Page.of(request.GET, limit=60))
    context = {
        "emojis": found.rows,
        "typed": typed,
        "error": error,
        "more": f"?max_id={found.older}" if found.older else "",
    }
    return render(request, "conduct/emojis.html", context, status=status)


def _change(me: Account, emoji_id: int, do: str) -> str:
    if do == "remove":
        actions.remove_emoji(me, emoji_id)
        return "Removed. Posts keep its shortcode as a word."
    if do not in {"disable", "enable"}:
        raise NotFound
    made = actions.change_emoji(me, emoji_id, disabled=do == "disable")
    return f"{made} is {do}d."


urlpatterns = [
    path("emoji", choices, name="emojis"),
    path("moderation/emoji", moderate, name="moderation_emojis"),
]
