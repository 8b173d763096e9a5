"""Sending to many servers at once: deliveries.

Connections stay open and are used again; what may be dialled is said in `lib.guard`. h11 reads and
writes HTTP/1.1, asyncio moves the bytes: a quarter of the processor time that a general client
takes for the same POST, and none for connections that rest.
"""

import asyncio
import time
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import h11

from plenary.lib.answers import Answer, media_type
from plenary.lib.guard import FetchRefused, in_ascii, open_connection

__all__ = ["Answer", "Sender"]

_MOST_ANSWER = 8_192  # of a body nobody reads: so much is drained to use the connection again
_MOST_HEAD = 32_768
_MOST_UNREAD = 262_144
_DRAINS = 1.0  # seconds for that
_RESTS = 30.0  # seconds; most servers hang up on what rests for a minute or more


class _Wire(asyncio.Protocol):
    """Bytes, and who waits for them."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self.unread = bytearray()
        self.ended = False
        self._waiter: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.unread += data
        if len(self.unread) > _MOST_UNREAD:
            self.transport.abort()
        self._wake()

    def eof_received(self) -> None:
        self.ended = True
        self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        self.eof_received()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def read(self) -> bytes:
        """What has come; nothing at the end."""
        while not self.unread and not self.ended:
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        found = bytes(self.unread)
        self.unread.clear()
        return found


class _Connection:
    """One at a time asks on it."""

    def __init__(self, origin: str, wire: _Wire) -> None:
        self.origin = origin
        self._wire = wire
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=_MOST_HEAD)
        self._rested = time.monotonic()
        self.heard = False  # anything of the answer that is waited for

    @property
    def is_usable(self) -> bool:
        """Whether it can be asked on once more. What was said unasked would be taken for the next
        answer."""
        return (
            self._http.our_state is h11.IDLE
            and not self._wire.ended
            and not self._wire.unread
            and self._http.trailing_data == (b"", False)
            and time.monotonic() - self._rested < _RESTS
        )

    def close(self) -> None:
        """Without a farewell, for which a server could have us wait."""
        self._wire.transport.abort()

    async def post(self, target: str, body: bytes, headers: list[tuple[str, str]]) -> Answer:
        self.heard = False
        request = h11.Request(method="POST", target=target, headers=headers)
        head = self._http.send(request) or b""
        self._wire.transport.write(head + (self._http.send(h11.Data(data=body)) or b""))
        self._http.send(h11.EndOfMessage())
        answer = await self._head()
        try:  # it has answered: what fails from here on costs the connection alone
            async with asyncio.timeout(_DRAINS):
                if await self._drained():
                    self._http.start_next_cycle()
        except (OSError, h11.ProtocolError):  # TimeoutError is an OSError
            pass
        self._rested = time.monotonic()
        return answer

    async def _next(self) -> Any:
        """An event of h11, or its PAUSED."""
        while (event := self._http.next_event()) is h11.NEED_DATA:
            data = await self._wire.read()
            self.heard = self.heard or bool(data)
            self._http.receive_data(data)
        return event

    async def _head(self) -> Answer:
        while isinstance(event := await self._next(), h11.InformationalResponse):
            pass
        if not isinstance(event, h11.Response):
            raise h11.RemoteProtocolError("no answer")
        told = {name.decode("latin-1"): value.decode("latin-1") for name, value in event.headers}
        return Answer(event.status_code, told, b"", media_type(told.get("content-type", ""))[0])

    async def _drained(self) -> bool:
        """Whether the body came to an end soon, with the connection left open."""
        left = _MOST_ANSWER
        while left >= 0:
            event = await self._next()
            if not isinstance(event, h11.Data):
                return self._http.their_state is h11.DONE and self._http.our_state is h11.DONE
            left -= len(event.data)
        return False


class Sender:
    """`async with Sender(connections=200) as sender: await sender.post(…)`. At most so many
    connections are open at once, resting ones among them; further posts wait."""

    def __init__(self, connections: int = 200) -> None:
        self._most = connections
        self._under_way = 0
        self._free = asyncio.Semaphore(connections)
        self._resting: dict[_Connection, None] = {}  # the longest at rest first
        self._of_origin: dict[str, list[_Connection]] = {}

    async def __aenter__(self) -> "Sender":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        while self._resting:
            self._give_up(next(iter(self._resting)))

    async def post(
        self, url: str, body: bytes, headers: dict[str, str], seconds: float = 10.0
    ) -> Answer:
        """The status and headers of the answer, whatever it is; its body is not kept, and nothing
        redirects it. Raises FetchRefused where the server may not be dialled or does not answer
        within the seconds, which begin once a connection is free. A server that hung up on a
        resting connection may get it twice."""
        url = in_ascii(url)
        parts = urlsplit(url)
        target = url.partition(parts.netloc)[2]
        given = {"Host": parts.netloc, "User-Agent": "Plenary", **headers}
        listed = [*given.items(), ("Content-Length", str(len(body)))]
        async with self._free:
            self._under_way += 1
            try:
                async with asyncio.timeout(seconds):
                    return await self._post(
                        f"{parts.scheme}://{parts.netloc}", target, body, listed
                    )
            except TimeoutError as error:
                raise FetchRefused(f"{parts.hostname} took too long.") from error
            except (OSError, h11.ProtocolError, ValueError) as error:
                raise FetchRefused(f"{parts.hostname} could not be reached.") from error
            finally:
                self._under_way -= 1

    async def _post(
        self, origin: str, target: str, body: bytes, headers: list[tuple[str, str]]
    ) -> Answer:
        while (rested := self._rested(origin)) is not None:
            try:
                return await self._ask(rested, target, body, headers)
            except (OSError, h11.ProtocolError):
                if rested.heard:
                    raise
        return await self._ask(await self._dial(origin), target, body, headers)

    async def _ask(
        self, connection: _Connection, target: str, body: bytes, headers: list[tuple[str, str]]
    ) -> Answer:
        try:
            answer = await connection.post(target, body, headers)
        except BaseException:
            connection.close()
            raise
        if connection.is_usable:
            self._resting[connection] = None
            self._of_origin.setdefault(connection.origin, []).append(connection)
        else:
            connection.close()
        return answer

    def _rested(self, origin: str) -> _Connection | None:
        """A connection there, taken out of rest."""
        while there := self._of_origin.get(origin):
            connection = there[-1]
            self._forget(connection)
            if connection.is_usable:
                return connection
            connection.close()
        return None

    async def _dial(self, origin: str) -> _Connection:
        while self._resting and len(self._resting) + self._under_way > self._most:
            self._give_up(next(iter(self._resting)))
        parts = urlsplit(origin)
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        wire = await open_connection(_Wire, str(parts.hostname), port, secure=secure)
        return _Connection(origin, wire)

    def _give_up(self, connection: _Connection) -> None:
        connection.close()
        self._forget(connection)

    def _forget(self, connection: _Connection) -> None:
        del self._resting[connection]
        there = self._of_origin[connection.origin]
        there.remove(connection)
        if not there:
            del self._of_origin[connection.origin]
