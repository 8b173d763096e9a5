"""From one server to another: what somebody of ours found elsewhere, and the way home for who looks
at us and has their account elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from plenary.accounts import queries as accounts
from plenary.accounts.actions.home_sign_in import host_of
from plenary.api import limits
from plenary.federation.actions import seeking
from plenary.lib.errors import NotFound, PlenaryError
from plenary.lib.home_server import origin
from plenary.statuses import queries as statuses
from plenary.web import at_home
from plenary.web.viewer import signed_in, viewer

if TYPE_CHECKING:
    from plenary.accounts.models import Account

_LONGEST = 500
_MOST_WORDS = 2000


@require_safe
@signed_in
def authorize_interaction(request: HttpRequest, me: Account) -> HttpResponse:
    """`?uri=` is a handle or an address, of here or elsewhere: to its page here, where one can
    follow and answer. What is not known is looked for, and the page looks again by itself;
    `?fragment=looking` is what has changed since then."""
    asked = _asked(request)
    if me.domain:
        return redirect(at_home.interact_url(me, asked))
    here = _here(asked)
    if here:
        return redirect(here)
    sought = seeking.Sought()
    busy = "fragment" not in request.GET and limits.too_often("look up", me.pk)
    if not busy:
        sought = seeking.begin(me, asked)
    page = _page(me, sought)
    if request.htmx:  # type: ignore[attr-defined]
        if page:
            return HttpResponse(status=204, headers={"HX-Redirect": page})
        if sought.looking:
            return HttpResponse(status=204)
    elif page:
        return redirect(page)
    context = {"asked": asked, "sought": sought, "busy": busy, "again": urlencode({"uri": asked})}
    template = "interact/found.html" if request.htmx else "interact/looking.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=429 if busy else 200)


def _asked(request: HttpRequest) -> str:
    return request.GET.get("uri", "").strip().removeprefix("acct:")[:_LONGEST]


def _here(asked: str) -> str:
    """The path of what is of this server."""
    if asked.startswith(f"{settings.PUBLIC_URL}/"):
        there = asked.removeprefix(settings.PUBLIC_URL)
        return there if url_has_allowed_host_and_scheme(there, None) else "/"
    name, _, host = asked.removeprefix("@").rpartition("@")
    return f"/@{name}" if host.lower() == settings.DOMAIN and name.isidentifier() else ""


def _page(me: Account, sought: seeking.Sought) -> str:
    """Where it is shown here; '' where the viewer may not know of it."""
    if sought.kind == "account":
        found = accounts.by_ids(me, [sought.pk]).get(sought.pk)
        return found.url if found is not None else ""
    if sought.kind == "status":
        try:
            status = statuses.get(me, sought.pk)
        except NotFound:
            return ""
        return f"{status.account.url}/{status.pk}"
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def from_home(request: HttpRequest) -> HttpResponse:
    """For visitors whose account is elsewhere: which server theirs is, and on to its page to follow
    `?uri=` (a handle of ours, or the address of a post), or to answer it."""
    me = viewer(request)
    asked = _asked(request)
    if me is not None and not me.domain:
        return redirect(at_home.interact_at("", asked))
    typed = request.POST.get("address", "")
    context = {"asked": asked, "address": typed, "to": "", "host": "", "error": ""}
    status = 200
    if request.method == "POST":
        try:
            host = host_of(typed)
            context |= {"host": host, "to": at_home.interact_at(origin(host), asked)}
        except PlenaryError as refusal:
            context["error"], status = refusal.message, refusal.status
    return render(request, "interact/from_home.html", context, status=status)


@require_safe
def share(request: HttpRequest) -> HttpResponse:
    """A page to write on, begun with what another site gives: `text`, or a `title` and a `url`."""
    given = [request.GET.get(name, "").strip() for name in ("title", "text", "url")]
    words = " ".join(one for one in given if one)[:_MOST_WORDS]
    ends = " " if request.GET.get("text", "").endswith(" ") else ""
    return redirect(f"{reverse('compose')}?{urlencode({'text': words + ends})}")


urlpatterns = [
    path("authorize_interaction", authorize_interaction, name="authorize_interaction"),
    path("interact", from_home, name="from_home"),
    path("share", share, name="share"),
]
