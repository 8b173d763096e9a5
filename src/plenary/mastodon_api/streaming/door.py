"""The ASGI door of `/api/v1/streaming`: finds channel and token, then hands over to `sse` or
`websocket`. Tokens, not cookies, say who listens, so pages of any origin may ask."""

import contextlib
import logging
from urllib.parse import parse_qsl

from django.db import Error

from plenary.api import streams
from plenary.api.streams import Receive, Scope, Send
from plenary.mastodon_api.streaming import channels, payloads, sse, websocket
from plenary.mastodon_api.streaming import hub as hubs
from plenary.mastodon_api.streaming.channels import PREFIX, Channel, Refusal

log = logging.getLogger(__name__)

_CORS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-headers", b"Authorization, Accept, Cache-Control, Last-Event-ID"),
    (b"access-control-allow-methods", b"GET, OPTIONS"),
]
_JSON = b"application/json; charset=utf-8"


def ours(path: str) -> bool:
    return path == PREFIX or path.startswith(PREFIX + "/")


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """HTTP and WebSocket."""
    hubs.hub.start()
    if scope["type"] == "http":
        await _http(scope, receive, send)
    elif scope["type"] == "websocket":
        await _websocket(scope, receive, send)


def _given(scope: Scope) -> dict[str, str]:
    pairs = parse_qsl(scope.get("query_string", b"").decode("latin-1"), max_num_fields=50)
    return dict(pairs)


def _token(headers: dict[str, str], given: dict[str, str]) -> str:
    kind, _, token = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and token.strip():
        return token.strip()
    return given.get("access_token", "") or headers.get("sec-websocket-protocol", "").strip()


async def _listener(token: str) -> payloads.Listener:
    if not token:
        raise Refusal(401, "Missing access token")
    try:
        found = await hubs.hub.in_thread(payloads.identify, token)
    except (Error, OSError) as error:
        log.warning("a token could not be read: %s", error)
        raise Refusal(503, "The server is busy; please try again in a moment.") from None
    assert isinstance(found, payloads.Listener)
    return found


async def _owned(listener: payloads.Listener, channel: Channel) -> None:
    """Refusal where a channel is somebody else's."""
    try:
        await hubs.hub.check_owner(listener, channel)
    except (Error, OSError) as error:
        log.warning("whose a list is could not be read: %s", error)
        raise Refusal(503, "The server is busy; please try again in a moment.") from None


async def _http(scope: Scope, receive: Receive, send: Send) -> None:
    headers, path = streams.headers_of(scope), scope["path"]
    if not streams.host_of(headers):
        await streams.answer(send, 400, Refusal(400, "Unknown host.").body(), _JSON, _CORS)
        return
    if scope["method"] == "OPTIONS":
        await streams.answer(send, 200, b"", b"text/plain", _CORS)
        return
    if path == f"{PREFIX}/health":
        await streams.answer(send, 200, b"OK", b"text/plain; charset=utf-8", _CORS)
        return
    try:
        if scope["method"] != "GET":
            raise Refusal(405, "Only GET is possible here.")
        given = _given(scope)
        channel, listener = await _asked(path, headers, given)
    except (Refusal, ValueError) as refused:
        refusal = refused if isinstance(refused, Refusal) else Refusal(400, "Too much was sent")
        await streams.answer(send, refusal.status, refusal.body(), _JSON, _CORS)
        return
    streams.forget(scope, headers, given)
    await sse.stream(channel, listener, receive, send, _CORS[:1])


async def _asked(
    path: str, headers: dict[str, str], given: dict[str, str]
) -> tuple[Channel, payloads.Listener]:
    listener = await _listener(_token(headers, given))
    channel = channels.at(path, given)
    channels.permit(channel, listener.scopes)
    await _owned(listener, channel)
    return channel, listener


async def _websocket(scope: Scope, receive: Receive, send: Send) -> None:
    headers = streams.headers_of(scope)
    await receive()  # websocket.connect
    try:
        if not streams.host_of(headers):
            raise Refusal(400, "Unknown host.")
        given = _given(scope)
        listener = await _listener(_token(headers, given))
        first: Channel | None = None
        if given.get("stream"):
            first = channels.named(given["stream"], given)
        elif scope["path"].rstrip("/") != PREFIX:
            first = channels.at(scope["path"], given)
        if first is not None:
            channels.permit(first, listener.scopes)
            await _owned(listener, first)
    except (Refusal, ValueError) as refused:
        refusal = refused if isinstance(refused, Refusal) else Refusal(400, "Too much was sent")
        await _refuse(scope, send, refusal)
        return
    # A browser goes on only with a protocol that it offered.
    protocol = (scope.get("subprotocols") or [None])[0]
    streams.forget(scope, headers, given)
    await websocket.stream(first, listener, protocol, receive, send)


async def _refuse(scope: Scope, send: Send, refusal: Refusal) -> None:
    """No to a handshake: in words where the server can, else with its bare 403."""
    streams.forget(scope)
    with contextlib.suppress(OSError, RuntimeError):
        if "websocket.http.response" in (scope.get("extensions") or {}):
            headers = [(b"content-type", _JSON), *_CORS[:1]]
            start = {"status": refusal.status, "headers": headers}
            await send({"type": "websocket.http.response.start", **start})
            await send({"type": "websocket.http.response.body", "body": refusal.body()})
        else:
            await send({"type": "websocket.close", "code": 1008, "reason": refusal.message})
