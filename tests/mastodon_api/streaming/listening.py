"""Apps that listen, without a server: the other side of the streaming process's ASGI door."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.db import connections

from plenary.accounts import actions
from plenary.accounts.models import AccessToken, Account, Application
from plenary.jobs.worker import run_until_empty
from plenary.lib import pubsub
from plenary.mastodon_api.streaming import door

Scene = Callable[[], Awaitable[None]]


def let_in(account: Account, scopes: str = "read") -> tuple[AccessToken, str]:
    """A token for somebody, and its secret."""
    app = Application.objects.first()
    if app is None:
        app, _ = actions.register_application(
            name="Ward Round", redirect_uris="urn:ietf:wg:oauth:2.0:oob", scopes="read write"
        )
    return actions.grant_token(app, account, scopes)


def secret(account: Account, scopes: str = "read") -> str:
    return let_in(account, scopes)[1]


async def beside(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """In a thread, as the pages' processes are; its connection must not outlive the test."""

    def whole() -> Any:
        try:
            return work(*args, **kwargs)
        finally:
            connections.close_all()

    return await asyncio.to_thread(whole)


async def happen(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Do something, and all that follows from it."""
    made = await beside(work, *args, **kwargs)
    await beside(run_until_empty, strict=True)
    return made


async def say(channel: str, event: str, **data: Any) -> None:
    await beside(pubsub.publish, [channel], event, data)


class Side:
    """A client's side of one request."""

    def __init__(self, kind: str, path: str, token: str = "", **given: Any) -> None:
        headers = {"host": "localhost", **given.pop("headers", {})}
        if token:
            headers.setdefault("authorization", f"Bearer {token}")
        self.scope: dict[str, Any] = {
            "type": kind,
            "method": given.pop("method", "GET"),
            "subprotocols": given.pop("subprotocols", []),
            "path": "/api/v1/streaming" + path,
            "query_string": urlencode(given).encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.coming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.task = asyncio.create_task(
            door.application(self.scope, self.coming.get, self.sent.put)
        )

    async def message(self) -> dict[str, Any]:
        return await asyncio.wait_for(self.sent.get(), 5)

    async def silent(self, seconds: float = 0.4) -> bool:
        """Whether nothing but heartbeats comes for a while."""
        await asyncio.sleep(seconds)
        return self.sent.empty()


class Events(Side):
    """Server-sent events."""

    def __init__(self, path: str, token: str = "", **given: Any) -> None:
        super().__init__("http", path, token, **given)

    async def refused(self) -> tuple[int, str]:
        start, body = await self.message(), await self.message()
        return start["status"], msgspec.json.decode(body["body"])["error"]

    async def open(self) -> "Events":
        start = await self.message()
        assert start["status"] == 200, await self.message()
        headers = dict(start["headers"])
        assert headers[b"content-type"] == b"text/event-stream"
        assert headers[b"access-control-allow-origin"] == b"*"
        assert (await self.message())["body"] == b":)\n"
        return self

    async def next(self) -> tuple[str, Any]:
        """The next event and its payload."""
        text = (await self.message())["body"].decode()
        lines = text.split("\n")
        assert lines[0].startswith("event: "), text
        assert lines[1].startswith("data: "), text
        assert lines[2:] == ["", ""], "one event at a time, one line of data"
        return lines[0][7:], msgspec.json.decode(lines[1][6:])

    def leave(self) -> None:
        self.coming.put_nowait({"type": "http.disconnect"})


class Wire(Side):
    """A WebSocket."""

    def __init__(self, token: str = "", path: str = "", **given: Any) -> None:
        super().__init__("websocket", path, token, **given)
        self.coming.put_nowait({"type": "websocket.connect"})

    async def open(self) -> "Wire":
        self.accepted = await self.message()
        assert self.accepted["type"] == "websocket.accept"
        return self

    async def next(self) -> Any:
        """The next message, its payload decoded."""
        got = await self.message()
        assert got["type"] == "websocket.send", got
        return msgspec.json.decode(got["text"])

    async def ask(self, **asked: Any) -> None:
        text = msgspec.json.encode(asked).decode()
        self.coming.put_nowait({"type": "websocket.receive", "text": text})
        await asyncio.sleep(0.05)

    def leave(self) -> None:
        self.coming.put_nowait({"type": "websocket.disconnect", "code": 1001})
