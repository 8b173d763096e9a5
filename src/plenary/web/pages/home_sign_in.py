"""Signing in with an account of another server: saying which, waiting, going there, coming back."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from plenary.accounts.actions import home_sign_in as actions
from plenary.accounts.queries import home_sign_in as queries
from plenary.api import limits
from plenary.lib.errors import NotFound, PlenaryError, Refused
from plenary.web.viewer import viewer

_HELD = "home_sign_in"  # in the session: what lets this browser, and no other, go on


def _open() -> None:
    if not settings.SIGN_IN_ELSEWHERE:
        raise Http404


def _after(request: HttpRequest) -> str:
    """A page of ours to go on to."""
    given = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        given, {request.get_host()}, require_https=request.is_secure()
    )
    return given if safe and given.startswith("/") and len(given) <= 500 else ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Ask for the address, and look for its server."""
    _open()
    if viewer(request) is not None:
        return HttpResponseRedirect(_after(request) or "/")
    typed = request.POST.get("address", "")
    context: dict[str, Any] = {"address": typed, "next": _after(request)}
    status = 200
    if request.method == "POST":
        try:
            request.session[_HELD] = _begun(request, typed)
            return redirect("home_sign_in_wait")
        except PlenaryError as refusal:
            context["error"], status = refusal.message, refusal.status
    return render(request, "account/elsewhere.html", context, status=status)


def _begun(request: HttpRequest, typed: str) -> str:
    address = limits.neighbourhood(get_adapter().get_client_ip(request))
    if limits.too_often("sign-in elsewhere", address):
        raise _Busy("That was tried very often from where you are. Please wait a few minutes.")
    host = actions.host_of(typed)
    if limits.too_often("home server", host):
        raise _Busy(f"Very many sign in with {host} just now. Please wait a few minutes.")
    return actions.begin(typed, _after(request))


class _Busy(PlenaryError):
    status = 429


@never_cache
@require_safe
def wait(request: HttpRequest) -> HttpResponse:
    """Where it stands: the page looks again by itself, goes on by itself, and says what is wrong.
    `?fragment=asked` is what has changed since then, if anything has."""
    _open()
    if viewer(request) is not None:
        return _to(request, "/")
    browser = request.session.get(_HELD, "")
    attempt = queries.of_browser(browser)
    if attempt is not None and attempt.step == "done":
        if request.htmx:  # type: ignore[attr-defined]
            return _to(request, request.path)
        return _come_in(request, browser)
    context = {"attempt": attempt, "host": _host(attempt)}
    if not request.htmx or "fragment" not in request.GET:  # type: ignore[attr-defined]
        return render(request, "account/elsewhere_wait.html", context)
    step = attempt.step if attempt is not None else ""
    if step == request.GET["fragment"]:
        return HttpResponse(status=204)
    if step == "ready":  # seen as a page it waits for a click: going back must not lead there again
        return _to(request, reverse("home_sign_in_go"))
    return render(request, "account/elsewhere_step.html", context)


def _host(attempt: Any) -> str:
    if attempt is None:
        return ""
    return str(attempt.server.host if attempt.server is not None else attempt.host)


def _to(request: HttpRequest, where: str) -> HttpResponse:
    """A piece of a page cannot redirect it: htmx is told to."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204, headers={"HX-Redirect": where})
    return HttpResponseRedirect(where)


def _come_in(request: HttpRequest, browser: str) -> HttpResponse:
    found = actions.come_in(browser)
    request.session.pop(_HELD, None)
    if found is None:  # another tab of this browser was quicker
        return redirect("home")
    user, after = found
    # Their server saw to who they are; there is no address that could be confirmed.
    answer: HttpResponse = perform_login(
        request, user, email_verification="none", redirect_url=after or None
    )
    return answer


@never_cache
@require_safe
def go(request: HttpRequest) -> HttpResponse:
    """To their own server. A page of its own that is got, not posted: browsers hold what a form
    leads to to our content policy, which cannot name every server."""
    _open()
    try:
        return HttpResponseRedirect(actions.way_there(request.session.get(_HELD, "")))
    except NotFound:
        return redirect("home_sign_in_wait")


@never_cache
@require_safe
def back(request: HttpRequest, server_id: int) -> HttpResponse:
    """Back from there, with a code or a no."""
    _open()
    given = request.GET
    for name in ("state", "code", "error", "iss"):
        if len(given.getlist(name)) > 1:
            raise Refused("That sign-in did not begin in this browser, or is over.")
    actions.come_back(
        request.session.get(_HELD, ""),
        server_id,
        given.get("state", ""),
        given.get("code", ""),
        given.get("error", ""),
        given.get("iss", ""),
    )
    return redirect("home_sign_in_wait")


urlpatterns = [
    path("sign-in/elsewhere", begin, name="home_sign_in"),
    path("sign-in/elsewhere/wait", wait, name="home_sign_in_wait"),
    path("sign-in/elsewhere/go", go, name="home_sign_in_go"),
    path("sign-in/elsewhere/back/<id:server_id>", back, name="home_sign_in_back"),
]
