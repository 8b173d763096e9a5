"""The guarded client: what strangers must not have us dial is not dialled."""

import socket
import threading
from collections.abc import Iterator

import pytest

from plenary.lib import fetch

PRIVATE = [
    "127.0.0.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "2001:db8::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not fetch.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_public_addresses_are(address: str) -> None:
    assert fetch.is_public(address)


@pytest.fixture
def sink() -> Iterator[list[bytes]]:
    """A listener on loopback that keeps whatever reaches it."""
    reached: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.1)
    done = threading.Event()

    def listen() -> None:
        while not done.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            reached.append(b"connected")
            connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    yield reached
    done.set()
    thread.join()
    server.close()


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "[::]",
     "[::ffff:127.0.0.1]", "0.0.0.0", "0"],
)  # fmt: skip
def test_no_spelling_of_loopback_is_dialled(
    host: str, sink: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    dialled: list[str] = []
    real = fetch.httpcore.SyncBackend.connect_tcp
    monkeypatch.setattr(
        fetch.httpcore.SyncBackend,
        "connect_tcp",
        lambda self, host, *rest: dialled.append(host) or real(self, host, *rest),
    )
    with pytest.raises(fetch.FetchRefused):
        fetch.fetch(f"https://{host}/schedule.xml", max_bytes=1000)
    assert dialled == []
    assert sink == []


def test_one_private_answer_among_public_ones_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def both(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
        ]

    monkeypatch.setattr(fetch.socket, "getaddrinfo", both)
    with pytest.raises(fetch.FetchRefused, match="public internet"):
        fetch.fetch("https://rebinding.example/", max_bytes=1000)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://user:secret@example.org/",
        "https://example.org:22/",
        "https://example.org:5432/",
        "https://example.org:99999/",
        "https:///nowhere",
        "gopher://example.org/",
        "",
    ],
)
def test_odd_addresses_are_refused_before_they_are_resolved(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch.socket, "getaddrinfo", lambda *a, **k: pytest.fail("it was resolved"))
    with pytest.raises(fetch.FetchRefused):
        fetch.fetch(url, max_bytes=1000)


def test_every_redirect_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def hop(pool: object, url: str, *_: object) -> str:
        asked.append(url)
        return "http://169.254.169.254/latest/"

    monkeypatch.setattr(fetch, "_one_hop", hop)
    with pytest.raises(fetch.FetchRefused, match="https"):
        fetch.fetch("https://example.org/", max_bytes=1000)
    assert asked == ["https://example.org/"]


def test_circles_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "_one_hop", lambda pool, url, *_: "/again")
    with pytest.raises(fetch.FetchRefused, match="circles"):
        fetch.fetch("https://example.org/", max_bytes=1000)


class _Drip(fetch.httpcore.NetworkStream):
    """A server that sends one byte each time, for ever."""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return b"x"

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        return None

    def close(self) -> None:
        return None

    def get_extra_info(self, info: str) -> object:
        return None


def test_a_dripping_server_meets_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(fetch.time, "monotonic", lambda: now[0])
    stream = fetch._DeadlineStream(_Drip(), deadline=130.0)
    for _ in range(3):
        assert stream.read(1) == b"x"
        now[0] += 9
    now[0] += 9
    with pytest.raises(fetch.httpcore.TimeoutException):
        stream.read(1)


class _Answer:
    """What a server sends, for `_one_hop`."""

    def __init__(self, kind: str, *parts: bytes, status: int = 200, **headers: str) -> None:
        self.status = status
        self.headers = [(b"Content-Type", kind.encode())]
        self.headers += [(name.encode(), value.encode()) for name, value in headers.items()]
        self.parts = parts
        self.read = 0

    def __enter__(self) -> "_Answer":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def iter_stream(self) -> Iterator[bytes]:
        for part in self.parts:
            self.read += 1
            yield part


def _serve(monkeypatch: pytest.MonkeyPatch, *answers: _Answer) -> list[str]:
    asked: list[str] = []
    left = iter(answers)

    def stream(self: object, method: str, url: str, **_: object) -> _Answer:
        asked.append(url)
        return next(left)

    monkeypatch.setattr(fetch.httpcore.ConnectionPool, "stream", stream)
    return asked


def test_only_what_was_asked_for_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    other = _Answer("application/json; x=text/html", b"{}")
    _serve(monkeypatch, other)
    with pytest.raises(fetch.FetchRefused, match="something else"):
        fetch.fetch("https://a.example/", max_bytes=10, only=frozenset({"text/html"}))
    assert other.read == 0


def test_of_what_is_too_large_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = _Answer('Text/HTML; charset="ISO-8859-1"; x=y', *([b"12345"] * 100))
    _serve(monkeypatch, endless)
    found = fetch.fetch("https://a.example/", max_bytes=12, only=frozenset({"text/html"}), cut=True)
    assert (found.body, found.media_type, found.charset) == (
        b"123451234512", "text/html", "iso-8859-1"
    )  # fmt: skip
    assert endless.read == 3
    _serve(monkeypatch, _Answer("text/html", b"x" * 13))
    with pytest.raises(fetch.FetchRefused, match="larger"):
        fetch.fetch("https://a.example/", max_bytes=12)


def test_addresses_of_any_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _serve(
        monkeypatch,
        _Answer("text/html", status=302, location="/naïve page?q=é#x"),
        _Answer("text/html", b"ok"),
    )
    fetch.fetch("https://Bücher.example/Straße", max_bytes=12)
    assert asked[0] == "https://xn--bcher-kva.example/Stra%C3%9Fe"
    assert asked[1].isascii() and " " not in asked[1] and "#" not in asked[1]


@pytest.mark.parametrize("to", ["http://[", "https://[::1", "\\\\evil", "https://a..b/"])
def test_a_redirect_to_nowhere_is_refused(monkeypatch: pytest.MonkeyPatch, to: str) -> None:
    _serve(monkeypatch, *[_Answer("text/html", status=301, location=to)] * 9)
    with pytest.raises(fetch.FetchRefused):
        fetch.fetch("https://a.example/", max_bytes=12)
