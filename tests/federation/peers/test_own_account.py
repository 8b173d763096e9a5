"""A doctor of one Plenary comes to a congress on another with the account they have: signs in with
it, says that they go, posts at home, and takes all of it back."""

import re
import urllib.error
import urllib.parse
import urllib.request
from datetime import date
from html import unescape
from http.cookiejar import CookieJar
from typing import Any

import pytest

from tests.federation.peers.conftest import Start
from tests.federation.peers.ours import Plenary
from tests.federation.peers.peer import until

pytestmark = pytest.mark.sqlite  # which the test server has, whatever else there is
_FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Browser:
    """Someone's browser at one server: cookies on loopback know no ports."""

    def __init__(self, server: Plenary) -> None:
        self.url = server.url
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(cookies, _Stay)

    def ask(self, path: str, sent: dict[str, str] | None = None) -> tuple[str, str]:
        """A page, and where it leads. `sent`: what a form is filled in with, its hidden fields as
        they are on the page."""
        place = urllib.parse.urljoin(self.url, path)
        data = None if sent is None else urllib.parse.urlencode(sent).encode()
        asked = urllib.request.Request(place, data, {"Referer": place, "Accept": "text/html"})
        try:
            with self.opener.open(asked, timeout=30) as answer:
                return answer.read().decode(), ""
        except urllib.error.HTTPError as answer:
            where = answer.headers.get("Location", "")
            assert answer.code == 302, (path, answer.code, answer.read()[-2000:])
            return "", urllib.parse.urljoin(place, where)

    def send(self, page: str, to: str = "", **filled: str) -> str:
        """Fill in the form of a page; where that leads."""
        found, _ = self.ask(page)
        hidden = {name: unescape(value) for name, value in _FIELD.findall(found)}
        return self.ask(to or page, hidden | filled)[1]

    def sign_in(self, person: str) -> None:
        self.send("/auth/login/", login=f"{person}@localhost", password="password")


def bring_in(here: Browser, at_home: Browser, handle: str) -> None:
    """As somebody does who follows what the pages say."""
    here.send("/sign-in/elsewhere", address=handle)
    until(lambda: here.ask("/sign-in/elsewhere/wait")[0], lambda page: "Go on to" in page)
    asked = here.ask("/sign-in/elsewhere/go")[1]
    back = at_home.send(asked, answer="allow")
    assert back.startswith(here.url)
    here.ask(back)
    until(lambda: here.ask("/sign-in/elsewhere/wait")[1])


def test_their_posts_appear_and_go_with_them(start: Start) -> None:
    home, congress = start("plenary maya", "plenary noor")
    assert isinstance(home, Plenary) and isinstance(congress, Plenary)
    organiser, at_home, here = Browser(congress), Browser(home), Browser(congress)
    organiser.sign_in("noor")
    today = str(date.today())
    draft = {"name": "Ward Round", "hashtag": "WardRound", "zone": "UTC"}
    made = organiser.send("/events/new", **draft, starts_on=today, ends_on=today)
    event = urllib.parse.urlsplit(made).path
    at_home.sign_in("maya")
    bring_in(here, at_home, home.handle)

    here.send(event, f"{event}/attend", state="going", audience="everyone")
    server = f"{congress.url}/actor"
    until(lambda: server in home.followers())
    home.post("dinner at home")
    said = home.post("slides are up #WardRound")

    def posts() -> dict[str, Any]:
        return {one["uri"]: one for one in congress.api("/v1/timelines/tag/WardRound")}

    found = until(lambda: posts().get(said), lambda one: one and one["reblogs_count"] == 1)
    assert found is not None and found["account"]["acct"] == f"maya@{home.host}"
    kept = congress.api(f"/v1/accounts/{found['account']['id']}/statuses")
    assert [one["uri"] for one in kept] == [said], "of what they write, that alone is kept"
    home.delete(said)
    until(lambda: said not in posts())

    here.send(event, f"{event}/attend", do="withdraw")
    until(lambda: server not in home.followers())
