"""Who is looking: the account behind a request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from plenary.accounts.models import Account


def viewer(request: HttpRequest) -> Account | None:
    """The signed-in account, or None."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    account: Account | None = user.account
    return account


def came_from(request: HttpRequest) -> str:
    """The page of ours that a form was sent from, as a path; '' where that is not known."""
    referer = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return ""
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _page_of(htmx: Any) -> str:
    """The path of the page that asks; anybody may write anything there."""
    try:
        return htmx.current_url_abs_path or "/"
    except ValueError:
        return "/"


def signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Call `view(request, me, ...)`; others are sent to sign in and brought back."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        me = viewer(request)
        if me is None:
            htmx = getattr(request, "htmx", None)
            back = request.get_full_path() if request.method == "GET" else "/"
            if not htmx:
                return redirect_to_login(back)
            # A piece of a page cannot hold the sign-in form: the whole page goes there.
            to = redirect_to_login(_page_of(htmx)).url
            return HttpResponse(status=204, headers={"HX-Redirect": to})
        return view(request, me, *args, **kwargs)

    return inner
