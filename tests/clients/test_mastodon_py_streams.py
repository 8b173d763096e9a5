"""Mastodon.py: every stream there is, as server-sent events."""

import queue
from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from mastodon import Mastodon, StreamListener

from tests.clients.people import sign_up, soon

pytestmark = pytest.mark.sqlite


class _Heard(StreamListener):
    """Keeps what came: the event, and its words."""

    def __init__(self) -> None:
        self.said: queue.Queue[tuple[str, Any]] = queue.Queue()

    def on_update(self, status: Any) -> None:
        self.said.put(("update", status.content))

    def on_status_update(self, status: Any) -> None:
        self.said.put(("status.update", status.content))

    def on_delete(self, status_id: Any) -> None:
        self.said.put(("delete", status_id))

    def on_conversation(self, conversation: Any) -> None:
        self.said.put(("conversation", conversation.last_status.content))


@pytest.fixture(scope="module")
def vera(dev_server) -> Mastodon:
    return sign_up(dev_server.url, "vera")


@pytest.fixture(scope="module")
def wim(dev_server) -> Mastodon:
    return sign_up(dev_server.url, "wim")


def _words(heard: _Heard, event: str, words: str) -> Any:
    """The next such event; others may write on the same server meanwhile."""
    while True:
        kind, said = heard.said.get(timeout=10)
        if kind == event and words in str(said):
            return said


def _leave(handle: Any, nudge: Callable[[], Any]) -> None:
    """The library closes a stream only once it has read what was coming: so something must."""
    closing = Thread(target=handle.close)
    closing.start()
    nudge()
    closing.join()


STREAMS: dict[str, Callable[[Mastodon, Any, Any], Any]] = {
    "public": lambda who, heard, _: who.stream_public(heard, run_async=True),
    "local": lambda who, heard, _: who.stream_local(heard, run_async=True),
    "hashtag": lambda who, heard, _: who.stream_hashtag("streams", heard, run_async=True),
    "local hashtag": lambda who, heard, _: who.stream_hashtag(
        "streams", heard, local=True, run_async=True
    ),
    "list": lambda who, heard, made: who.stream_list(made, heard, run_async=True),
    "user": lambda who, heard, _: who.stream_user(heard, run_async=True),
}


@pytest.mark.parametrize("name", STREAMS)
def test_a_stream(vera: Mastodon, wim: Mastodon, name: str) -> None:
    him = wim.me()
    vera.account_follow(him)
    made = vera.list_create(f"of {name}")
    vera.list_accounts_add(made, [him])
    heard = _Heard()
    handle = STREAMS[name](vera, heard, made)
    try:
        soon(handle.is_receiving)
        said = wim.status_post(f"{name} is told #streams")
        _words(heard, "update", "is told")
        wim.status_update(said, f"{name} is told anew #streams")
        _words(heard, "status.update", "anew")
        wim.status_delete(said)
        _words(heard, "delete", str(said.id))
    finally:
        _leave(handle, lambda: wim.status_post("the last #streams"))


def test_the_stream_of_direct_posts(vera: Mastodon, wim: Mastodon) -> None:
    heard = _Heard()
    handle = vera.stream_direct(heard, run_async=True)
    try:
        soon(handle.is_receiving)
        wim.status_post("@vera psst", visibility="direct")
        _words(heard, "conversation", "psst")
    finally:
        _leave(handle, lambda: wim.status_post("@vera the last", visibility="direct"))
