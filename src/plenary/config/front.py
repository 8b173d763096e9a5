"""One port for the whole of a test server: pages, the API and live streams.

Many apps and libraries open their streams at the address of the API, whatever address the server
announces, and a WebSocket follows no redirect. So the streaming process listens at that port too,
keeps the requests that are its own and hands on the rest, byte for byte, to the web server. Each
request costs a hop more, which trying an app can bear; a real Plenary has a proxy in front that
does this (docs/how-to/test-an-app.md).
"""

import asyncio
import sys
from collections.abc import Callable
from urllib.parse import unquote

MOST_HEAD = 64 * 1024  # of a request; whatever is longer, the web server may refuse
_FOR_EVER = sys.maxsize

Ours = Callable[[str], bool]
Make = Callable[[], asyncio.Protocol]


def path_of(head: bytes) -> str:
    """The path that a request asks for; '' where its first line is none."""
    words = head.split(b"\r\n", 1)[0].split(b" ")
    return unquote(words[1].split(b"?", 1)[0].decode("latin-1")) if len(words) == 3 else ""


def body_length(head: bytes) -> int:
    """How many bytes follow a request's head; for ever where only reading them would tell, so
    that no other request is looked for on that connection."""
    length = 0
    first, *lines = head.lower().split(b"\r\n")
    if b" http/1." not in first:
        return _FOR_EVER
    for line in lines:
        name, _, value = line.partition(b":")
        if name == b"transfer-encoding":
            return _FOR_EVER
        if name == b"content-length":
            value = value.strip()
            length = int(value) if value.isdigit() and len(value) < 16 else _FOR_EVER
    return length


def last_of_its_connection(head: bytes) -> bytes:
    """A request's head, so that the next one comes over another connection. A WebSocket's is, in
    any case."""
    if b"\r\nupgrade: websocket\r\n" in head.lower():
        return head
    return head[:-2] + b"Connection: close\r\n\r\n"


class Onward(asyncio.Protocol):
    """The connection to the web server, for one visitor."""

    def __init__(self, visitor: "Visitor") -> None:
        self.visitor: Visitor | None = visitor
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self.visitor is not None:
            self.visitor.transport.write(data)

    def connection_lost(self, error: Exception | None) -> None:
        if self.visitor is not None:
            self.visitor.transport.close()

    def pause_writing(self) -> None:
        if self.visitor is not None:
            self.visitor.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.visitor is not None:
            self.visitor.transport.resume_reading()

    def leave(self) -> None:
        """The visitor goes on without the web server."""
        self.visitor = None
        if self.transport is not None:
            self.transport.close()


class Visitor(asyncio.Protocol):
    """A connection to the port that all share. Looks at each request's head."""

    def __init__(self, front: "Front") -> None:
        self.front = front
        self.transport: asyncio.Transport
        self.onward: Onward | None = None
        self.connecting: asyncio.Task[None] | None = None
        self.head = b""
        self.left = 0  # bytes of a body
        self.waiting: list[bytes] = []  # for the connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.front.visitors.add(self)

    def data_received(self, data: bytes) -> None:
        alone = True
        while data:
            if self.left:
                self._hand_on(data[: self.left])
                data, self.left = data[self.left :], max(self.left - len(data), 0)
                continue
            begun = self.head + data
            end = begun.find(b"\r\n\r\n") + 4
            if end < 4 and len(begun) <= MOST_HEAD and begun[:1].isalpha():
                self.head = begun
                return
            if end < 4:  # no request that could be a stream
                self.head, self.left, data = b"", _FOR_EVER, begun
                continue
            self.head, head, data = b"", begun[:end], begun[end:]
            # Asked together with another whose answer is to come, it is told where to ask.
            if alone and self.front.ours(path_of(head)):
                self._keep(last_of_its_connection(head) + data)
                return
            alone, self.left = False, body_length(head)
            if self.left == _FOR_EVER and b" HTTP/1." in head:
                head = last_of_its_connection(head)
            self._hand_on(head)

    def _keep(self, begun: bytes) -> None:
        """A stream: from here on this connection is the streaming server's."""
        self._part()
        protocol = self.front.make()
        self.transport.set_protocol(protocol)
        protocol.connection_made(self.transport)
        protocol.data_received(begun)

    def _hand_on(self, data: bytes) -> None:
        if self.onward is not None and self.onward.transport is not None:
            self.onward.transport.write(data)
            return
        self.waiting.append(data)
        if self.connecting is None:
            self.transport.pause_reading()
            self.connecting = asyncio.create_task(self._connect())

    async def _connect(self) -> None:
        self.onward = Onward(self)
        loop, onward = asyncio.get_running_loop(), self.onward
        try:
            made, _ = await loop.create_connection(lambda: onward, *self.front.web)
        except OSError:
            # It is starting, or starting again: as if nobody listened.
            self.transport.abort()
            return
        made.writelines(self.waiting)
        self.waiting = []
        self.transport.resume_reading()

    def _part(self) -> None:
        self.front.visitors.discard(self)
        if self.connecting is not None:
            self.connecting.cancel()
        if self.onward is not None:
            self.onward.leave()

    def connection_lost(self, error: Exception | None) -> None:
        self._part()

    def pause_writing(self) -> None:
        if self.onward is not None and self.onward.transport is not None:
            self.onward.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.onward is not None and self.onward.transport is not None:
            self.onward.transport.resume_reading()


class Front:
    """Who is connected to the port that all share. `web`: where the web server listens; `make`: a
    connection of the streaming server; `ours`: which paths are its own."""

    def __init__(self, web: tuple[str, int], make: Make, ours: Ours) -> None:
        self.web, self.make, self.ours = web, make, ours
        self.visitors: set[Visitor] = set()
        self.server: asyncio.Server | None = None

    async def listen(self, host: str, port: int) -> None:
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(lambda: Visitor(self), host, port, backlog=4096)

    async def close(self, patience: float = 3.0) -> None:
        """Take nobody more in, and wait while the web server ends what it has begun."""
        if self.server is not None:
            self.server.close()
        for visitor in list(self.visitors):
            if visitor.connecting is None:
                visitor.transport.close()
        for _ in range(round(patience / 0.05)):
            if not self.visitors:
                break
            await asyncio.sleep(0.05)
        for visitor in list(self.visitors):
            visitor.transport.abort()
