"""One port for pages and streams: which bytes go where."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from plenary.config import asgi
from plenary.config.front import Front, body_length, last_of_its_connection, path_of

HOST = "127.0.0.1"
Scene = Callable[["Stage"], Awaitable[None]]


class Streaming(asyncio.Protocol):
    """In place of the streaming server."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(b"stream:" + data)


class Stage:
    """A web server that says what it got, the front before it, and connections to that."""

    def __init__(self) -> None:
        self.got = 0
        self.front: Front
        self.port: int
        self.answering = asyncio.Event()
        self.answering.set()

    async def _web(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1 << 20):
            self.got += len(data)
            await self.answering.wait()
            writer.write(b"web:" + data[:200])
        writer.close()

    async def play(self, scene: Scene) -> None:
        web = await asyncio.start_server(self._web, HOST, 0)
        self.front = Front(web.sockets[0].getsockname(), Streaming, asgi.ours)
        await self.front.listen(HOST, 0)
        assert self.front.server is not None
        self.port = self.front.server.sockets[0].getsockname()[1]
        try:
            await asyncio.wait_for(scene(self), 10)
        finally:
            web.close()
            await self.front.close(patience=0.2)

    async def connect(self) -> "Line":
        return Line(*await asyncio.open_connection(HOST, self.port))


class Line:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def ask(self, *parts: bytes) -> bytes:
        for part in parts:
            self.writer.write(part)
            await asyncio.sleep(0.02)
        return await asyncio.wait_for(self.reader.read(1 << 16), 3)


def run(scene: Scene) -> None:
    async def whole() -> None:
        await Stage().play(scene)

    asyncio.run(whole())


def head(path: str, more: str = "", method: str = "GET") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode()


@pytest.mark.parametrize(
    ("path", "whose"),
    [
        ("/", b"web:"),
        ("/api/v1/streaming", b"stream:"),
        ("/api/v1/streaming?stream=user", b"stream:"),
        ("/api/v1/streaming/", b"stream:"),
        ("/api/v1/streaming/public/local", b"stream:"),
        ("/api/v1/streamings", b"web:"),
        ("/live", b"stream:"),
        ("/lives", b"web:"),
        ("/x?/api/v1/streaming", b"web:"),
    ],
)
def test_each_path_goes_where_it_is_answered(path: str, whose: bytes) -> None:
    async def scene(stage: Stage) -> None:
        line = await stage.connect()
        assert (await line.ask(head(path))).startswith(whose + b"GET " + path.encode())

    run(scene)


def test_a_request_is_looked_at_however_it_arrives() -> None:
    async def scene(stage: Stage) -> None:
        line = await stage.connect()
        told = await line.ask(*(bytes([one]) for one in head("/api/v1/streaming")))
        assert told.startswith(b"stream:GET")

    run(scene)


def test_over_one_connection_pages_and_then_a_stream() -> None:
    async def scene(stage: Stage) -> None:
        line = await stage.connect()
        sent = head("/a", "Content-Length: 40\r\n", "POST")
        body = head("/api/v1/streaming")[:40]
        assert len(body) == 40
        assert (await line.ask(sent + body[:7], body[7:])).startswith(b"web:POST")
        assert (await line.ask(head("/b"))).startswith(b"web:GET /b")
        assert (await line.ask(head("/api/v1/streaming/user"))).startswith(b"stream:GET")
        assert not stage.front.visitors, "it is the streaming server's now"

    run(scene)


def test_what_is_asked_at_once_is_answered_by_one() -> None:
    """The answer to the first must not be lost."""

    async def scene(stage: Stage) -> None:
        line = await stage.connect()
        told = await line.ask(head("/a") + head("/api/v1/streaming"))
        assert told.startswith(b"web:GET /a") and b"stream:" not in told

    run(scene)


def test_a_stream_is_the_last_thing_its_connection_is_asked() -> None:
    """So that what comes after a refused one reaches the web server."""

    async def scene(stage: Stage) -> None:
        line = await stage.connect()
        assert b"\r\nConnection: close\r\n\r\n" in await line.ask(head("/api/v1/streaming"))
        upgrade = head("/api/v1/streaming", "Upgrade: WebSocket\r\nConnection: Upgrade\r\n")
        assert b"close" not in await (await stage.connect()).ask(upgrade)
        chunked = head("/a", "Transfer-Encoding: chunked\r\n", "POST")
        assert b"Connection: close" in await (await stage.connect()).ask(chunked + b"1\r\nx\r\n")

    run(scene)


@pytest.mark.parametrize(
    "odd", [b"\x16\x03\x01\x02\x00", b"\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"x" * 70_000]
)
def test_what_is_no_request_is_left_to_the_web_server(odd: bytes) -> None:
    async def scene(stage: Stage) -> None:
        line = await stage.connect()
        assert (await line.ask(odd)).startswith(b"web:" + odd[:1])

    run(scene)


def test_large_bodies_wait_for_a_slow_web_server() -> None:
    async def scene(stage: Stage) -> None:
        stage.answering.clear()
        line = await stage.connect()
        size = 30_000_000
        line.writer.write(head("/a", f"Content-Length: {size}\r\n", "POST") + b"x" * size)
        await asyncio.sleep(0.3)
        (visitor,) = stage.front.visitors
        assert visitor.onward is not None and visitor.onward.transport is not None
        assert visitor.onward.transport.get_write_buffer_size() < 1 << 20
        stage.answering.set()
        await line.writer.drain()
        while stage.got < size:  # noqa: ASYNC110
            await asyncio.sleep(0.02)

    run(scene)


def test_without_a_web_server_nobody_is_kept_waiting() -> None:
    async def scene(stage: Stage) -> None:
        stage.front.web = (HOST, 1)
        line = await stage.connect()
        assert await line.ask(head("/")) == b"", "closed"
        assert (await (await stage.connect()).ask(head("/live"))).startswith(b"stream:")
        assert not stage.front.visitors

    run(scene)


def test_who_leaves_is_left_at_both_ends() -> None:
    async def scene(stage: Stage) -> None:
        line = await stage.connect()
        await line.ask(head("/"))
        line.writer.close()
        while stage.front.visitors:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        silent = await stage.connect()
        await asyncio.sleep(0.05)
        await stage.front.close(patience=0.2)
        assert await silent.reader.read() == b""
        with pytest.raises(ConnectionRefusedError):
            await stage.connect()

    run(scene)


def test_heads() -> None:
    assert path_of(head("/%61pi?x")) == "/api"
    assert path_of(b"nonsense\r\n\r\n") == ""
    assert body_length(head("/")) == 0
    assert body_length(head("/", "CONTENT-length:  12 \r\n")) == 12
    for odd in ("-1", "1e3", "9" * 20, ""):
        assert body_length(head("/", f"Content-Length: {odd}\r\n")) > 1 << 60
    assert last_of_its_connection(head("/")).endswith(b"localhost\r\nConnection: close\r\n\r\n")
