"""A server with Fedify, which signs by RFC 9421 first and by the old draft where that is refused.

Fedify is a library: whatever touches the wire is its own, `fedify/` only says who is there and
keeps what arrived. `--cavage` turns the order of the signatures round, `--locked` makes followers
wait.
"""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.federation.peers.peer import ForeignServer, Json, Peer, Seen, ask_json

FOLDER = Path(__file__).with_name("fedify")


def node() -> str:
    """The Node that was installed beside Fedify, which needs a newer one than Debian has."""
    for found in sorted((FOLDER / "node_modules").glob("node-*/bin/node")):
        return str(found)
    found_here = shutil.which("node")
    assert found_here and (FOLDER / "node_modules").is_dir(), "run scripts/setup tests first"
    return found_here


class Fedify(ForeignServer):
    name = "fedify"

    def command(self) -> list[str]:
        program = str(FOLDER / "server.mjs")
        return [node(), program, str(self.port), self.person, self.token, *self.flags]

    def _do(self, act: str, **about: object) -> Any:
        body = json.dumps({"act": act, **about}).encode()
        return ask_json(f"{self.url}/control", self.token, body, "application/json")[0]

    def follow(self, handle: str) -> None:
        self._do("follow", handle=handle)

    def unfollow(self, handle: str) -> None:
        self._do("undo", kind="Follow", about=handle)

    def post(self, text: str, *, visibility: str = "public", mentions: Iterable[str] = ()) -> str:
        return str(self._do("post", text=text, visibility=visibility, mentions=list(mentions)))

    def reply(self, uri: str, text: str) -> str:
        made = self._do("post", text=text, visibility="public", mentions=[], reply_to=uri)
        return str(made)

    def boost(self, uri: str) -> None:
        self._do("boost", uri=uri)

    def unboost(self, uri: str) -> None:
        self._do("undo", kind="Announce", about=uri)

    def like(self, uri: str) -> None:
        self._do("like", uri=uri)

    def unlike(self, uri: str) -> None:
        self._do("undo", kind="Like", about=uri)

    def edit(self, uri: str, text: str) -> None:
        self._do("edit", uri=uri, text=text)

    def delete(self, uri: str) -> None:
        self._do("delete", uri=uri)

    def block(self, handle: str) -> None:
        self._do("block", handle=handle)

    def unblock(self, handle: str) -> None:
        self._do("undo", kind="Block", about=handle)

    def _people(self, kind: str) -> set[str]:
        return set(self._do("people")[kind])

    def followers(self) -> set[str]:
        return self._people("followers")

    def following(self) -> set[str]:
        return self._people("following")

    def is_blocked_by(self, other: Peer) -> bool:
        return other.actor in self._people("blocked_by")

    def inbox(self) -> list[Json]:
        return list(self._do("inbox"))

    def seen(self, uri: str) -> Seen | None:
        found = self._do("seen", uri=uri)
        return None if found is None else Seen(**found)
