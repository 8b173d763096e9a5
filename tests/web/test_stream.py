"""The live stream: who may listen, what they hear, and how fast they fall silent."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, connections
from django.http import HttpRequest

from plenary.accounts.models import Account
from plenary.lib import clock, pubsub
from plenary.web import stream, stream_sessions
from tests.factories import make_account

pytestmark = pytest.mark.django_db(transaction=True)


class Page:
    """A browser's side of one request to the application."""

    def __init__(self, headers: dict[str, str], path: str, method: str) -> None:
        self.scope = {
            "type": "http",
            "path": path,
            "method": method,
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.gone = asyncio.Event()
        self.task = asyncio.create_task(
            stream.application(self.scope, self._receive, self.sent.put)
        )

    async def _receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def next(self) -> dict[str, Any]:
        return await asyncio.wait_for(self.sent.get(), 5)

    async def text(self) -> str:
        """The next part that is no heartbeat."""
        while (body := (await self.next()).get("body", b"").decode()) == ": \n\n":
            pass
        return str(body)


def open_page(
    session: str = "", *, path: str = "/live", method: str = "GET", **headers: str
) -> Page:
    headers = {"host": "localhost:8001", **headers}
    if session:
        headers["cookie"] = f"other=1; sessionid={session}"
    return Page(headers, path, method)


def sign_in(account: Account) -> str:
    request = HttpRequest()
    request.session = SessionStore()
    login(request, account.user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.save()
    return str(request.session.session_key)


async def in_thread(work: Callable[..., Any], *args: Any) -> None:
    """Beside the loop, as the pages' processes are; its connection must not outlive the test."""

    def whole() -> None:
        try:
            work(*args)
        finally:
            connections.close_all()

    await asyncio.to_thread(whole)


async def tell(account: Account, event: str, data: dict[str, Any] | None = None) -> None:
    await in_thread(pubsub.publish, [pubsub.account(account.pk)], event, data or {})


@pytest.fixture
def play(tmp_path, settings, monkeypatch) -> Callable[[Callable[[], Awaitable[None]]], None]:
    """Run a scene with a hub of its own."""
    settings.DATA = tmp_path
    settings.REDIS_URL = ""
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]

    def run(scene: Callable[[], Awaitable[None]]) -> None:
        async def whole() -> None:
            monkeypatch.setattr(stream, "hub", stream.Hub())
            stream.hub.start()
            await asyncio.sleep(0.3)  # until the ears are open
            try:
                await asyncio.wait_for(scene(), 20)
            finally:
                await stream.hub.in_thread(connections.close_all)
                await stream.hub.stop()

        asyncio.run(whole())

    return run


async def listening(account_session: str) -> Page:
    page = open_page(account_session)
    start = await page.next()
    assert start["status"] == 200
    assert dict(start["headers"])[b"content-type"].startswith(b"text/event-stream")
    assert (await page.text()).startswith("retry: ")
    return page


def test_a_message_reaches_those_it_is_for_and_nobody_else(play):
    maya, tom = make_account("maya"), make_account("tom")
    sessions = sign_in(maya), sign_in(tom)

    async def scene() -> None:
        mayas, toms = await listening(sessions[0]), await listening(sessions[1])
        await tell(maya, "wave", {"wave_id": "7"})
        assert await mayas.text() == 'event: wave\ndata: {"wave_id":"7"}\n\n'
        await in_thread(pubsub.publish, [pubsub.PUBLIC], "home", {})
        assert await toms.text() == "event: home\ndata: {}\n\n"

    play(scene)


def test_without_a_session_nothing_is_heard(play):
    async def scene() -> None:
        for session in ("", "nosuchsession", "'; drop", '"nosuch\\000session"'):
            page = open_page(session)
            assert (await page.next())["status"] == 401
        assert stream.hub.streams == []

    play(scene)


@pytest.mark.parametrize("change", ["inactive", "suspended", "without account", "other password"])
def test_who_may_not_sign_in_may_not_listen_and_falls_silent_when_told(play, change):
    maya = make_account("maya")
    session = sign_in(maya)

    user = maya.user

    def apply() -> None:
        if change == "inactive":
            user.is_active = False
        elif change == "suspended":
            Account.objects.filter(pk=maya.pk).update(suspended_at=clock.now())
        elif change == "without account":
            user.account = None
        else:
            user.set_password("quite another secret")
        user.save()

    async def scene() -> None:
        page = await listening(session)
        await in_thread(apply)
        await tell(maya, stream.SESSION_ENDED)
        assert "session-ended" in await page.text()
        await asyncio.wait_for(page.task, 1)
        assert stream.hub.streams == []
        assert (await open_page(session).next())["status"] == 401

    play(scene)


def test_signing_out_silences_that_session_and_not_the_other_device(play):
    maya = make_account("maya")
    phone, desk = sign_in(maya), sign_in(maya)

    async def scene() -> None:
        on_phone, on_desk = await listening(phone), await listening(desk)
        await in_thread(SessionStore(phone).delete)
        await tell(maya, stream.SESSION_ENDED)
        assert "session-ended" in await on_phone.text()
        await tell(maya, "home")
        assert await on_desk.text() == "event: home\ndata: {}\n\n"
        await asyncio.wait_for(on_phone.task, 1)

    play(scene)


def test_a_session_that_ended_without_a_word_is_noticed(play, monkeypatch):
    monkeypatch.setattr(stream.Hub, "recheck_seconds", 1.0)
    session = sign_in(make_account("maya"))

    async def scene() -> None:
        page = await listening(session)
        await in_thread(SessionStore(session).delete)
        assert "session-ended" in await page.text()

    play(scene)


def test_a_database_away_ends_no_stream_and_a_new_page_is_asked_to_come_back(play, monkeypatch):
    maya = make_account("maya")
    session = sign_in(maya)

    def away(*_: object) -> None:
        raise OperationalError("the server closed the connection")

    async def scene() -> None:
        page = await listening(session)
        monkeypatch.setattr(stream_sessions, "still_hold", away)
        monkeypatch.setattr(stream_sessions, "identify", away)
        await tell(maya, stream.SESSION_ENDED)
        await tell(maya, "home")
        assert await page.text() == "event: home\ndata: {}\n\n"
        second = open_page(session)
        assert (await second.next())["status"] == 200
        assert (await second.next())["body"].startswith(b"retry: ")
        await asyncio.wait_for(second.task, 1)
        assert len(stream.hub.streams) == 1

    play(scene)


def test_a_page_that_leaves_is_forgotten(play):
    session = sign_in(make_account("maya"))

    async def scene() -> None:
        page = await listening(session)
        page.gone.set()
        await asyncio.wait_for(page.task, 1)
        assert stream.hub.streams == []
        assert dict(stream.hub.by_account) == {}

    play(scene)


def test_a_slow_page_is_told_to_refresh_instead_of_everything():
    slow = stream.Stream(stream_sessions.Listener(1, "key"))
    for number in range(stream.MOST_WAITING + 1):
        slow.put(b"event: home\ndata: %d\n\n" % number)
    assert slow.frames == [b"event: refresh\ndata: {}\n\n"]


def test_one_account_cannot_hold_any_number_of_streams(play):
    session = sign_in(make_account("maya"))

    async def scene() -> None:
        pages = [await listening(session) for _ in range(stream.Hub.most_streams + 1)]
        await asyncio.wait_for(pages[0].task, 1)
        assert len(stream.hub.streams) == stream.Hub.most_streams

    play(scene)


def test_a_heartbeat_comes_by_itself(play, monkeypatch):
    monkeypatch.setattr(stream.Hub, "heartbeat_seconds", 0.2)
    session = sign_in(make_account("maya"))

    async def scene() -> None:
        page = await listening(session)
        for _ in range(2):
            assert (await page.next())["body"] == b": \n\n"

    play(scene)


def test_other_paths_methods_hosts_and_origins_are_refused(play):
    session = sign_in(make_account("maya"))
    cases = [
        (open_page, {"path": "/other"}, 404),
        (open_page, {"method": "POST"}, 405),
        (open_page, {"host": "evil.example"}, 400),
        (open_page, {"origin": "https://evil.example"}, 403),
        (open_page, {"origin": "null"}, 403),
    ]

    async def scene() -> None:
        for make, arguments, status in cases:
            assert (await make(session, **arguments).next())["status"] == status, arguments

    play(scene)


def test_our_own_page_may_read_the_answer(play, settings):
    session = sign_in(make_account("maya"))
    origin = f"http://localhost:{settings.PORT}"

    async def scene() -> None:
        page = open_page(session, origin=origin)
        headers = dict((await page.next())["headers"])
        assert headers[b"access-control-allow-origin"] == origin.encode()
        assert headers[b"access-control-allow-credentials"] == b"true"
        assert headers[b"cache-control"] == b"no-store"

    play(scene)


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1", True),
        ("http://localhost:8000", "127.0.0.1", False),
        ("http://127.0.0.1:9999", "127.0.0.1", False),
        ("http://127.0.0.1:x", "127.0.0.1", False),
        ("https://127.0.0.1:8000", "127.0.0.1", False),
        ("http://127.0.0.1.evil.example:8000", "127.0.0.1", False),
    ],
)
def test_origins(settings, origin, host, allowed):
    settings.PUBLIC_URL, settings.SECURE = "http://plenary.example:8000", False
    settings.PORT, settings.STREAMING_PORT = 8000, 8001
    assert stream.allowed_origin(origin, host) is allowed


def test_with_tls_only_the_public_address(settings):
    settings.PUBLIC_URL, settings.SECURE = "https://plenary.example", True
    assert stream.allowed_origin("https://plenary.example", "plenary.example")
    assert not stream.allowed_origin("http://plenary.example:8000", "plenary.example")


def test_many_sessions_are_checked_in_two_queries(settings, django_assert_num_queries):
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    accounts = [make_account() for _ in range(20)]
    listeners = {stream_sessions.Listener(account.pk, sign_in(account)) for account in accounts}
    wrong = stream_sessions.Listener(accounts[0].pk, sign_in(accounts[1]))
    with django_assert_num_queries(2):
        assert stream_sessions.still_hold([*listeners, wrong]) == listeners
