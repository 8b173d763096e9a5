"""Every way in which a stranger's address is asked, and what is dialled by it."""

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import pytest

from plenary.federation.actions import asking
from plenary.lib import fetch, objects
from plenary.lib.errors import PlenaryError
from plenary.lib.preview import Preview
from plenary.lib.sending import Sender
from plenary.management.commands.import_programme import Command as ImportProgramme
from plenary.statuses.actions import cards
from plenary.timelines.actions import push

PUBLIC = "93.184.216.34"


class Untaken(Exception):
    """It was not had, in the words of that entrance."""


def _post(url: str) -> None:
    async def once() -> None:
        async with Sender(connections=1) as sender:
            await sender.post(url, b"{}", {})

    asyncio.run(once())


def _push(url: str) -> None:
    push._resting.clear()
    push._check_endpoint(url)
    _push_kept(url)


def _push_kept(url: str) -> None:
    """To an address that was kept when other rules held."""
    push._resting.clear()
    try:
        status = push._sent(url, b"", {})
    except ValueError:  # such an address was never kept
        status = 408
    if status == 408:
        raise Untaken


def _preview(url: str) -> None:
    if not cards._read(url):
        raise Untaken


def _picture(url: str) -> None:
    found = Preview(title="x", image=url)
    if not cards._picture(found)["image"]:
        raise Untaken


def _programme(given: str) -> None:
    if "://" not in given:  # a file
        raise Untaken
    ImportProgramme()._data(given)


def _elsewhere(url: str) -> None:
    """A picture of a person or an emoji that lives elsewhere."""
    if asking.picture(url, 1000) is None:
        raise Untaken


def _node(url: str) -> None:
    if asking.plain(url) is None:
        raise Untaken


ENTRANCES: dict[str, Callable[[str], Any]] = {
    "fetch": lambda url: fetch.fetch(url, max_bytes=1000),
    "ask": lambda url: fetch.ask("POST", url, body=b"a=b"),
    "send": lambda url: fetch.send(url, b"", {}),
    "object": objects.fetch_object,
    "collection": lambda url: list(objects.fetch_collection(url)),
    "delivery": _post,
    "push": _push,
    "push kept": _push_kept,
    "preview": _preview,
    "picture": _picture,
    "programme": _programme,
    "picture elsewhere": _elsewhere,
    "node": _node,
}
REFUSALS = (fetch.FetchRefused, PlenaryError, Untaken, asking.Unreachable)


class Wires:
    """No TCP connection is made; `dialled` says which would have been, `asked` what was looked up.
    Names lead where `names` says; numbers are read as a system's resolver reads them."""

    def __init__(self) -> None:
        self.dialled: list[str] = []
        self.asked: list[str] = []
        self.names: dict[str, list[str]] = {}

    def look_up(self, host: str, port: int, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
        self.asked.append(host)
        found = self.names.get(host) or [_number(host)]
        return [
            (
                socket.AF_INET6 if ":" in one else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (one, port, 0, 0) if ":" in one else (one, port),
            )
            for one in found
        ]

    def connect(self, address: tuple[Any, ...]) -> None:
        self.dialled.append(address[0])
        raise ConnectionRefusedError


def _number(host: str) -> str:
    try:
        if ":" in host:
            return str(ipaddress.IPv6Address(host))
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, ValueError):
        raise socket.gaierror(-2, "Name or service not known") from None


def cut_off(monkeypatch: pytest.MonkeyPatch) -> Wires:
    wires = Wires()
    monkeypatch.setattr(socket, "getaddrinfo", wires.look_up)
    monkeypatch.setattr(socket.socket, "connect", wires.connect)
    return wires
