"""Where the live streams are: another process answers them, at an address of its own."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect

from plenary.api.call import Call
from plenary.api.door import ApiError
from plenary.api.routes import route


class _SeeThere(HttpResponseRedirect):
    status_code = 307


def _there(call: Call) -> HttpResponse:
    """Send an event source on; a WebSocket follows no redirect, so it is told where to go."""
    address = f"http{settings.STREAMING_API_URL.removeprefix('ws')}{call.request.get_full_path()}"
    if call.request.headers.get("Upgrade", "").lower() == "websocket":
        raise ApiError(426, f"WebSockets are at {settings.STREAMING_API_URL}/api/v1/streaming")
    return _SeeThere(address)


@route("GET", "/api/v1/streaming", who="anybody", gives=None)
def streaming(call: Call) -> Any:
    """Live streams are at the address that the instance announces as `urls.streaming`."""
    return _there(call)


@route("GET", "/api/v1/streaming/{kind}", who="anybody", gives=None)
def stream(call: Call, kind: str) -> Any:
    """One live stream: `user`, `public`, `hashtag`, `list` or `direct`, as server-sent events."""
    return _there(call)


@route("GET", "/api/v1/streaming/{kind}/{which}", who="anybody", gives=None)
def narrower_stream(call: Call, kind: str, which: str) -> Any:
    """Part of a live stream, such as `public/local` or `user/notification`."""
    return _there(call)
