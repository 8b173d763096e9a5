"""What all live streams share: a short queue for each reader, and the keeping of them all.

Runs beside the event loop of the streaming process, where nothing may wait for the database but in
a thread.
"""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from django.conf import settings
from django.db import Error
from django.http.request import split_domain_port, validate_host

from plenary.lib import ears, pubsub

log = logging.getLogger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

MOST_WAITING = 32  # messages that a slow reader may have in store
SESSION_ENDED = "session-ended"
END = b""


class Listener(Protocol):
    """Who reads, and by which right; hashable."""

    @property
    def account_id(self) -> int: ...


class Stream:
    """One reader. Kept small: a list of frames, and whoever waits for the next."""

    __slots__ = ("_waiter", "frames", "listener")
    heartbeat: ClassVar[Any] = b": \n\n"

    def __init__(self, listener: Any) -> None:
        self.listener = listener
        self.frames: list[Any] = []
        self._waiter: asyncio.Future[None] | None = None

    @property
    def ended(self) -> bool:
        return bool(self.frames) and self.frames[-1] is END

    def put(self, frame: Any) -> None:
        if self.ended:
            return
        if len(self.frames) >= MOST_WAITING:
            self.overflow()
        else:
            self.frames.append(frame)
        self._wake()

    def overflow(self) -> None:
        """The reader does not keep up."""
        self.close()

    def close(self, last: Any = END) -> None:
        """End after a last word; what waited before it is dropped."""
        self.frames = [last, END]
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def beat(self) -> None:
        """So that proxies and pages notice a dead connection; not if more is waiting."""
        if not self.frames:
            self.put(self.heartbeat)

    async def take(self) -> list[Any]:
        """All frames that wait, or the next to come."""
        while not self.frames:
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
            self._waiter = None
        taken, self.frames = self.frames, []
        return taken


S = TypeVar("S", bound=Stream)


class Hub(Generic[S]):
    """Who is connected. Each kind of stream says what a message means to its readers."""

    heartbeat_seconds: ClassVar[float] = 20
    recheck_seconds: ClassVar[float] = 30
    most_streams: ClassVar[int] = 12  # of one account; the oldest makes room
    pause_before_check: ClassVar[float] = 0
    threads_named: ClassVar[str] = "streams"

    def __init__(self) -> None:
        self.by_account: dict[int, list[S]] = defaultdict(list)
        self.tasks: list[asyncio.Task[Any]] = []
        self.checks: set[asyncio.Task[Any]] = set()
        self.threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix=self.threads_named)

    def hold(self, listeners: Iterable[Any]) -> set[Any]:
        """Those of the listeners who may go on; asks the database."""
        raise NotImplementedError

    def pass_on(self, message: pubsub.Message) -> None:
        """What a message means to those who are connected."""
        raise NotImplementedError

    def missed(self) -> None:
        """Nobody knows what was said meanwhile."""
        raise NotImplementedError

    def farewell(self, stream: S) -> Any:
        """The last word to somebody whose right ended."""
        raise NotImplementedError

    @property
    def work(self) -> list[Callable[[], Awaitable[None]]]:
        return [self._hear, self._beat, self._recheck]

    @property
    def streams(self) -> list[S]:
        return [stream for streams in self.by_account.values() for stream in streams]

    def start(self) -> None:
        """Begin to hear; at the first request when the server tells of no start."""
        if not self.tasks:
            for work in self.work:
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

    def add(self, stream: S) -> None:
        streams = self.by_account[stream.listener.account_id]
        streams.append(stream)
        if len(streams) > self.most_streams:
            streams.pop(0).close()

    def remove(self, stream: S) -> None:
        account_id = stream.listener.account_id
        with contextlib.suppress(ValueError):
            self.by_account[account_id].remove(stream)
        if not self.by_account[account_id]:
            del self.by_account[account_id]

    def deliver(self, raw: bytes | str) -> None:
        """A message came."""
        try:
            message = pubsub.decode(raw)
        except ValueError:
            log.warning("a message could not be read")
            return
        if message.event == SESSION_ENDED:
            for account_id in accounts_of(message):
                self.check_soon(self.by_account.get(account_id, ()))
        else:
            self.pass_on(message)

    async def in_thread(self, work: Callable[..., Any], *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.threads, work, *args)

    async def _hear(self) -> None:
        await ears.exchange.hear(self.deliver, self.missed)

    async def _beat(self) -> None:
        """One timer for all, spread over the interval, rather than one for each."""
        while True:
            streams = self.streams
            step = max(len(streams) // 100, 1)
            for start in range(0, len(streams), step):
                for stream in streams[start : start + step]:
                    stream.beat()
                await asyncio.sleep(self.heartbeat_seconds / 100)
            pause = self.heartbeat_seconds * (1 - min(len(streams), 100) / 100)
            await asyncio.sleep(max(pause, 0.05))

    async def _recheck(self) -> None:
        while True:
            await asyncio.sleep(self.recheck_seconds)
            await self._check(self.streams)

    def check_soon(self, streams: Iterable[S]) -> None:
        """Ask now whether these may go on."""
        if found := list(streams):
            checking = asyncio.create_task(self._check_after(found))
            self.checks.add(checking)
            checking.add_done_callback(self.checks.discard)

    async def _check_after(self, streams: Sequence[S]) -> None:
        await asyncio.sleep(self.pause_before_check)
        await self._check(streams)

    async def _check(self, streams: Sequence[S]) -> None:
        """Silence those whose right no longer holds; while the database is away, none."""
        for start in range(0, len(streams), 400):
            some = streams[start : start + 400]
            try:
                holding = await self.in_thread(self.hold, [stream.listener for stream in some])
            except (Error, OSError) as error:
                log.warning("who may listen could not be checked: %s", error)
                continue
            for stream in some:
                if stream.listener not in holding:
                    self.remove(stream)
                    stream.close(self.farewell(stream))


def accounts_of(message: pubsub.Message) -> list[int]:
    """The accounts among a message's channels."""
    found = []
    for channel in message.channels:
        kind, _, number = channel.partition(":")
        if kind == "account" and number.isdecimal():
            found.append(int(number))
    return found


async def _keep(work: Callable[[], Awaitable[None]]) -> None:
    """Whatever goes wrong in one of a hub's tasks, the open streams must not fall silent for it."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("a live stream stumbled")
        await asyncio.sleep(1)


def headers_of(scope: Scope) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
    }


def forget(scope: Scope, *dictionaries: dict[str, str]) -> None:
    """Let go of what would otherwise be kept, or logged, for as long as the stream is open."""
    scope["headers"] = []
    scope["query_string"] = scope["raw_path"] = b""
    for one in dictionaries:
        one.clear()


def host_of(headers: dict[str, str]) -> str:
    """The host asked for, if it is ours; else ''."""
    host, _ = split_domain_port(headers.get("host", ""))
    return host if host and validate_host(host, settings.ALLOWED_HOSTS) else ""


async def until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def send_frames(stream: Stream, receive: Receive, send: Send) -> None:
    """Server-sent events, whose answer has begun, until either side ends it."""
    gone = asyncio.ensure_future(until_gone(receive))
    gone.add_done_callback(lambda _: stream.close())
    try:
        while True:
            frames = await stream.take()
            body = b"".join(frames)
            if body and not gone.done():
                await send({"type": "http.response.body", "body": body, "more_body": True})
            if frames[-1] is END:
                break
        if not gone.done():
            await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()


async def answer(
    send: Send, status: int, body: bytes, kind: bytes, more: Iterable[tuple[bytes, bytes]] = ()
) -> None:
    """A whole answer."""
    headers = [
        (b"content-type", kind),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *more,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
