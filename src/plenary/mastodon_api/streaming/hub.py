"""The apps that listen, and what each is told.

Messages between processes hold ids. What they name is fetched and rendered once for all who
listen, by one worker, so that things are told in the order in which they happened.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import msgspec
from django.db import Error

from plenary.api import streams
from plenary.lib import pubsub
from plenary.lib.numbers import whole
from plenary.mastodon_api.streaming import payloads
from plenary.mastodon_api.streaming.channels import (
    DIRECT,
    NOTIFICATION,
    USER,
    Channel,
    Refusal,
    carries,
    hears_notifications,
    is_list,
    is_public,
    permit,
)

log = logging.getLogger(__name__)

MOST_CHANNELS = 100  # of one socket
MOST_PENDING = 5_000
LAST_WORD_SECONDS = 2  # to send it
GATHER_SECONDS = 0.02  # what is for many comes in several messages
_STATUS = {"home": "update", "local": "update", "edited": "status.update"}
# Told to the whole account, with no more than their name.
_BARE = {"filters_changed", "notifications_merged"}
_ANNOUNCED = ("announcement", "announcement.delete", "announcement.reaction")
_encode = msgspec.json.Encoder().encode


class ApiStream(streams.Stream):
    """One connection of an app, to one channel or several."""

    __slots__ = ("_writer", "channels", "slow")
    listener: payloads.Listener

    def __init__(self, listener: payloads.Listener, *channels: Channel) -> None:
        super().__init__(listener)
        self.channels = channels
        self.slow = False
        self._writer: asyncio.Task[Any] | None = None

    @staticmethod
    def frame(channel: Channel, event: str, payload: str | None) -> Any:
        """An event as it goes over the wire."""
        raise NotImplementedError

    def subscribe(self, channel: Channel) -> None:
        permit(channel, self.listener.scopes)
        self.unsubscribe(channel)
        if len(self.channels) >= MOST_CHANNELS:
            raise Refusal(400, "Too many streams on one connection")
        self.channels = (*self.channels, channel)

    def unsubscribe(self, channel: Channel) -> None:
        self.channels = tuple(one for one in self.channels if one[:2] != channel[:2])

    def overflow(self) -> None:
        """A reader that does not keep up is let go, and comes back when it can."""
        self.slow = True
        self.close(self.last_word("Too slow"))
        if self._writer is not None:
            # It may be waiting for a reader that will never read.
            asyncio.get_running_loop().call_later(LAST_WORD_SECONDS, self._writer.cancel)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """While the current task writes to the reader; it may be broken off."""
        self._writer = asyncio.current_task()
        try:
            yield
        except asyncio.CancelledError:
            if not self.slow:
                raise

    def last_word(self, why: str) -> Any:
        raise NotImplementedError


class EventStream(ApiStream):
    """Server-sent events."""

    __slots__ = ()
    heartbeat: ClassVar[Any] = b":thump\n"

    @staticmethod
    def frame(channel: Channel, event: str, payload: str | None) -> bytes:
        data = "{}" if payload is None else payload
        return f"event: {event}\ndata: {data}\n\n".encode()

    def last_word(self, why: str) -> bytes:
        return f": {why}\n\n".encode()


class Socket(ApiStream):
    """A WebSocket."""

    __slots__ = ()

    def beat(self) -> None:
        """The server pings."""

    @staticmethod
    def frame(channel: Channel, event: str, payload: str | None) -> str:
        words = "" if payload is None else f',"payload":{_encode(payload).decode()}'
        return f'{{"stream":{channel.label},"event":"{event}"{words}}}'

    def last_word(self, why: str) -> str:
        return _encode({"error": why}).decode()


@dataclass(slots=True)
class _Order:
    """What is to be told of one thing, and on which channels."""

    accounts: set[int] = field(default_factory=set)
    public: bool = False
    payload: str | None = None


class Hub(streams.Hub[ApiStream]):
    """The open streams of apps."""

    most_streams = 60
    threads_named = "api-streams"

    def __init__(self) -> None:
        super().__init__()
        self._pending: dict[tuple[str, int], _Order] = {}
        self._some: asyncio.Event | None = None

    @property
    def work(self) -> list[Callable[[], Awaitable[None]]]:
        return [*super().work, self._tell]

    def hold(self, listeners: Iterable[Any]) -> set[Any]:
        return set(payloads.still_hold(listeners))

    def farewell(self, stream: ApiStream) -> Any:
        return stream.last_word("The access token is no longer valid")

    def missed(self) -> None:
        """Somebody's right may have ended unheard; what else was said, apps fetch by themselves."""
        self.check_soon(self.streams)

    def pass_on(self, message: pubsub.Message) -> None:
        event, data = message.event, message.data
        if event in _STATUS or event == "gone":
            self._order(_STATUS.get(event, "delete"), str(data.get("status", "")), message)
        elif event in {"notification", "conversation"}:
            self._order(event, str(data.get("id", "")), message)
        elif event in _ANNOUNCED and pubsub.PUBLIC in message.channels:
            # Of reactions the emoji belongs to what happened: each is told by itself.
            name = str(data.get("name", "")) if event == "announcement.reaction" else ""
            self._order(f"{event} {name}".strip(), str(data.get("id", "")), message)
        elif event in _BARE:
            self._order(event, "0", message)

    async def check_owner(self, listener: payloads.Listener, channel: Channel) -> None:
        """Refusal where a channel is somebody else's."""
        if is_list(channel) and not await self.in_thread(payloads.may_listen, listener, channel):
            raise Refusal(401, "Not authorized to stream this list")

    def _order(self, event: str, ident: str, message: pubsub.Message) -> None:
        number = whole(ident)
        listening = {pk for pk in streams.accounts_of(message) if pk in self.by_account}
        public = pubsub.PUBLIC in message.channels and bool(self.by_account)
        if number is None or not (listening or public):
            return
        if len(self._pending) >= MOST_PENDING:
            self._pending.pop(next(iter(self._pending)))
        order = self._pending.setdefault((event, number), _Order())
        order.accounts |= listening
        order.public = order.public or public
        if self._some is not None:
            self._some.set()

    async def _tell(self) -> None:
        self._some = asyncio.Event()
        if self._pending:
            self._some.set()
        while True:
            await self._some.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._some.clear()
            pending, self._pending = self._pending, {}
            for (event, ident), order in pending.items():
                try:
                    await self._carry_out(event, ident, order)
                except (Error, OSError) as error:
                    log.warning("a stream missed %s %s: %s", event, ident, error)

    async def _carry_out(self, event: str, ident: int, order: _Order) -> None:
        if event == "delete":
            self._to_accounts(order.accounts, USER, event, str(ident))
            self._to_lists(order.accounts, event, str(ident))
            if order.public:
                self._everywhere(event, str(ident))
        elif event == "notification":
            await self._notify(ident, order)
        elif event.startswith("announcement"):
            await self._announce(event, ident)
        elif event == "conversation":
            await self._converse(ident, order)
        elif event in _BARE:
            self._to_accounts(order.accounts, USER, event, None)
        else:
            await self._status(event, ident, order)

    async def _status(self, event: str, ident: int, order: _Order) -> None:
        homes = {pk for pk in order.accounts if self._listens(pk, USER)}
        lists = {
            int(channel.about)
            for account_id in order.accounts
            for stream in self.by_account.get(account_id, ())
            for channel in stream.channels
            if is_list(channel)
        }
        readers: set[int] = set()
        if order.public:
            readers = {
                one.listener.account_id for one in self.streams if any(map(is_public, one.channels))
            }
        if not (homes or readers or lists):
            return
        told = await self.in_thread(payloads.telling, ident, homes, readers, lists)
        if told is None:
            return
        # Whoever closed or unsubscribed meanwhile is not told: channels are read only now.
        frames: dict[tuple[Any, ...], Any] = {}

        def put(stream: ApiStream, channel: Channel) -> None:
            account_id = stream.listener.account_id
            own = account_id if account_id in told.own else 0
            key = (type(stream), channel, own)
            if key not in frames:
                frames[key] = stream.frame(channel, event, told.text_for(account_id))
            stream.put(frames[key])

        for account_id in told.homes:
            for stream in list(self.by_account.get(account_id, ())):
                if USER in stream.channels:
                    put(stream, USER)
        for account_id in set(told.lists.values()):
            for stream in list(self.by_account.get(account_id, ())):
                for channel in stream.channels:
                    if is_list(channel) and told.lists.get(int(channel.about)) == account_id:
                        put(stream, channel)
        for account_id in told.readers:
            for stream in list(self.by_account.get(account_id, ())):
                for channel in stream.channels:
                    if is_public(channel) and carries(channel, told.spread):
                        put(stream, channel)

    async def _announce(self, told: str, ident: int) -> None:
        """To everybody, alike."""
        event, _, name = told.partition(" ")
        text: str | None = str(ident)
        if event == "announcement":
            text = await self.in_thread(payloads.announcement, ident)
        elif event == "announcement.reaction":
            text = await self.in_thread(payloads.reaction, ident, name)
        if text is not None:
            self._to_accounts(list(self.by_account), USER, event, text)

    async def _notify(self, ident: int, order: _Order) -> None:
        for account_id in order.accounts:
            text = await self.in_thread(payloads.notification, account_id, ident)
            for stream in list(self.by_account.get(account_id, ())) if text else ():
                if hears_notifications(stream.listener.scopes):
                    for channel in (USER, NOTIFICATION):
                        if channel in stream.channels:
                            stream.put(stream.frame(channel, "notification", text))

    async def _converse(self, ident: int, order: _Order) -> None:
        for account_id in order.accounts:
            if self._listens(account_id, DIRECT):
                text = await self.in_thread(payloads.conversation, account_id, ident)
                if text:
                    self._to_accounts([account_id], DIRECT, "conversation", text)

    def _listens(self, account_id: int, channel: Channel) -> bool:
        return any(channel in one.channels for one in self.by_account.get(account_id, ()))

    def _to_accounts(
        self, accounts: Iterable[int], channel: Channel, event: str, payload: str | None
    ) -> None:
        for account_id in accounts:
            for stream in list(self.by_account.get(account_id, ())):
                if channel in stream.channels:
                    stream.put(stream.frame(channel, event, payload))

    def _to_lists(self, accounts: Iterable[int], event: str, payload: str) -> None:
        for account_id in accounts:
            for stream in list(self.by_account.get(account_id, ())):
                for channel in stream.channels:
                    if is_list(channel):
                        stream.put(stream.frame(channel, event, payload))

    def _everywhere(self, event: str, payload: str) -> None:
        """To whatever may have had it; who had not passes over an id they do not know."""
        for stream in self.streams:
            for channel in stream.channels:
                if is_public(channel):
                    stream.put(stream.frame(channel, event, payload))


hub = Hub()
