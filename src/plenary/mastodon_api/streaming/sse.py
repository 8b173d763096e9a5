"""Server-sent events: one channel a connection."""

from plenary.api import streams
from plenary.api.streams import Headers, Receive, Send
from plenary.mastodon_api.streaming import hub as hubs
from plenary.mastodon_api.streaming.channels import Channel
from plenary.mastodon_api.streaming.payloads import Listener

_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"private, no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


async def stream(
    channel: Channel, listener: Listener, receive: Receive, send: Send, cors: Headers
) -> None:
    """Send what happens on the channel until either side ends it."""
    hub = hubs.hub
    opened = hubs.EventStream(listener, channel)
    hub.add(opened)
    try:
        headers = [*_HEADERS, *cors]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        # A comment, so that the client knows at once that it is listening.
        await send({"type": "http.response.body", "body": b":)\n", "more_body": True})
        with opened.writing():
            await streams.send_frames(opened, receive, send)
    finally:
        hub.remove(opened)
