"""Sending to many servers at once. Threats 25, 31 and 32; what may be dialled is in test_guard."""

import asyncio
import itertools
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from plenary.lib import fetch, guard, sending
from plenary.lib.guard import FetchRefused
from plenary.lib.sending import Answer, Sender
from tests.lib.answering import Answering, answer, answering

OK = answer(b"", "text/plain", 202)


@pytest.fixture
def peer(settings) -> Iterator[Answering]:
    settings.LOOPBACK_PEERS = True
    with answering() as made:
        made.answers["/inbox"] = OK
        yield made


def send(*urls: str, connections: int = 10, at_once: bool = False, seconds: float = 5.0) -> list:
    """The answers; a refusal in the place of one that did not come."""

    async def all_of_them() -> list[Answer | BaseException]:
        async with Sender(connections=connections) as sender:
            posts = (sender.post(url, b"{}", {"Digest": "x"}, seconds) for url in urls)
            if at_once:
                return list(await asyncio.gather(*posts, return_exceptions=True))
            return [(await asyncio.gather(post, return_exceptions=True))[0] for post in posts]

    return asyncio.run(all_of_them())


def test_one_connection_for_all(peer: Answering) -> None:
    given = send(*[f"{peer.url}/inbox"] * 5)
    assert [one.status for one in given] == [202] * 5
    assert peer.connections == 1
    asked = peer.asked[0]
    assert (asked.method, asked.path, asked.body) == ("POST", "/inbox", b"{}")
    assert asked.headers["host"] == f"localhost:{peer.port}"
    assert (asked.headers["digest"], asked.headers["content-length"]) == ("x", "2")


def test_headers_of_its_own(peer: Answering) -> None:
    async def once() -> None:
        async with Sender() as sender:
            await sender.post(f"{peer.url}/inbox", b"", {"Host": "x.example", "User-Agent": "me"})

    asyncio.run(once())
    assert peer.asked[0].headers == {"host": "x.example", "user-agent": "me", "content-length": "0"}


def test_what_it_answered(peer: Answering) -> None:
    peer.answers["/busy"] = answer(b"later", "text/plain", 429, Retry_After="7")
    [given] = send(f"{peer.url}/busy")
    assert (given.status, given.retry_after, given.body) == (429, 7.0, b"")


def test_25_nothing_redirects_it(peer: Answering) -> None:
    peer.answers["/moved"] = answer(b"", "text/plain", 307, Location="/inbox")
    [given] = send(f"{peer.url}/moved")
    assert (given.status, len(peer.asked)) == (307, 1)


def test_a_header_is_never_split(peer: Answering) -> None:
    async def once() -> None:
        async with Sender() as sender:
            await sender.post(f"{peer.url}/inbox", b"", {"X": "a\r\nY: b"})

    with pytest.raises(FetchRefused):
        asyncio.run(once())
    assert peer.asked == []


def test_no_more_connections_than_that(peer: Answering, monkeypatch) -> None:
    held: set[int] = set()
    most = 0
    made, lost = sending._Wire.connection_made, sending._Wire.connection_lost

    def begins(wire, transport) -> None:
        nonlocal most
        held.add(id(wire))
        most = max(most, len(held))
        made(wire, transport)

    def ends(wire, error) -> None:
        held.discard(id(wire))
        lost(wire, error)

    monkeypatch.setattr(sending._Wire, "connection_made", begins)
    monkeypatch.setattr(sending._Wire, "connection_lost", ends)
    with answering() as second, answering() as third:
        second.answers["/inbox"] = third.answers["/inbox"] = OK
        urls = [f"{one.url}/inbox" for one in (peer, second, third)]
        assert [one.status for one in send(*urls * 4, connections=2, at_once=True)] == [202] * 12
    assert most == 2


def test_the_longest_at_rest_makes_room(peer: Answering) -> None:
    async def three(urls: list[str]) -> list[int]:
        held = []
        async with Sender(connections=2) as sender:
            for url in urls:
                await sender.post(url, b"", {})
                held.append(len(sender._resting))
        return held

    with answering() as second, answering() as third:
        second.answers["/inbox"] = third.answers["/inbox"] = OK
        a, b, c = (f"{one.url}/inbox" for one in (peer, second, third))
        assert asyncio.run(three([a, b, a, c, a, b])) == [1, 2, 2, 2, 2, 2]
        assert (peer.connections, second.connections, third.connections) == (1, 2, 1)


def test_a_connection_that_ended_at_rest(peer: Answering) -> None:
    peer.answers["/inbox"] = [OK, b""]
    assert [one.status for one in send(*[f"{peer.url}/inbox"] * 3)] == [202] * 3
    assert peer.connections == 3


def test_one_that_rested_too_long_is_not_used(peer: Answering, monkeypatch) -> None:
    monkeypatch.setattr(sending, "_RESTS", -1.0)
    send(*[f"{peer.url}/inbox"] * 2)
    assert peer.connections == 2


def test_it_hung_up_just_now(peer: Answering, monkeypatch) -> None:
    """The end of a resting connection is not known yet when it is used: asked anew."""
    peer.answers["/inbox"] = [OK, b""]
    monkeypatch.setattr(sending._Connection, "is_usable", True)
    given = send(*[f"{peer.url}/inbox"] * 2)
    assert [getattr(one, "status", one) for one in given] == [202, 202]


def test_what_was_said_unasked_is_no_answer(peer: Answering) -> None:
    """Such as a farewell, or an answer that belongs to nobody."""
    peer.answers["/inbox"] = [OK + answer(b"", "text/plain", 410)]
    assert [one.status for one in send(*[f"{peer.url}/inbox"] * 2)] == [202, 202]
    assert peer.connections == 2


@pytest.mark.parametrize(
    "given",
    [
        b"HTTP/1.0 202 x\r\n\r\n",
        b"HTTP/1.1 202 x\r\nConnection: close\r\n\r\n",
        b"HTTP/1.1 202 x\r\n\r\nuntil the end",
    ],
)
def test_a_server_that_hangs_up_each_time(peer: Answering, given: bytes) -> None:
    peer.answers["/inbox"] = [given, b""]
    assert [one.status for one in send(*[f"{peer.url}/inbox"] * 2)] == [202] * 2
    assert peer.connections == 2


def test_first_a_word_in_between(peer: Answering) -> None:
    chunks = b"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    peer.answers["/inbox"] = b"HTTP/1.1 103 x\r\n\r\n" * 3 + chunks
    assert [one.status for one in send(*[f"{peer.url}/inbox"] * 2)] == [200] * 2
    assert peer.connections == 1


@pytest.mark.parametrize(
    "given",
    [[b""], [b"nonsense\r\n\r\n", b""], [b"HTTP/1.1 202 x\r\nX: ", b""], [b"HTTP/1.1 99"]]
    + [[b"HTTP/1.1 202 x\r\nContent-Length: a\r\n\r\n"], [b"HTTP/1.1 101 x\r\n\r\n", b""]],
)
def test_no_answer(peer: Answering, given: list[bytes]) -> None:
    peer.answers["/inbox"] = given
    [refused] = send(f"{peer.url}/inbox", seconds=0.3)
    assert isinstance(refused, FetchRefused) and refused.status is None


def test_32_no_end_of_head_or_body(peer: Answering) -> None:
    peer.answers["/head"] = itertools.chain(
        [b"HTTP/1.1 202 x\r\n"], itertools.repeat(b"X: y\r\n" * 99)
    )
    peer.answers["/body"] = itertools.chain(
        [b"HTTP/1.1 202 x\r\n\r\n"], itertools.repeat(b"x" * 9999)
    )
    peer.answers["/unread"] = answer(b"x" * 100_000, "text/html", 500)
    head, body, unread, last = send(
        *(f"{peer.url}/{one}" for one in ("head", "body", "unread", "inbox"))
    )
    assert isinstance(head, FetchRefused)
    assert (body.status, unread.status, last.status) == (202, 500, 202)
    assert peer.connections == 4, "a connection with something left on it is not used again"


def _dripping(first: bytes) -> Iterator[bytes]:
    yield first
    for byte in itertools.repeat(ord("x")):
        yield bytes([byte])
        time.sleep(0.005)


def test_31_drops_end_at_the_deadline(peer: Answering) -> None:
    peer.answers["/inbox"] = _dripping(b"HTTP/1.1 200 x\r\nX: ")
    [refused] = send(f"{peer.url}/inbox", seconds=0.1)
    assert isinstance(refused, FetchRefused) and "too long" in str(refused)


@pytest.mark.parametrize("more", [b"", b"Transfer-Encoding: chunked\r\n"])
def test_31_what_was_answered_counts(peer: Answering, monkeypatch, more: bytes) -> None:
    """A body that drips, or is broken, makes nothing of the answer undone: it is not sent again."""
    monkeypatch.setattr(sending, "_DRAINS", 0.05)
    peer.answers["/inbox"] = _dripping(b"HTTP/1.1 202 x\r\n" + more + b"\r\n")
    peer.answers["/next"] = OK
    given = send(f"{peer.url}/inbox", f"{peer.url}/next")
    assert [one.status for one in given] == [202, 202]
    assert peer.connections == 2


def test_a_silent_server_keeps_none_of_the_others_waiting(peer: Answering) -> None:
    peer.answers["/silent"] = b""
    urls = [f"{peer.url}/silent"] * 3 + [f"{peer.url}/inbox"]
    *silent, good = send(*urls, connections=4, at_once=True, seconds=0.2)
    assert good.status == 202
    assert all(isinstance(one, FetchRefused) for one in silent)


def test_a_post_that_is_called_off_leaves_nothing(peer: Answering) -> None:
    async def called_off() -> tuple[int, int]:
        async with Sender(connections=1) as sender:
            task = asyncio.create_task(sender.post(f"{peer.url}/silent", b"", {}))
            while not peer.asked:  # noqa: ASYNC110 (the server is a thread)
                await asyncio.sleep(0.005)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            answered = await sender.post(f"{peer.url}/inbox", b"", {})
            return answered.status, len(sender._resting)

    assert asyncio.run(called_off()) == (202, 1)


# --- TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of localhost, by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    pem = serialization.Encoding.PEM
    path.write_bytes(
        made.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


@pytest.fixture
def secure(settings, certificate: Path) -> Iterator[Answering]:
    settings.LOOPBACK_PEERS = True
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(certificate)
    with answering(ours) as made:
        made.answers["/inbox"] = answer(b"ok", "text/plain", 200)
        yield made


def test_tls_is_of_the_name_that_was_asked_for(
    secure: Answering, certificate: Path, monkeypatch
) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(guard, "tls", lambda: trusting)
    monkeypatch.setattr(fetch, "tls", lambda: trusting)
    assert [one.status for one in send(*[f"{secure.url}/inbox"] * 2)] == [200, 200]
    assert secure.connections == 1
    assert fetch.fetch(f"{secure.url}/inbox", max_bytes=10).body == b"ok"
    elsewhere = f"https://127.0.0.1:{secure.port}/inbox"
    assert isinstance(send(elsewhere)[0], FetchRefused)
    with pytest.raises(FetchRefused):
        fetch.fetch(elsewhere, max_bytes=10)
    assert len(secure.asked) == 3


def test_nobody_vouches_for_itself(secure: Answering) -> None:
    assert isinstance(send(f"{secure.url}/inbox")[0], FetchRefused)
    with pytest.raises(FetchRefused):
        fetch.fetch(f"{secure.url}/inbox", max_bytes=10)
    assert secure.asked == []
