"""Finding what is on other servers, and being led here from them, at the addresses that Mastodon
has for it: `/authorize_interaction?uri=` to follow or answer, `/share?text=` to write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from plenary.accounts import queries as accounts
from plenary.api import limits
from plenary.federation.actions import seeking
from plenary.lib.errors import NotFound
from plenary.statuses import queries as statuses
from plenary.web.viewer import signed_in

if TYPE_CHECKING:
    from plenary.accounts.models import Account

_OURS = re.compile(r"/(?:users/|@)([\w.-]+)(?:/(?:statuses/)?(\d{1,18}))?/?")
_MOST_WORDS = 2000


@never_cache
@require_safe
@signed_in
def look_up(request: HttpRequest, me: Account) -> HttpResponse:
    """To the page of whoever or whatever `?uri=` names: a handle, or an address among servers. One
    that is not known here is looked for, a moment long; then the page says so, and looks again."""
    asked = request.GET.get("uri", "").strip()[:500].replace("\0", "").removeprefix("acct:")
    found = _here(me, asked)
    if not found:
        count = limits.hit("look-up", str(me.pk))
        busy = count is not None and count.exceeded
        found = "" if busy else _elsewhere(me, asked)
        if not found:
            context = {"asked": asked, "busy": busy, "may_be": seeking.is_elsewhere(asked)}
            return render(request, "people/lookup.html", context, status=429 if busy else 404)
    if url_has_allowed_host_and_scheme(found, {request.get_host()}):
        return redirect(found)
    raise NotFound


def _here(me: Account, asked: str) -> str:
    """The page of what is of this server; '' for all else."""
    start = f"{settings.PUBLIC_URL}/"
    handle, _, host = asked.removeprefix("@").rpartition("@")
    if host.lower() == settings.DOMAIN and handle:
        return _person(me, handle)
    if asked == start or not asked.startswith(start):
        return ""
    named = _OURS.fullmatch(asked.removeprefix(settings.PUBLIC_URL))
    if named is None:
        return asked.removeprefix(settings.PUBLIC_URL) if "/events/" in asked else ""
    return reverse("status", args=[named[1], int(named[2])]) if named[2] else _person(me, named[1])


def _person(me: Account, handle: str) -> str:
    try:
        return accounts.get_by_acct(me, handle).url
    except NotFound:
        return ""


def _elsewhere(me: Account, asked: str) -> str:
    sought = seeking.seek(me, asked)
    if sought is None:
        return ""
    kind, pk = sought
    if kind == "account":
        known: Any = accounts.by_ids(me, [pk]).get(pk)
        return known.url if known is not None else ""
    try:
        post = statuses.item(me, pk).status
    except NotFound:
        return ""
    return reverse("status", args=[post.account.acct, post.pk])


@require_safe
def share(request: HttpRequest) -> HttpResponse:
    """A page to write on, begun with what another site gives: `text`, or a `title` and a `url`."""
    given = [request.GET.get(name, "").strip() for name in ("title", "text", "url")]
    words = " ".join(one for one in given if one)[:_MOST_WORDS]
    ends = " " if request.GET.get("text", "").endswith(" ") else ""
    return redirect(f"{reverse('compose')}?{urlencode({'text': words + ends})}")


urlpatterns = [
    path("authorize_interaction", look_up, name="look_up"),
    path("share", share, name="share"),
]
