"""The door as the web server calls it: an API call reaches neither Django's handler nor its
signals, which cost as much as answering most of them."""

import logging
from collections.abc import Callable, Iterable
from http.client import responses
from threading import local
from time import monotonic
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.db import connections
from django.http import HttpResponseBase

from plenary.api import door

log = logging.getLogger(__name__)

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]

_LOOK_SECONDS = 1.0
_STATUS = {number: f"{number} {words}" for number, words in responses.items()}
_looked = local()


def with_api(pages: Application) -> Application:
    """A WSGI application (PEP 3333) that answers the API, and hands the rest to `pages`."""

    def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(door.PREFIXES):
            return pages(environ, start)
        try:
            _tend()
            given = door.answer(WSGIRequest(environ))
        except UnicodeDecodeError:
            given = door.error(400, "The address could not be read.")
        except Exception:
            log.exception("%s %s", environ["REQUEST_METHOD"], environ["PATH_INFO"])
            given = door.error(500, "Something went wrong on our side. It has been noted.")
        if given is None:
            return pages(environ, start)
        if isinstance(given, door.Answer):
            start(_STATUS[given.status], list(given.headers.items()))
            return (given.body,)
        return _response(given, start)

    return application


def _response(given: HttpResponseBase, start: Start) -> Iterable[bytes]:
    headers = [
        *given.items(),
        *(("Set-Cookie", one.OutputString()) for one in given.cookies.values()),
    ]
    if not given.streaming and not given.has_header("Content-Length"):
        headers.append(("Content-Length", str(len(given.content))))  # type: ignore[attr-defined]
    start(f"{given.status_code} {given.reason_phrase}", headers)
    return given


def _tend() -> None:
    """Let go of connections that broke or grew old. Django asks each call, which is a query more
    on PostgreSQL; once a second finds a database that was restarted soon enough, and at once where
    a query failed."""
    every = connections.all(initialized_only=True)
    now = monotonic()
    if now < getattr(_looked, "until", 0.0) and not any(one.errors_occurred for one in every):
        return
    _looked.until = now + _LOOK_SECONDS
    for one in every:
        one.close_if_unusable_or_obsolete()
