"""Servers that federate on loopback, started once for a file of tests and ended after it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.federation.peers.by_bovine import Bovine
from tests.federation.peers.by_fedify import Fedify
from tests.federation.peers.ours import Plenary
from tests.federation.peers.peer import Peer

KINDS: dict[str, type[Peer]] = {"plenary": Plenary, "fedify": Fedify, "bovine": Bovine}
Start = Callable[..., list[Peer]]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """`start("plenary maya", "fedify dot --locked")`: servers, with the name of the one person each
    has, started at once; for the same words the same server."""
    folder: Path = tmp_path_factory.mktemp("peers")
    running: dict[str, Peer] = {}

    def give(*wanted: str) -> list[Peer]:
        fresh = [one for one in wanted if one not in running]
        for one in fresh:
            kind, person, *flags = one.split()
            running[one] = KINDS[kind](folder, person, *flags)
        for one in fresh:
            running[one].wait()
        return [running[one] for one in wanted]

    yield give
    for server in running.values():
        server.ask_to_stop()
    for server in running.values():
        server.stop()
