"""The door of the streaming process; ordinary requests never come here."""

import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plenary.config.settings")
django.setup()

from plenary.api.streams import Hub, Receive, Scope, Send  # noqa: E402
from plenary.mastodon_api.streaming import door as apps  # noqa: E402
from plenary.mastodon_api.streaming import hub as app_hub  # noqa: E402
from plenary.web import stream as pages  # noqa: E402

__all__ = ["application", "hubs", "ours"]


def ours(path: str) -> bool:
    """Whether the streaming process answers there, and not the web server."""
    return apps.ours(path) or path == "/live"


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """`/api/v1/streaming` for apps, `/live` for our own pages."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif apps.ours(scope["path"]):
        await apps.application(scope, receive, send)
    elif scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1000})
    else:
        await pages.application(scope, receive, send)


def hubs() -> tuple[Hub[Any], ...]:
    return pages.hub, app_hub.hub


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            for hub in hubs():
                hub.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await send({"type": "lifespan.shutdown.complete"})
            return
