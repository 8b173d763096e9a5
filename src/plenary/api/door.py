"""The door of both APIs, before all middleware, which an API call never reaches.

It finds the route, checks token, scopes and limits, calls the handler, and gives every refusal the
Mastodon error shape. A handler gives a Struct, a list of them, bytes that are JSON already, or a
whole response.
"""

import logging
import re
from collections.abc import Callable
from secrets import token_hex
from typing import Any

import msgspec
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from plenary.accounts import actions as accounts
from plenary.accounts.queries import clients
from plenary.api import at_home, limits, params, routes, scopes
from plenary.api.call import Call
from plenary.api.routes import Route
from plenary.lib.errors import NotFound, PlenaryError

log = logging.getLogger(__name__)

PREFIXES = ("/api/", "/oauth/", "/.well-known/", "/nodeinfo", "/health")
_JSON = "application/json; charset=utf-8"
_METHODS = "GET, POST, PUT, PATCH, DELETE, OPTIONS"
_EXPOSED = (
    "Link, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id,"
    " Mastodon-Async-Refresh, Retry-After"
)
_NAME = re.compile(r"[\w-]{8,128}", re.ASCII)
_MOST_ID = (1 << 63) - 1
_encode = msgspec.json.Encoder(decimal_format="number").encode

INVALID_TOKEN = "The access token is invalid"  # noqa: S105
NO_PERSON = "This method requires an authenticated user"
OUT_OF_SCOPE = "This action is outside the authorized scopes"
UNCONFIRMED = "Your login is missing a confirmed e-mail address"


class ApiError(PlenaryError):
    """An answer with any status, for what Mastodon answers in its own words."""

    def __init__(self, status: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.more = more


class Answer(msgspec.Struct):
    """What most calls give: JSON, written without a response object around it."""

    status: int
    body: bytes
    headers: dict[str, str]


def answer(request: HttpRequest) -> Answer | HttpResponseBase | None:
    """What a call is told; None where the address is not one of the API's, but a page's."""
    path = request.path_info
    if not path.startswith(PREFIXES):
        return None
    found, values = routes.find(path)
    if not found and not path.startswith("/api/"):
        return None  # a page such as /oauth/authorize
    try:
        request.get_host()
    except DisallowedHost:
        return error(400, "Unknown host.")
    given = _answer(request, found, values)
    headers = given.headers
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Expose-Headers"] = _EXPOSED
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Request-Id"] = _name(request)
    headers.setdefault("Cache-Control", "private, no-store")
    headers.setdefault("Vary", "Authorization, Origin")
    return given


def _name(request: HttpRequest) -> str:
    """What a call is called in logs: as whoever stands in front named it, else by chance."""
    name = getattr(request, "plenary_name", None)
    if name is None:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        name = given if _NAME.fullmatch(given) else token_hex(8)
        request.plenary_name = name  # type: ignore[attr-defined]
    return str(name)


class ApiDoor:
    """The door as middleware, before all others: for whatever serves Django as usual."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = answer(request)
        if given is None:
            return self.get_response(request)
        if isinstance(given, Answer):
            return HttpResponse(given.body, status=given.status, headers=given.headers)
        return given


def error(status: int, message: str, **more: Any) -> HttpResponse:
    """The Mastodon error shape: `error`, and sometimes `error_description` or `details`."""
    return HttpResponse(_encode({"error": message, **more}), content_type=_JSON, status=status)


def _answer(
    request: HttpRequest, found: dict[str, Route], values: list[str]
) -> Answer | HttpResponseBase:
    if request.method == "OPTIONS":  # also before a 404, or a page of elsewhere could not read it
        return _preflight(request)
    if not found:
        return error(404, "Record not found")
    method = "GET" if request.method == "HEAD" else request.method or ""
    route = found.get(method)
    if route is None:
        refused = error(405, f"{method} is not possible here.")
        refused.headers["Allow"] = ", ".join(sorted(found))
        return refused
    call = Call(request, route, None)
    told: Answer | HttpResponseBase
    try:
        arguments = _arguments(route, values)
        _admit(call)
        told = _response(route.handler(call, *arguments), call)
    except ApiError as refused:
        told = error(refused.status, refused.message, **refused.more)
    except NotFound as refused:
        told = error(404, "Record not found", error_description=refused.message)
    except PlenaryError as refused:
        details = getattr(refused, "details", None)
        more = {"details": details} if details else {}
        told = error(refused.status, refused.message, **more)
    except OperationalError:
        log.exception("%s %s (%s)", request.method, request.path, _name(request))
        told = error(503, "The server is busy; please try again in a moment.")
        told.headers["Retry-After"] = "2"
    except Exception:
        log.exception("%s %s (%s)", request.method, request.path, _name(request))
        told = error(500, "Something went wrong on our side. It has been noted.")
        if settings.DEBUG_API_ERRORS:
            raise
    for name, value in call.headers.items():
        told.headers[name] = value
    return told


def _response(given: Any, call: Call) -> Answer | HttpResponseBase:
    if isinstance(given, HttpResponseBase):
        return given
    body = given if type(given) is bytes else _encode({} if given is None else given)
    return Answer(call.status, body, {"Content-Type": _JSON, "Content-Length": str(len(body))})


def _preflight(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(status=200)
    answer.headers["Access-Control-Allow-Methods"] = _METHODS
    asked = request.headers.get("Access-Control-Request-Headers", "Authorization, Content-Type")
    answer.headers["Access-Control-Allow-Headers"] = asked
    answer.headers["Access-Control-Max-Age"] = "7200"
    return answer


def _arguments(route: Route, values: list[str]) -> list[Any]:
    found: list[Any] = []
    for name, value in zip(routes.names(route.path), values, strict=True):
        if name == "id" or name.endswith("_id"):
            if not (value.isascii() and value.isdecimal() and len(value) < 20):
                raise NotFound
            number = int(value)
            if number >= _MOST_ID:  # so that the one after it can still be asked for
                raise NotFound
            found.append(number)
        else:
            if "\x00" in value:
                raise NotFound
            found.append(value)
    return found


def token_of(request: HttpRequest) -> str:
    """The bearer token of a request; '' for none."""
    kind, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if kind.lower() == "bearer":
        return token.strip()
    return request.GET.get("access_token", "") if request.META.get("QUERY_STRING") else ""


def _admit(call: Call) -> None:
    """Token, scopes and limits; raises for those who may not."""
    route = call.route
    token = token_of(call.request)
    if token:
        call.bearer = clients.bearer(token)
    _count(call)  # whatever comes of it: guesses count
    if token:
        if call.bearer is None:
            raise ApiError(401, INVALID_TOKEN)
        if route.scopes and not scopes.allows(call.bearer.scopes, route.scopes):
            raise ApiError(403, OUT_OF_SCOPE)
        if not call.bearer.used_lately:
            accounts.token_used(call.bearer.token_id)
    elif route.who != "anybody":
        raise ApiError(401, INVALID_TOKEN)
    if route.who == "user" and call.viewer is None:
        raise ApiError(422, NO_PERSON)
    if route.method != "GET" and call.viewer is not None and call.viewer.domain:
        words = at_home.refusal(route, call.viewer.home)
        if words:
            raise ApiError(403, words)
    if route.login and call.bearer is not None and not call.bearer.confirmed:
        raise ApiError(403, UNCONFIRMED)


def _count(call: Call) -> None:
    if call.route.limit == "never":  # whoever watches over the server asks it all the time
        return
    counts = []
    if call.bearer is not None:
        counts.append(limits.hit("token", call.bearer.token_id))
    else:
        counts.append(limits.hit("address", limits.neighbourhood(call.address)))
    if call.viewer is not None:
        counts.append(limits.hit("account", call.viewer.pk))
    if call.route.limit:
        who = call.viewer.pk if call.viewer else limits.neighbourhood(call.address)
        counts.append(limits.hit(call.route.limit, who))
    known = [count for count in counts if count is not None]
    if not known:
        return
    tightest = min(known, key=lambda count: count.limit - count.used)
    call.headers |= tightest.headers()
    if tightest.exceeded:
        raise ApiError(429, "Too many requests")


__all__ = ["Answer", "ApiDoor", "ApiError", "answer", "error", "params", "token_of"]
