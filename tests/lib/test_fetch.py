"""Asking other servers: what is refused, and what of an answer is read."""

import socket
from collections.abc import Iterator

import pytest

from plenary.lib import fetch, guard


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
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: pytest.fail("it was resolved"))
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

    waited: list[float | None]

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self.waited.append(timeout)
        return b"x"

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        return None

    def close(self) -> None:
        return None

    def get_extra_info(self, info: str) -> object:
        return None


def test_a_dripping_server_meets_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(guard.time, "monotonic", lambda: now[0])
    slow = _Drip()
    slow.waited = []
    stream = guard.DeadlineStream(slow, deadline=130.0)
    for _ in range(3):
        assert stream.read(1, 10.0) == b"x"
        now[0] += 9
    stream.read(1, 10.0)
    assert slow.waited == [10.0, 10.0, 10.0, 3.0], "never longer than is left"
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
