"""Other servers, as far as this one asks them: documents by their address."""

from io import BytesIO
from typing import IO, Any

import pytest

from plenary.federation.actions import asking
from plenary.lib.questions import Unreachable
from tests.federation.makers import THEIRS


class Elsewhere:
    """`documents` and `fingers` are what there is; whatever else is asked for is not there, or
    beyond reach where it is in `away`. `asked` is what was asked for, in order."""

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, Any]] = {}
        self.fingers: dict[str, dict[str, Any]] = {}
        self.pictures: dict[str, bytes] = {}
        self.away: set[str] = set()
        self.asked: list[str] = []

    def document(self, uri: str) -> dict[str, Any] | None:
        self.asked.append(uri)
        if uri in self.away:
            raise Unreachable(uri)
        return self.documents.get(uri)

    def webfinger(self, resource: str, host: str, scheme: str) -> dict[str, Any] | None:
        self.asked.append(f"{resource} at {host}")
        return self.fingers.get(f"{resource} at {host}")

    def picture(self, url: str, most: int) -> IO[bytes] | None:
        self.asked.append(url)
        return BytesIO(self.pictures[url]) if url in self.pictures else None

    def person(self, uri: str, handle: str, **more: Any) -> dict[str, Any]:
        """Somebody who is there, under a handle of their own host."""
        host = uri.split("/")[2]
        made: dict[str, Any] = {
            "id": uri,
            "type": "Person",
            "preferredUsername": handle,
            "inbox": f"{uri}/inbox",
            "followers": f"{uri}/followers",
            "publicKey": {"id": f"{uri}#main-key", "owner": uri, "publicKeyPem": THEIRS[1]},
        }
        self.documents[uri] = {**made, **more}
        self.finger(handle, host, uri)
        return self.documents[uri]

    def finger(self, name: str, host: str, uri: str, subject: str = "") -> None:
        self.fingers[f"acct:{name}@{host} at {host}"] = {
            "subject": f"acct:{subject or f'{name}@{host}'}",
            "links": [{"rel": "self", "type": "application/activity+json", "href": uri}],
        }


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    made = Elsewhere()
    for name in ("document", "webfinger", "picture"):
        monkeypatch.setattr(asking, name, getattr(made, name))
    monkeypatch.setattr(asking, "plain", lambda url: None)
    return made
