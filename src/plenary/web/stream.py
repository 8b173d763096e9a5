"""The live stream: `GET /live`, server-sent events for a signed-in account.

A plain ASGI application in a process of its own, because thousands of open connections would
occupy the threads that answer pages. It tells that something happened and to which ids; the page
then fetches what it may see. A reconnecting page refreshes, so nothing needs to be replayed.
"""

import asyncio
import contextlib
import json
import logging
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error
from django.http import parse_cookie
from django.http.request import split_domain_port, validate_host

from plenary.lib import pubsub
from plenary.web import stream_ears, stream_sessions
from plenary.web.stream_sessions import Listener

log = logging.getLogger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

MOST_WAITING = 32  # messages a slow page may have in store before it is told to refresh instead
MOST_STREAMS = 12  # of one account; the oldest makes room
HEARTBEAT_SECONDS = 20
RECHECK_SECONDS = 30
SESSION_ENDED = "session-ended"
_RENEWAL_SECONDS = 0.3
_HEARTBEAT = b": \n\n"
_REFRESH = b"event: refresh\ndata: {}\n\n"
_END = b""


class Stream:
    """One open page. Kept small: a list of frames, and whoever waits for the next."""

    __slots__ = ("_waiter", "frames", "listener")

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.frames: list[bytes] = []
        self._waiter: asyncio.Future[None] | None = None

    def put(self, frame: bytes) -> None:
        if self.frames and self.frames[-1] is _END:
            return
        if len(self.frames) >= MOST_WAITING:
            self.frames = [_REFRESH]
        else:
            self.frames.append(frame)
        self._wake()

    def close(self, last: bytes = b"") -> None:
        """End after a last word; what waited before it is dropped."""
        self.frames = [last, _END]
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def beat(self) -> None:
        """A comment, so that proxies and pages notice a dead connection; not if more is waiting."""
        if not self.frames:
            self.put(_HEARTBEAT)

    async def take(self) -> list[bytes]:
        """All frames that wait, or the next to come."""
        while not self.frames:
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
            self._waiter = None
        taken, self.frames = self.frames, []
        return taken


class Hub:
    """Who is connected, and the passing on of messages."""

    def __init__(self) -> None:
        self.by_account: dict[int, list[Stream]] = defaultdict(list)
        self.tasks: list[asyncio.Task[Any]] = []
        self.checks: set[asyncio.Task[Any]] = set()
        self.threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sessions")

    @property
    def streams(self) -> list[Stream]:
        return [stream for streams in self.by_account.values() for stream in streams]

    def start(self) -> None:
        """Begin to hear; at the first request when the server tells of no start."""
        if not self.tasks:
            for work in (self._hear, self._beat, self._recheck):
                self.tasks.append(asyncio.create_task(_keep(work)))

    async def stop(self) -> None:
        running = [*self.tasks, *self.checks]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        self.tasks = []
        for stream in self.streams:
            stream.close()
        for _ in range(20):  # a moment for the last words
            if not self.by_account:
                break
            await asyncio.sleep(0.05)
        self.threads.shutdown(wait=False)

    def add(self, stream: Stream) -> None:
        streams = self.by_account[stream.listener.account_id]
        streams.append(stream)
        if len(streams) > MOST_STREAMS:
            streams.pop(0).close()

    def remove(self, stream: Stream) -> None:
        account_id = stream.listener.account_id
        with contextlib.suppress(ValueError):
            self.by_account[account_id].remove(stream)
        if not self.by_account[account_id]:
            del self.by_account[account_id]

    def deliver(self, raw: bytes | str) -> None:
        """Pass a message on to the streams of its channels."""
        try:
            message = pubsub.decode(raw)
        except ValueError:
            log.warning("a message could not be read")
            return
        frame = _frame(message.event, message.data)
        for channel in message.channels:
            kind, _, number = channel.partition(":")
            if channel == pubsub.PUBLIC:
                streams: Iterable[Stream] = self.streams
            elif kind == "account" and number.isdecimal():
                streams = self.by_account.get(int(number), ())
            else:
                continue
            if message.event == SESSION_ENDED:
                if found := list(streams):
                    checking = asyncio.create_task(self._check_soon(found))
                    self.checks.add(checking)
                    checking.add_done_callback(self.checks.discard)
            else:
                for stream in streams:
                    stream.put(frame)

    def refresh_all(self) -> None:
        """Something may have been missed: every page looks for itself."""
        for stream in self.streams:
            stream.put(_REFRESH)

    async def in_thread(self, work: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.threads, work, *args)

    async def _hear(self) -> None:
        await stream_ears.hear(self.deliver, self.refresh_all)

    async def _beat(self) -> None:
        """One timer for all, spread over the interval, rather than one for each."""
        while True:
            streams = self.streams
            step = max(len(streams) // 100, 1)
            for start in range(0, len(streams), step):
                for stream in streams[start : start + step]:
                    stream.beat()
                await asyncio.sleep(HEARTBEAT_SECONDS / 100)
            pause = HEARTBEAT_SECONDS * (1 - min(len(streams), 100) / 100)
            await asyncio.sleep(max(pause, 0.05))

    async def _recheck(self) -> None:
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            streams = self.streams
            for start in range(0, len(streams), 400):
                await self._check(streams[start : start + 400])

    async def _check_soon(self, streams: list[Stream]) -> None:
        # Whoever changed the password keeps this session, renewed when the answer is on its way.
        await asyncio.sleep(_RENEWAL_SECONDS)
        await self._check(streams)

    async def _check(self, streams: list[Stream]) -> None:
        """Silence the streams whose session no longer holds; while the database is away, none."""
        listeners = [stream.listener for stream in streams]
        try:
            holding = await self.in_thread(stream_sessions.still_hold, listeners)
        except (Error, OSError) as error:
            log.warning("sessions could not be checked: %s", error)
            return
        for stream in streams:
            if stream.listener not in holding:
                self.remove(stream)
                stream.close(_frame(SESSION_ENDED, {}))


async def _keep(work: Callable[[], Awaitable[None]]) -> None:
    """Whatever goes wrong in one of the hub's tasks, the open pages must not fall silent for it."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("the live stream stumbled")
        await asyncio.sleep(1)


hub = Hub()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI door."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        hub.start()
        await _answer(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            hub.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await hub.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
    }
    host, _ = split_domain_port(headers.get("host", ""))
    origin = headers.get("origin", "")
    if not (host and validate_host(host, settings.ALLOWED_HOSTS)):
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
        # These would otherwise be kept for as long as the page is open.
        headers.clear()
        scope.clear()
        await _live(key, receive, send, _cors(origin))


async def _live(key: str, receive: Receive, send: Send, cors: list[tuple[bytes, bytes]]) -> None:
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
    gone = asyncio.ensure_future(_until_gone(receive))
    gone.add_done_callback(lambda _: stream.close())
    try:
        await send({"type": "http.response.start", "status": 200, "headers": event_stream})
        await send({"type": "http.response.body", "body": greeting, "more_body": True})
        while True:
            frames = await stream.take()
            body = b"".join(frames)
            if body and not gone.done():
                await send({"type": "http.response.body", "body": body, "more_body": True})
            if frames[-1] is _END:
                break
        if not gone.done():
            await send({"type": "http.response.body", "body": b""})
    finally:
        hub.remove(stream)
        gone.cancel()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _plain(
    send: Send, status: int, text: str, cors: Iterable[tuple[bytes, bytes]] = ()
) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *cors,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})


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


def _cors(origin: str) -> list[tuple[bytes, bytes]]:
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
