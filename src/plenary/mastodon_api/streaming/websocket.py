"""WebSocket: any number of channels over one connection, taken up and left by messages."""

import asyncio
from typing import Any

import msgspec
from django.db import Error

from plenary.api.streams import END, Receive, Send
from plenary.mastodon_api.streaming import channels
from plenary.mastodon_api.streaming import hub as hubs
from plenary.mastodon_api.streaming.channels import Channel, Refusal
from plenary.mastodon_api.streaming.payloads import Listener

MOST_BYTES = 4096  # of a message from a client


class Request(msgspec.Struct):
    """What a client sends."""

    type: str
    stream: str = ""
    tag: str | int | None = None
    list: str | int | None = None


_decode = msgspec.json.Decoder(Request).decode


async def stream(
    first: Channel | None, listener: Listener, protocol: str | None, receive: Receive, send: Send
) -> None:
    """Send what happens on the channels subscribed to until either side ends it."""
    hub = hubs.hub
    socket = hubs.Socket(listener, *([first] if first else []))
    await send({"type": "websocket.accept", "subprotocol": protocol, "headers": []})
    hub.add(socket)
    reader = asyncio.create_task(_read(socket, receive))
    reader.add_done_callback(lambda _: socket.close())
    try:
        with socket.writing():
            await _write(socket, reader, send)
    finally:
        hub.remove(socket)
        reader.cancel()


async def _read(socket: hubs.Socket, receive: Receive) -> None:
    """Until the client is gone."""
    while (message := await receive())["type"] != "websocket.disconnect":
        if message["type"] == "websocket.receive":
            await _request(socket, message)


async def _request(socket: hubs.Socket, message: dict[str, Any]) -> None:
    raw = message.get("text") or message.get("bytes") or b""
    try:
        if len(raw) > MOST_BYTES:
            raise Refusal(400, "The message is too long")
        asked = _decode(raw)
        given = {
            name: str(value)
            for name, value in (("tag", asked.tag), ("list", asked.list))
            if value is not None
        }
        if asked.type not in ("subscribe", "unsubscribe"):
            raise Refusal(400, "Unknown message type")
        channel = channels.named(asked.stream, given)
        if asked.type == "subscribe":
            channels.permit(channel, socket.listener.scopes)
            await hubs.hub.check_owner(socket.listener, channel)
            socket.subscribe(channel)
        else:
            socket.unsubscribe(channel)
    except msgspec.MsgspecError:
        socket.put('{"error":"The message could not be read","status":400}')
    except (Error, OSError):
        socket.put('{"error":"The server is busy; please try again in a moment.","status":503}')
    except Refusal as refused:
        error = {"error": refused.message, "status": refused.status}
        socket.put(msgspec.json.encode(error).decode())


async def _write(socket: hubs.Socket, reader: asyncio.Task[None], send: Send) -> None:
    ended = False
    while not ended:
        frames = await socket.take()
        if reader.done():
            return
        if ended := frames[-1] is END:
            # Some servers send no close while somebody still waits to receive.
            reader.cancel()
            await asyncio.sleep(0)
        for frame in frames:
            if frame is not END:
                await send({"type": "websocket.send", "text": frame})
    await send({"type": "websocket.close", "code": 1000, "reason": ""})
