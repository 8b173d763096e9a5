"""Letting an app in: the page where a person consents, and the list of the apps they let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from allauth.account.adapter import get_adapter
from authlib.oauth2 import OAuth2Error
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plenary.accounts import actions
from plenary.accounts.queries import clients
from plenary.api import scopes
from plenary.api.oauth_server import OUT_OF_BAND, server
from plenary.web.viewer import signed_in, viewer

if TYPE_CHECKING:
    from plenary.accounts.models import Account

_KEPT = ["response_type", "client_id", "redirect_uri", "scope", "state"]
_KEPT += ["code_challenge", "code_challenge_method"]
_THIS_DEVICE = {"localhost", "127.0.0.1", "::1"}


def _asked(request: HttpRequest) -> dict[str, str]:
    given = request.POST if request.method == "POST" else request.GET
    return {name: given[name] for name in _KEPT if name in given}


def _again(request: HttpRequest) -> str:
    """This page's address, to come back to after signing in; a forced sign-in is done by then."""
    return f"{request.path}?{urlencode(_asked(request))}"


def _forced(request: HttpRequest) -> bool:
    """Whether the app wants the password asked again: as Mastodon's apps say it, or OpenID's."""
    said = request.GET.get("force_login", "").lower() in {"1", "true", "t", "yes"}
    return request.method != "POST" and (said or "login" in request.GET.get("prompt", "").split())


@never_cache  # a code stands on it, or in where it leads
@require_http_methods(["GET", "HEAD", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Ask whether an app may act for whoever is signed in."""
    me = viewer(request)
    if me is None:
        return redirect_to_login(_again(request))
    try:
        grant = server.get_consent_grant(request, me)
    except OAuth2Error as error:
        return _wrong(request, error)
    if _forced(request) or "other" in request.POST:
        get_adapter().logout(request)
        return redirect_to_login(_again(request))
    if request.method == "POST":
        return _answered(request, me, grant)
    app, to = grant.request.client.application, grant.request.payload.redirect_uri
    asked = grant.request.scope.split()
    page = {
        "app": app,
        "host": _host(app.website),
        "groups": scopes.told(asked),
        "moderates": scopes.moderates(asked),
        "asked": _asked(request),
        "leads": "" if to == OUT_OF_BAND else _place(to),
    }
    return _lead_back(render(request, "oauth/authorize.html", page), to)


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _place(to: str) -> str:
    """Where an address leads, in words."""
    if urlsplit(to).scheme not in {"http", "https"}:
        return "the app on this device"
    host = _host(to)
    return "a program on this device" if host in _THIS_DEVICE else host


def _answered(request: HttpRequest, me: Account, grant: Any) -> HttpResponse:
    allowed = me if request.POST.get("answer") == "allow" else None
    to = grant.request.payload.redirect_uri
    answer: HttpResponse = server.create_authorization_response(grant.request, allowed, grant)
    if to != OUT_OF_BAND:
        return _lead_back(answer, to)
    code = parse_qs(urlsplit(answer.headers.get("Location", "")).query).get("code", [""])[0]
    page = {"code": code, "app": grant.request.client.application}
    return render(request, "oauth/code.html", page)


def _wrong(request: HttpRequest, error: OAuth2Error) -> HttpResponse:
    """What an app asks for wrongly is told to the app where it may be, else to the person."""
    to = getattr(error, "redirect_uri", None)
    if to and to != OUT_OF_BAND:
        given = {"error": error.error, "error_description": error.description or ""}
        if error.state:
            given["state"] = error.state
        return _lead_back(
            redirect_anywhere(f"{to}{'&' if '?' in to else '?'}{urlencode(given)}"), to
        )
    page = {"problem": error.description or error.error}
    return render(request, "oauth/wrong.html", page, status=400)


def redirect_anywhere(to: str) -> HttpResponse:
    """To an address an app registered, whatever its scheme."""
    return HttpResponse(status=302, headers={"Location": to})


def _lead_back(answer: HttpResponse, to: str) -> HttpResponse:
    """Browsers hold a form's redirects to `form-action` too: let this one through."""
    parts = urlsplit(to)
    web = parts.scheme in {"http", "https"}
    source = f"{parts.scheme}://{parts.netloc}" if web else f"{parts.scheme}:"
    answer._csp_update = {"form-action": [source]}  # type: ignore[attr-defined]
    return answer


@require_safe
@signed_in
def apps(request: HttpRequest, me: Account) -> HttpResponse:
    """The apps one let in."""
    by_app: dict[int, list[Any]] = {}
    for token in clients.tokens_of(me):
        by_app.setdefault(token.application_id, []).append(token)
    shown = [
        {
            "app": tokens[0].application,
            "host": _host(tokens[0].application.website),
            "since": min(token.created_at for token in tokens),
            "used": max((one.last_used_at for one in tokens if one.last_used_at), default=None),
            "groups": scopes.told({one: 1 for token in tokens for one in token.scopes.split()}),
        }
        for tokens in by_app.values()
    ]
    return render(request, "settings/apps.html", {"section": "apps", "shown": shown})


@require_POST
@signed_in
def revoke(request: HttpRequest, me: Account, application_id: int) -> HttpResponse:
    """Take back what one app was given."""
    actions.revoke_application(me, application_id)
    messages.success(request, "That app can no longer act for you.")
    return redirect("settings_apps")


urlpatterns = [
    path("oauth/authorize", authorize, name="oauth_authorize"),
    path("settings/apps", apps, name="settings_apps"),
    path("settings/apps/<id:application_id>/revoke", revoke, name="settings_app_revoke"),
]
