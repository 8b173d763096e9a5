"""The live stream: `GET /live`, server-sent events for a signed-in account.

A plain ASGI application in a process of its own, because thousands of open connections would
occupy the threads that answer pages. It tells that something happened and to which ids; the page
then fetches what it may see. A reconnecting page refreshes, so nothing needs to be replayed.
"""

import json
import logging
import random
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error
from django.http import parse_cookie

from plenary.api import streams
from plenary.api.streams import MOST_WAITING, SESSION_ENDED, Headers, Receive, Scope, Send
from plenary.lib import pubsub
from plenary.web import stream_sessions

log = logging.getLogger(__name__)

__all__ = ["MOST_WAITING", "SESSION_ENDED", "Hub", "Stream", "allowed_origin", "application"]

_REFRESH = b"event: refresh\ndata: {}\n\n"


class Stream(streams.Stream):
    """One open page."""

    __slots__ = ()

    def overflow(self) -> None:
        """A slow page looks for itself instead of hearing everything."""
        self.frames = [_REFRESH]


class Hub(streams.Hub[Stream]):
    """The open pages, and the passing on of messages."""

    threads_named = "sessions"
    # Whoever changed the password keeps this session, renewed when the answer is on its way.
    pause_before_check = 0.3

    def hold(self, listeners: Iterable[Any]) -> set[Any]:
        return set(stream_sessions.still_hold(listeners))

    def farewell(self, stream: Stream) -> bytes:
        return _frame(SESSION_ENDED, {})

    def pass_on(self, message: pubsub.Message) -> None:
        frame = _frame(message.event, message.data)
        if pubsub.PUBLIC in message.channels:
            for stream in self.streams:
                stream.put(frame)
            return
        for account_id in streams.accounts_of(message):
            for stream in self.by_account.get(account_id, ()):
                stream.put(frame)

    def missed(self) -> None:
        """Every page looks for itself."""
        for stream in self.streams:
            stream.put(_REFRESH)


hub = Hub()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI door."""
    if scope["type"] == "http":
        hub.start()
        await _answer(scope, receive, send)


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    headers = streams.headers_of(scope)
    host = streams.host_of(headers)
    origin = headers.get("origin", "")
    if not host:
        await _plain(send, 400, "Unknown host.")
    elif scope["path"] == "/live/health" and scope["method"] == "GET":
        await _plain(send, 200, f"listening: {len(hub.streams)}")
    elif scope["path"] != "/live":
        await _plain(send, 404, "There is nothing here.")
    elif scope["method"] != "GET":
        await _plain(send, 405, "Only GET.")
    elif origin and not allowed_origin(origin, host):
        await _plain(send, 403, "Not from this origin.")
    else:
        key = parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME, "")
        streams.forget(scope, headers)
        await _live(key, receive, send, _cors(origin))


async def _live(key: str, receive: Receive, send: Send, cors: Headers) -> None:
    event_stream = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"x-content-type-options", b"nosniff"),
        *cors,
    ]
    # Spread, so that pages cut off together do not come back together.
    greeting = b"retry: %d\n\n" % random.randint(1500, 4500)
    try:
        listener = await hub.in_thread(stream_sessions.identify, key) if key else None
    except (Error, OSError) as error:
        # A page's EventSource gives up for good at a 5xx; an empty stream it opens again.
        log.warning("a session could not be read: %s", error)
        await send({"type": "http.response.start", "status": 200, "headers": event_stream})
        await send({"type": "http.response.body", "body": greeting})
        return
    if listener is None:
        await _plain(send, 401, "Sign in first.", cors)
        return
    stream = Stream(listener)
    hub.add(stream)
    try:
        await send({"type": "http.response.start", "status": 200, "headers": event_stream})
        await send({"type": "http.response.body", "body": greeting, "more_body": True})
        await streams.send_frames(stream, receive, send)
    finally:
        hub.remove(stream)


async def _plain(send: Send, status: int, text: str, cors: Headers | None = None) -> None:
    kind = b"text/plain; charset=utf-8"
    await streams.answer(send, status, text.encode(), kind, cors or ())


def allowed_origin(origin: str, host: str) -> bool:
    """Our own public address; or, without TLS, this very host at one of our ports."""
    if origin == settings.PUBLIC_URL:
        return True
    if settings.SECURE:
        return False
    parts = urlsplit(origin)
    try:
        port = parts.port or 80
    except ValueError:
        return False
    return (
        parts.scheme == "http"
        and (parts.hostname or "") == host.strip("[]")
        and port in {settings.PORT, settings.STREAMING_PORT}
    )


def _cors(origin: str) -> Headers:
    if not origin:
        return [(b"vary", b"origin")]
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"origin"),
    ]


def _frame(event: str, data: dict[str, Any]) -> bytes:
    text = json.dumps(data, separators=(",", ":"))
    return f"event: {event}\ndata: {text}\n\n".encode()
