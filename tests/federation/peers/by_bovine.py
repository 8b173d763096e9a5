"""bovine, a server in Python that is driven by ActivityPub's own client protocol: the person posts
activities to their outbox. It shows nothing, not even a profile, to a request without a signature.

It signs by the old draft. It tells nobody whether a delivery was refused, keeps a follow in the
inbox until the client accepts it (`bovine/serve.py` does), and knows blocks as activities only.
"""

import json
import urllib.parse
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.federation.peers.peer import ForeignServer, Json, Peer, Seen, actor_of, ask_json

FOLDER = Path(__file__).with_name("bovine")
PYTHON = Path(__file__).parents[3] / ".venv" / "peers" / "bovine" / "bin" / "python"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
_PUBLIC = {PUBLIC, "as:Public", "Public"}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _id(value: Any) -> str:
    return str(value["id"] if isinstance(value, dict) else value or "")


class Bovine(ForeignServer):
    name = "bovine"

    def environment(self) -> dict[str, str]:
        return {"BUTCHER_ALLOW_HTTP": "yes"}  # its own setting for trials without TLS

    def command(self) -> list[str]:
        assert PYTHON.exists(), "run scripts/setup tests first"
        return [str(PYTHON), str(FOLDER / "serve.py"), str(self.port), self.person, self.token]

    def wait(self) -> None:
        super().wait()
        self._done: dict[tuple[str, str], Json] = {}
        self._profile, _ = ask_json(self.actor, self.token)

    # ActivityPub's client protocol.

    def _send(self, activity: Json) -> str:
        whole = {"@context": "https://www.w3.org/ns/activitystreams", "actor": self.actor}
        body = json.dumps(whole | activity).encode()
        _, headers = ask_json(self._profile["outbox"], self.token, body)
        return headers["location"]

    def _look(self, uri: str) -> Json | None:
        """Through the server, which fetches, signed as the person, what it does not keep."""
        body = urllib.parse.urlencode({"id": uri}).encode()
        kind = "application/x-www-form-urlencoded"
        try:
            found, _ = ask_json(self._profile["endpoints"]["proxyUrl"], self.token, body, kind)
        except AssertionError:
            return None
        return dict(found)

    def _items(self, collection: str) -> list[str]:
        found, _ = ask_json(f"{collection}?first=1", self.token)
        items: list[str] = []
        while page := _list(found.get("orderedItems", found.get("items"))):
            items += map(str, page)
            if not found.get("next"):
                break
            found, _ = ask_json(found["next"], self.token)
        return items

    def _towards(self, kind: str, handle: str) -> None:
        who = actor_of(handle)
        made = self._send({"type": kind, "object": who, "to": [who]})
        self._done[kind, who] = {"id": made, "object": who, "to": [who]}

    def _about(self, kind: str, uri: str, *, widely: bool) -> None:
        author = self._author(uri)
        told = {"to": [PUBLIC], "cc": [self._profile["followers"], author]}
        said: Json = {"object": uri} | (told if widely else {"to": [author]})
        self._done[kind, uri] = said | {"id": self._send({"type": kind, **said})}

    def _undo(self, kind: str, about: str) -> None:
        done = self._done.pop((kind, about))
        told = {key: done[key] for key in ("to", "cc") if key in done}
        whole = {**done, "type": kind, "actor": self.actor}
        self._send({"type": "Undo", "object": whole, **told})

    def _author(self, uri: str) -> str:
        found = self._look(uri)
        assert found, f"{uri} cannot be fetched"
        return _id(found["attributedTo"])

    # What the person does.

    def follow(self, handle: str) -> None:
        self._towards("Follow", handle)

    def unfollow(self, handle: str) -> None:
        self._undo("Follow", actor_of(handle))

    def post(self, text: str, *, visibility: str = "public", mentions: Iterable[str] = ()) -> str:
        return self._create(text, visibility, {actor_of(one): f"@{one}" for one in mentions})

    def reply(self, uri: str, text: str) -> str:
        author = self._author(uri)
        profile = self._look(author)
        assert profile, f"{author} cannot be fetched"
        named = {author: f"@{profile['preferredUsername']}"}
        return self._create(text, "public", named, inReplyTo=uri)

    def _create(self, text: str, visibility: str, named: dict[str, str], **more: str) -> str:
        followers, people = self._profile["followers"], list(named)
        to, cc = {
            "public": ([PUBLIC], [followers, *people]),
            "unlisted": ([followers], [PUBLIC, *people]),
            "followers": ([followers], people),
            "direct": (people, []),
        }[visibility]
        tags = [{"type": "Mention", "href": who, "name": name} for who, name in named.items()]
        note: Json = {"type": "Note", "attributedTo": self.actor, "content": f"<p>{text}</p>"}
        note |= {"to": to, "cc": cc, "tag": tags, **more}
        made = self._send({"type": "Create", "object": note, "to": to, "cc": cc})
        created = self._look(made)
        assert created, f"{made} is not kept"
        return _id(created["object"])

    def boost(self, uri: str) -> None:
        self._about("Announce", uri, widely=True)

    def unboost(self, uri: str) -> None:
        self._undo("Announce", uri)

    def like(self, uri: str) -> None:
        self._about("Like", uri, widely=False)

    def unlike(self, uri: str) -> None:
        self._undo("Like", uri)

    def edit(self, uri: str, text: str) -> None:
        note = self._look(uri)
        assert note, f"{uri} is not kept"
        told = {key: _list(note.get(key)) for key in ("to", "cc")}
        told = {
            key: [PUBLIC if one in _PUBLIC else one for one in all_] for key, all_ in told.items()
        }
        kept = {key: value for key, value in note.items() if key != "@context"}
        changed = kept | {"content": f"<p>{text}</p>", **told}
        self._send({"type": "Update", "object": changed, **told})

    def delete(self, uri: str) -> None:
        self._send({"type": "Delete", "object": uri})

    def block(self, handle: str) -> None:
        self._towards("Block", handle)

    def unblock(self, handle: str) -> None:
        self._undo("Block", actor_of(handle))

    # What the person sees.

    def followers(self) -> set[str]:
        return set(self._items(self._profile["followers"]))

    def following(self) -> set[str]:
        return set(self._items(self._profile["following"]))

    def inbox(self) -> list[Json]:
        found = [self._look(one) for one in self._items(self._profile["inbox"])]
        return [one for one in found if one]

    def is_blocked_by(self, other: Peer) -> bool:
        inbox = self.inbox()
        undone = {_id(one["object"]) for one in inbox if one["type"] == "Undo"}
        blocks = [one for one in inbox if one["type"] == "Block" and one["id"] not in undone]
        return any(
            (_id(one["actor"]), _id(one["object"])) == (other.actor, self.actor) for one in blocks
        )

    def seen(self, uri: str) -> Seen | None:
        own = uri.startswith(f"{self.url}/")
        if not own and not any(_id(one.get("object")) == uri for one in self.inbox()):
            return None
        note = self._look(uri)
        if note is None:
            return None
        return Seen(
            deleted=note["type"] == "Tombstone",
            content=note.get("content", ""),
            author=_id(note.get("attributedTo")),
            in_reply_to=_id(note.get("inReplyTo")),
            likes=self._who(f"{uri}/likes") if own else [],
            boosts=self._who(f"{uri}/shares") if own else [],
            replies=sorted(self._items(f"{uri}/replies")) if own else [],
        )

    def _who(self, collection: str) -> list[str]:
        found = [self._look(one) for one in self._items(collection)]
        return sorted(_id(one["actor"]) for one in found if one)
