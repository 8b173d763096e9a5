"""A Fediverse server run on loopback for one person: what a test makes that person do, and what it
asks whether they see. `by_fedify.py` and `by_bovine.py` are of others, `ours.py` is Plenary.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

HOST = "127.0.0.1"
_START_SECONDS = 60.0
_STOP_SECONDS = 15.0
_SEEN_SECONDS = 60.0
T = TypeVar("T")
Json = dict[str, Any]


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


def until(ask: Callable[[], T], holds: Callable[[T], object] = bool) -> T:
    """What `ask` answers once `holds` says so of it: what is sent arrives a moment later.

    Raises AssertionError, with the last answer, where it does not come.
    """
    limit = time.monotonic() + _SEEN_SECONDS
    while not holds(found := ask()):
        assert time.monotonic() < limit, f"it does not come; the last answer was {found!r}"
        time.sleep(0.05)
    return found


def ask_json(
    url: str,
    token: str = "",
    body: bytes | None = None,
    kind: str = "application/activity+json",
    *,
    method: str = "",
) -> tuple[Any, dict[str, str]]:
    """What `url` answers, and its headers. Raises AssertionError where that is not a 2xx."""
    headers = {"Accept": "application/activity+json, application/jrd+json, application/json"}
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    headers |= {"Content-Type": kind} if body is not None else {}
    asked = urllib.request.Request(url, body, headers, method=method or None)
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return json.load(answer), {key.lower(): value for key, value in answer.headers.items()}
    except urllib.error.HTTPError as wrong:
        said = wrong.read().decode(errors="replace")
        raise AssertionError(f"{url} answers {wrong.code}: {said}") from None


def actor_of(handle: str) -> str:
    """The id of whom a handle names, by WebFinger over http; an id stays what it is."""
    if "://" in handle:
        return handle
    name = handle.removeprefix("@")
    resource = urllib.parse.quote(f"acct:{name}")
    place = f"http://{name.partition('@')[2]}/.well-known/webfinger?resource={resource}"
    found, _ = ask_json(place)
    return next(
        str(link["href"])
        for link in found["links"]
        if link["rel"] == "self" and "json" in link.get("type", "")
    )


@dataclass
class Seen:
    """What a server keeps of a post."""

    deleted: bool = False
    content: str = ""
    author: str = ""
    in_reply_to: str = ""
    likes: list[str] = field(default_factory=list)
    boosts: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)


class Peer(ABC):
    """One person's server, from its start to its end. What is asked of it was sent, or will be,
    when it returns; where a server tells that somebody refused it, AssertionError is raised."""

    name: str
    actor: str  # the person's id, known once the server was waited for

    def __init__(self, folder: Path, person: str, *flags: str) -> None:
        self.person, self.flags = person, flags
        self.port = free_port()
        self.host = f"{HOST}:{self.port}"
        self.url = f"http://{self.host}"
        self.handle = f"{person}@{self.host}"
        self.token = secrets.token_urlsafe()
        self.folder = folder / f"{self.name}-{self.port}"
        self.folder.mkdir(parents=True)
        self.log = self.folder / "server.log"
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PLENARY_")}
        command = self.command()
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=kept | {"PYTHONUNBUFFERED": "1"} | self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @abstractmethod
    def command(self) -> list[str]:
        """What is run, in the server's own folder."""

    def environment(self) -> dict[str, str]:
        return {}

    def said(self) -> str:
        """The end of what it printed."""
        return self.log.read_text(errors="replace")[-6000:]

    def wait(self) -> None:
        """Until the person can be found."""
        limit = time.monotonic() + _START_SECONDS
        while True:
            assert self.process.poll() is None, f"{self.name} ended:\n{self.said()}"
            assert time.monotonic() < limit, f"{self.name} does not come up:\n{self.said()}"
            try:
                self.actor = actor_of(self.handle)
                return
            except (OSError, AssertionError):
                time.sleep(0.05)

    def ask_to_stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        """Until it ended; it is killed where it does not end by itself."""
        self.ask_to_stop()
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(_STOP_SECONDS)

    # What the person does.

    @abstractmethod
    def follow(self, handle: str) -> None: ...

    @abstractmethod
    def unfollow(self, handle: str) -> None: ...

    @abstractmethod
    def post(self, text: str, *, visibility: str = "public", mentions: Iterable[str] = ()) -> str:
        """The post's id. `visibility` is public, unlisted, followers or direct; `mentions` are
        handles."""

    @abstractmethod
    def reply(self, uri: str, text: str) -> str:
        """In public; whom it answers is mentioned."""

    @abstractmethod
    def boost(self, uri: str) -> None: ...

    @abstractmethod
    def unboost(self, uri: str) -> None: ...

    @abstractmethod
    def like(self, uri: str) -> None: ...

    @abstractmethod
    def unlike(self, uri: str) -> None: ...

    @abstractmethod
    def edit(self, uri: str, text: str) -> None: ...

    @abstractmethod
    def delete(self, uri: str) -> None: ...

    @abstractmethod
    def block(self, handle: str) -> None: ...

    @abstractmethod
    def unblock(self, handle: str) -> None: ...

    # What the person sees.

    @abstractmethod
    def followers(self) -> set[str]:
        """Ids of actors, as everywhere below."""

    @abstractmethod
    def following(self) -> set[str]:
        """Whom the person follows and who said yes."""

    @abstractmethod
    def is_blocked_by(self, other: "Peer") -> bool:
        """Whether it was told so."""

    @abstractmethod
    def seen(self, uri: str) -> Seen | None:
        """What the server keeps of a post, its own or another's, or None; nothing is fetched."""


class ForeignServer(Peer):
    """One that nobody here wrote, which shows what arrived as it arrived."""

    @abstractmethod
    def inbox(self) -> list[Json]:
        """Every activity that was let in, the oldest first."""
