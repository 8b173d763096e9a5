"""The door of other servers, before sessions and forms, which have no business here.

It finds the address in its table, learns who asks (`verify`), has it served, and gives every
refusal as JSON. A signature that is wrong is refused though anybody may read; one by a key that is
not known yet opens nothing: what needs it is refused until the key was fetched.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from plenary.federation import serving, verify, webfinger
from plenary.federation.accepting import wants_activity
from plenary.federation.actions import inbox
from plenary.federation.errors import SignFirst
from plenary.federation.render import encode
from plenary.federation.serving import Asked, Served
from plenary.federation.signatures import BadSignature
from plenary.lib.errors import NotFound, PlenaryError

log = logging.getLogger(__name__)

_TYPE = "application/activity+json; charset=utf-8"
_JSON = "application/json; charset=utf-8"
_VARY = "Accept, Signature, Signature-Input"
_INBOX = re.compile(r"/inbox|/actor/inbox|/users/[A-Za-z0-9_]{1,64}/inbox")
_PREFIXES = ("/users/", "/inbox", "/@", "/actor", "/emojis/", "/events/", "/.well-known/")
_MOST_ID = (1 << 63) - 1
_encode = msgspec.json.Encoder().encode

_NAME = "(?P<username>[A-Za-z0-9_]{1,64})"
_ID = "(?P<status_id>[0-9]{1,19})"


@dataclass(frozen=True)
class Route:
    """`open`: served unasked who asks, or two servers would wait for each other's keys. `page`: an
    address that is a page for people; `shared` has the page at the very address."""

    path: re.Pattern[str]
    serve: Callable[..., Served]
    open: bool = False
    page: str = ""
    shared: bool = False


def _route(path: str, serve: Callable[..., Served], **more: Any) -> Route:
    return Route(re.compile(path.format(name=_NAME, id=_ID)), serve, **more)


# One line for each address that speaks ActivityPub.
ROUTES = [
    _route("/actor", serving.server, open=True),
    _route("/actor/outbox", serving.server_outbox, open=True),
    _route("/users/{name}", serving.actor, page="/@{username}"),
    _route("/@{name}", serving.actor, shared=True),
    _route("/users/{name}/outbox", serving.outbox),
    _route("/users/{name}/followers", serving.followers),
    _route("/users/{name}/following", serving.following),
    _route("/users/{name}/followers_synchronization", serving.followers_synchronization),
    _route("/users/{name}/collections/featured", serving.featured),
    _route("/users/{name}/collections/tags", serving.tags),
    _route("/users/{name}/statuses/{id}", serving.status, page="/@{username}/{status_id}"),
    _route("/@{name}/{id}", serving.status, shared=True),
    _route("/users/{name}/statuses/{id}/activity", serving.activity),
    _route("/users/{name}/statuses/{id}/replies", serving.replies),
    _route("/users/{name}/statuses/{id}/likes", serving.likes),
    _route("/users/{name}/statuses/{id}/shares", serving.shares),
    _route("/users/{name}/quote_authorizations/{id}", serving.quote_authorization),
    _route("/events/(?P<slug>[A-Za-z0-9_-]{{1,80}})", serving.conference, shared=True),
    _route("/emojis/(?P<shortcode>[A-Za-z0-9_]{{2,128}})", serving.emoji),
]


def _find(path: str) -> tuple[Route, dict[str, str]] | None:
    for route in ROUTES:
        match = route.path.fullmatch(path)
        if match is not None:
            return route, match.groupdict()
    return None


class FederationDoor:
    """The door as middleware, after that of the APIs and before sessions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not settings.FEDERATION or not path.startswith(_PREFIXES):
            return self.get_response(request)
        if path.startswith("/.well-known/"):
            told = _guarded(request, _well_known)
            return self.get_response(request) if told is None else told
        if request.method == "POST" and _INBOX.fullmatch(path):
            taken = _guarded(request, _taken)
            assert taken is not None
            return taken
        found = _find(path)
        if found is None:
            return self.get_response(request)
        route, values = found
        asks_for_it = wants_activity(request.headers.get("Accept", ""))
        if route.shared and (not asks_for_it or request.method not in ("GET", "HEAD")):
            page = self.get_response(request)
            patch_vary_headers(page, ["Accept"])
            return page
        if route.page and not asks_for_it:
            return _to_page(route.page.format(**values))
        told = _guarded(request, lambda request: _served(request, route, values))
        assert told is not None
        return told


def _taken(request: HttpRequest) -> HttpResponse:
    """Kept, and done later."""
    inbox.accept(request)
    return HttpResponse(status=202)


def _to_page(path: str) -> HttpResponse:
    """People are led to where they see it; whether it is there, that page says."""
    there = HttpResponse(status=302, headers={"Location": path, "Vary": "Accept"})
    there["Cache-Control"] = "public, max-age=180"
    return there


def _guarded(
    request: HttpRequest, answer: Callable[[HttpRequest], HttpResponse | None]
) -> HttpResponse | None:
    """What is served, or a refusal as JSON."""
    try:
        request.get_host()
        told = answer(request)
    except DisallowedHost:
        told = _refused(400, "Unknown host.")
    except BadSignature as refused:
        told = _refused(401, f"The signature is refused: {refused}.")
    except NotFound:
        told = _refused(404, "Record not found")
    except PlenaryError as refused:
        told = _refused(refused.status, refused.message)
        if refused.status == 503:
            told["Retry-After"] = "300"
    except OperationalError:
        log.exception("%s %s", request.method, request.path)
        told = _refused(503, "The server is busy; please try again in a moment.")
        told["Retry-After"] = "2"
    except Exception:
        log.exception("%s %s", request.method, request.path)
        if settings.DEBUG_API_ERRORS:
            raise
        told = _refused(500, "Something went wrong on our side. It has been noted.")
    if told is not None:
        told.headers.setdefault("Vary", _VARY)
        told["X-Content-Type-Options"] = "nosniff"
        told["Access-Control-Allow-Origin"] = "*"
    return told


def _refused(status: int, why: str) -> HttpResponse:
    body = _encode({"error": why})
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(body, content_type=_JSON, status=status, headers=headers)


def _not_possible(request: HttpRequest) -> HttpResponse:
    refused = _refused(405, f"{request.method} is not possible here.")
    refused["Allow"] = "GET, HEAD"
    return refused


def _served(request: HttpRequest, route: Route, values: dict[str, str]) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return _not_possible(request)
    arguments: list[str | int] = []
    for name, value in values.items():
        number = int(value) if name == "status_id" else 0
        if number > _MOST_ID:
            raise NotFound
        arguments.append(number or value)
    if route.open:
        return _answer(request, route.serve(Asked.of(None, request.GET), *arguments), True)
    signer, unknown = None, ""
    try:
        signer = verify.signer(request)
    except verify.Unknown as key:
        unknown = key.key_id
    if signer is not None and signer.kept_away:
        raise NotFound
    try:
        if signer is None and settings.AUTHORIZED_FETCH:
            raise SignFirst("This server is read with a signature.")
        served = route.serve(Asked.of(signer, request.GET), *arguments)
    except (NotFound, SignFirst):
        if not unknown:
            raise
        # Who asks could decide it, whether it is there or not: they may ask again.
        verify.wanted(unknown)
        raise verify.Unknown(unknown) from None
    return _answer(request, served, served.public and not settings.AUTHORIZED_FETCH)


def _answer(request: HttpRequest, served: Served, public: bool) -> HttpResponse:
    body = encode(served.document)
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    same = request.headers.get("If-None-Match", "") == tag
    answer = HttpResponse(b"" if same else body, content_type=_TYPE, status=304 if same else 200)
    answer["ETag"] = tag
    answer["Cache-Control"] = "public, max-age=180" if public else "private, no-store"
    return answer


def _well_known(request: HttpRequest) -> HttpResponse | None:
    """None for what others answer."""
    path = request.path_info.removeprefix("/.well-known/")
    if path not in {"webfinger", "host-meta", "host-meta.json"}:
        return None
    if request.method not in ("GET", "HEAD"):
        return _not_possible(request)
    if path == "webfinger":
        found = webfinger.described(request.GET.get("resource", ""), request.GET.getlist("rel"))
        told = HttpResponse(_encode(found), content_type="application/jrd+json; charset=utf-8")
        told["Cache-Control"] = "public, max-age=180"
    elif path == "host-meta":
        told = HttpResponse(
            webfinger.host_meta(), content_type="application/xrd+xml; charset=utf-8"
        )
        told["Cache-Control"] = "public, max-age=259200"
    else:
        told = HttpResponse(_encode(webfinger.host_meta_json()), content_type=_JSON)
        told["Cache-Control"] = "public, max-age=259200"
    told["Vary"] = "Accept-Encoding"
    return told
