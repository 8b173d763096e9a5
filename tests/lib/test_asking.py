"""What is asked of other servers, and what of their answers is read. Threats 25, 31 and 32."""

import gzip
import itertools
from collections.abc import Iterator

import httpcore
import pytest

from plenary.lib import fetch
from plenary.lib.guard import FetchRefused
from tests.lib.answering import Answering, answer, answering
from tests.lib.entrances import PUBLIC, Wires, cut_off


@pytest.fixture
def peer(settings) -> Iterator[Answering]:
    settings.LOOPBACK_PEERS = True
    with answering() as made:
        yield made


def signed(method: str, url: str) -> dict[str, str]:
    return {"Signature": f"{method} {url}"}


def test_every_hop_is_signed_anew(peer: Answering) -> None:
    peer.answers = {
        "/a": answer(status=302, location="/b?x=1"),
        "/b?x=1": answer(status=307, location=f"http://127.0.0.1:{peer.port}/c"),
        "/c": answer(b"ok", "text/plain"),
    }
    found = fetch.fetch(f"{peer.url}/a#here", max_bytes=10, sign=signed)
    assert (found.url, found.body) == (f"http://127.0.0.1:{peer.port}/c", b"ok")
    assert [one.headers["signature"] for one in peer.asked] == [
        f"GET {peer.url}/a",
        f"GET {peer.url}/b?x=1",
        f"GET http://127.0.0.1:{peer.port}/c",
    ]
    assert peer.asked[0].headers["host"] == f"localhost:{peer.port}"


@pytest.mark.parametrize("status", [400, 401, 404, 410, 429, 500, 503, 204, 206])
def test_what_it_answered_is_told(peer: Answering, status: int) -> None:
    peer.answers["/"] = answer(status=status, retry_after="120")
    with pytest.raises(FetchRefused) as refused:
        fetch.fetch(f"{peer.url}/", max_bytes=10)
    assert (refused.value.status, refused.value.retry_after) == (status, 120.0)


def test_where_there_was_no_answer_none_is_told(peer: Answering) -> None:
    peer.answers["/"] = [b""]
    with pytest.raises(FetchRefused) as refused:
        fetch.fetch(f"{peer.url}/", max_bytes=10)
    assert (refused.value.status, refused.value.retry_after) == (None, None)


def test_a_question_with_an_answer(peer: Answering) -> None:
    peer.answers["/token"] = answer(b'{"a":1}', "Application/JSON; charset=utf-8", X_More="é")
    sent = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": "Bearer x"}
    given = fetch.ask("POST", f"{peer.url}/token", body=b"code=1", headers=sent)
    assert (given.status, given.media_type, given.body) == (200, "application/json", b'{"a":1}')
    assert given.headers["x-more"] == "é"
    asked = peer.asked[0]
    assert (asked.method, asked.body, asked.headers["authorization"]) == (
        "POST",
        b"code=1",
        "Bearer x",
    )
    peer.answers["/token"] = answer(b'{"error":"no"}', "application/json", 401, retry_after="3")
    given = fetch.ask("POST", f"{peer.url}/token", only=frozenset({"application/json"}))
    assert (given.status, given.body, given.retry_after) == (401, b'{"error":"no"}', 3.0)
    assert peer.asked[1].headers["content-length"] == "0"


def test_a_question_is_never_redirected(peer: Answering) -> None:
    peer.answers = {"/a": answer(status=307, location="/b"), "/b": answer(b"x")}
    given = fetch.ask("POST", f"{peer.url}/a", body=b"secret=1")
    assert (given.status, given.headers["location"], len(peer.asked)) == (307, "/b", 1)


def test_of_an_answer_no_more_and_nothing_else(peer: Answering) -> None:
    peer.answers = {"/large": answer(b"x" * 101), "/page": answer(b"x", "text/html", 500)}
    with pytest.raises(FetchRefused, match="larger") as refused:
        fetch.ask("GET", f"{peer.url}/large", max_bytes=100)
    assert refused.value.status == 200
    with pytest.raises(FetchRefused, match="something else") as refused:
        fetch.ask("GET", f"{peer.url}/page", only=frozenset({"application/json"}))
    assert refused.value.status == 500


def chunked(pieces: Iterator[bytes] | list[bytes]) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
    for piece in pieces:
        yield b"%x\r\n%s\r\n" % (len(piece), piece)


def test_32_an_endless_body_ends_at_the_cap(peer: Answering) -> None:
    peer.answers["/"] = chunked(itertools.repeat(b"x" * 10_000))
    with pytest.raises(FetchRefused, match="larger"):
        fetch.fetch(f"{peer.url}/", max_bytes=50_000)
    peer.answers["/"] = chunked(itertools.repeat(b"x" * 10_000))
    assert len(fetch.fetch(f"{peer.url}/", max_bytes=50_000, cut=True).body) == 50_000
    peer.answers["/"] = chunked(itertools.repeat(b"x" * 10_000))
    with pytest.raises(FetchRefused, match="larger"):
        fetch.ask("GET", f"{peer.url}/", max_bytes=50_000)


@pytest.mark.parametrize("packed", ["gzip", "br", "deflate", "GZIP, gzip"])
def test_32_what_is_packed_stays_so(peer: Answering, packed: str) -> None:
    bomb = gzip.compress(b"0" * 1_000_000)
    peer.answers["/"] = answer(bomb, content_encoding=packed)
    for asking in (fetch.fetch, lambda url, **more: fetch.ask("GET", url, **more)):
        with pytest.raises(FetchRefused, match="packed"):
            asking(f"{peer.url}/", max_bytes=10_000)
    assert peer.asked[0].headers["accept-encoding"] == "identity"


def dripping(first: bytes) -> Iterator[bytes]:
    """A byte at a time, each well before a reader of one read would give up."""
    import time

    for byte in itertools.chain(first, itertools.repeat(ord("x"))):
        yield bytes([byte])
        time.sleep(0.005)


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 x\r\nX: ", b"HTTP/1.1 200 x\r\n\r\n"])
def test_31_drops_end_at_the_deadline(peer: Answering, first: bytes) -> None:
    peer.answers["/"] = itertools.chain(
        [first] if first else [], dripping(b"HTTP/1.1 200 x\r\nX: ")
    )
    with pytest.raises(FetchRefused, match="too long"):
        fetch.fetch(f"{peer.url}/", max_bytes=10**9, seconds=0.1)
    peer.answers["/"] = itertools.chain(
        [first] if first else [], dripping(b"HTTP/1.1 200 x\r\nX: ")
    )
    with pytest.raises(FetchRefused, match="too long"):
        fetch.ask("POST", f"{peer.url}/", max_bytes=10**9, seconds=0.1)


def test_31_redirects_share_one_deadline(peer: Answering, monkeypatch) -> None:
    from plenary.lib import guard

    now = [0.0]

    def later(url: str) -> dict[str, str]:
        now[0] += 6
        return {}

    monkeypatch.setattr(guard.time, "monotonic", lambda: now[0])
    peer.answers["/"] = answer(status=302, location="/")
    with pytest.raises(FetchRefused, match="too long"):
        fetch.fetch(f"{peer.url}/", max_bytes=10, seconds=10.0, sign=lambda _, url: later(url))
    assert len(peer.asked) == 1


@pytest.fixture
def wires(monkeypatch) -> Wires:
    """Connections to public addresses meet a server that redirects."""
    made = cut_off(monkeypatch)
    made.names = {"first.example": [PUBLIC], "inside.example": ["10.0.0.1"]}
    return made


@pytest.mark.parametrize(
    "to",
    [
        *("https://inside.example/", "//inside.example/", "https://127.0.0.1/", "//[::1]/"),
        *(
            "http://first.example/",
            "ftp://first.example/",
            "file:///etc/passwd",
            "data:text/plain,x",
        ),
        *(
            "https://someone@first.example/",
            "https://a:b@first.example/",
            "https://first.example:22/",
        ),
        *("https://2130706433/", "https://169.254.169.254/latest/meta-data/", "javascript:0"),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_25_every_hop_is_checked(wires: Wires, monkeypatch, to: str, status: int) -> None:
    dialled: list[str] = []

    def connect(self: object, host: str, *_: object) -> httpcore.NetworkStream:
        dialled.append(host)
        return httpcore.MockStream([answer(status=status, location=to)])

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(FetchRefused):
        fetch.fetch("https://first.example/", max_bytes=10, sign=signed)
    assert (dialled, wires.dialled) == ([PUBLIC], [])
