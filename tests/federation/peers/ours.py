"""Plenary as `plenary dev-server` runs it, federating on loopback, each with data of its own; the
person does everything by the client API, as their app would, and sees what it shows them.
"""

import json
import os
import sys
import urllib.parse
from collections.abc import Iterable
from typing import Any

from tests.federation.peers.peer import Json, Peer, Seen, ask_json, free_port, until

_VISIBILITIES = {"followers": "private"}


class Plenary(Peer):
    """`--locked` makes followers wait. `more` are people beside the one, each with their name as
    their token."""

    name = "plenary"
    more: tuple[str, ...] = ("somebody",)

    def command(self) -> list[str]:
        accounts = [{"username": self.person, "locked": "--locked" in self.flags}]
        tokens = [{"account": self.person, "token": self.token}]
        for one in self.more:
            accounts.append({"username": one})
            tokens.append({"account": one, "token": one})
        app = {"name": "tests", "scopes": "read write follow push"}
        seed = {"accounts": accounts, "applications": [app], "tokens": tokens}
        (self.folder / "seed.json").write_text(json.dumps(seed))
        command = [sys.executable, "-m", "plenary.management.cli", "dev-server"]
        command += ["--federate", "--url", self.url, "--port", str(self.port)]
        command += ["--seed", "seed.json"]
        return [*command, "--streaming-port", str(free_port())]

    def environment(self) -> dict[str, str]:
        return {
            "PLENARY_DATA": str(self.folder / "data"),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        }

    # The client API.

    def api(self, path: str, body: Json | None = None, *, method: str = "", token: str = "") -> Any:
        """What a method answers: GET, or POST where there is a body, or what is said."""
        data = None if body is None else json.dumps(body).encode()
        kind = "application/json"
        place = f"{self.url}/api{path}"
        return ask_json(place, token or self.token, data, kind, method=method)[0]

    def account(self, handle: str) -> Json:
        """Somebody by handle, whom the server looks up elsewhere if it must; by id too."""
        asked = urllib.parse.urlencode({"q": handle, "resolve": "true", "type": "accounts"})
        return dict(until(lambda: self.api(f"/v2/search?{asked}")["accounts"])[0])

    def status(self, uri: str) -> Json:
        """A post by its id; one that is not known is fetched."""
        if known := self._known(uri):
            return known
        asked = urllib.parse.urlencode({"q": uri, "resolve": "true", "type": "statuses"})
        return dict(until(lambda: self.api(f"/v2/search?{asked}")["statuses"])[0])

    def _known(self, uri: str) -> Json | None:
        """A post that is shown somewhere: to its author, at home or in a notice."""
        if not hasattr(self, "_ids"):
            self._ids: dict[str, str] = {}
        if uri not in self._ids:
            shown = list(self.api("/v1/timelines/home?limit=40"))
            me = self.api("/v1/accounts/verify_credentials")["id"]
            shown += self.api(f"/v1/accounts/{me}/statuses?limit=40")
            shown += [one["status"] for one in self.api("/v1/notifications") if one.get("status")]
            for one in shown:
                for status in filter(None, (one, one["reblog"])):
                    self._ids[status["uri"]] = status["id"]
        if uri not in self._ids:
            return None
        try:
            return dict(self.api(f"/v1/statuses/{self._ids[uri]}"))
        except AssertionError as wrong:
            if "answers 404" in str(wrong):
                return None
            raise

    def _to_account(self, act: str, handle: str) -> None:
        self.api(f"/v1/accounts/{self.account(handle)['id']}/{act}", {})

    def _to_status(self, act: str, uri: str) -> None:
        self.api(f"/v1/statuses/{self.status(uri)['id']}/{act}", {})

    # What the person does.

    def follow(self, handle: str) -> None:
        self._to_account("follow", handle)

    def unfollow(self, handle: str) -> None:
        self._to_account("unfollow", handle)

    def post(self, text: str, *, visibility: str = "public", mentions: Iterable[str] = ()) -> str:
        words = " ".join([*(f"@{one}" for one in mentions), text])
        seen_by = _VISIBILITIES.get(visibility, visibility)
        return str(self.api("/v1/statuses", {"status": words, "visibility": seen_by})["uri"])

    def reply(self, uri: str, text: str) -> str:
        parent = self.status(uri)
        words = f"@{parent['account']['acct']} {text}"
        made = self.api("/v1/statuses", {"status": words, "in_reply_to_id": parent["id"]})
        return str(made["uri"])

    def boost(self, uri: str) -> None:
        self._to_status("reblog", uri)

    def unboost(self, uri: str) -> None:
        self._to_status("unreblog", uri)

    def like(self, uri: str) -> None:
        self._to_status("favourite", uri)

    def unlike(self, uri: str) -> None:
        self._to_status("unfavourite", uri)

    def edit(self, uri: str, text: str) -> None:
        self.api(f"/v1/statuses/{self.status(uri)['id']}", {"status": text}, method="PUT")

    def delete(self, uri: str) -> None:
        self.api(f"/v1/statuses/{self.status(uri)['id']}", method="DELETE")

    def block(self, handle: str) -> None:
        self._to_account("block", handle)

    def unblock(self, handle: str) -> None:
        self._to_account("unblock", handle)

    # What the person sees.

    def _people(self, kind: str) -> set[str]:
        me = self.api("/v1/accounts/verify_credentials")["id"]
        return {str(one["uri"]) for one in self.api(f"/v1/accounts/{me}/{kind}")}

    def followers(self) -> set[str]:
        return self._people("followers")

    def following(self) -> set[str]:
        return self._people("following")

    def waiting(self) -> set[str]:
        """Who asked to follow and was not answered."""
        return {str(one["uri"]) for one in self.api("/v1/follow_requests")}

    def answer(self, handle: str, accept: bool) -> None:
        """Let somebody who waits follow, or not."""
        act = "authorize" if accept else "reject"
        self.api(f"/v1/follow_requests/{self.account(handle)['id']}/{act}", {})

    def is_blocked_by(self, other: Peer) -> bool:
        """Who blocks the person is not there for them."""
        asked = urllib.parse.urlencode({"acct": other.handle})
        try:
            them = self.api(f"/v1/accounts/lookup?{asked}")
        except AssertionError as wrong:
            return "answers 404" in str(wrong)
        ties = self.api(f"/v1/accounts/relationships?id[]={them['id']}")
        return all(tie["blocked_by"] for tie in ties)  # none: it came between the two

    def seen(self, uri: str) -> Seen | None:
        known = self._known(uri)
        if known is None:
            return Seen(deleted=True) if uri in self._ids else None
        try:
            return self._looked_at(known)
        except AssertionError as wrong:
            if "answers 404" in str(wrong):  # gone since
                return Seen(deleted=True)
            raise

    def _looked_at(self, known: Json) -> Seen:
        number = known["id"]
        likes, boosts = (
            sorted(str(one["uri"]) for one in self.api(f"/v1/statuses/{number}/{kind}"))
            for kind in ("favourited_by", "reblogged_by")
        )
        thread = self.api(f"/v1/statuses/{number}/context")
        below = [one for one in thread["descendants"] if one["in_reply_to_id"] == number]
        above = {one["id"]: str(one["uri"]) for one in thread["ancestors"]}
        return Seen(
            content=known["content"],
            author=known["account"]["uri"],
            in_reply_to=above.get(known["in_reply_to_id"], ""),
            likes=likes,
            boosts=boosts,
            replies=sorted(str(one["uri"]) for one in below),
        )
