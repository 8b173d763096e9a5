"""Servers that are not ours, started once for a file of tests and ended after it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.federation.peers.by_bovine import Bovine
from tests.federation.peers.by_fedify import Fedify
from tests.federation.peers.foreign import ForeignServer

KINDS: dict[str, type[ForeignServer]] = {"fedify": Fedify, "bovine": Bovine}
Start = Callable[..., ForeignServer]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """`start("fedify", "dot", "--locked")`: a server of one person; the same for the same."""
    folder: Path = tmp_path_factory.mktemp("peers")
    running: dict[tuple[str, ...], ForeignServer] = {}

    def give(kind: str, person: str, *flags: str) -> ForeignServer:
        key = (kind, person, *flags)
        if key not in running:
            running[key] = KINDS[kind](folder, person, *flags)
            running[key].wait()
        return running[key]

    yield give
    for server in running.values():
        server.stop()
