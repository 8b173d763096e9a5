"""From a handle to an actor."""

import pytest

from plenary.accounts.models import Account
from tests.factories import make_account
from tests.federation.makers import HERE, ask, remote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating")]


@pytest.fixture
def ada() -> Account:
    return make_account("Ada")


FINGER = "/.well-known/webfinger?resource="


@pytest.mark.parametrize(
    "resource",
    [
        "acct:ada@plenary.example",
        "acct:ADA@PLENARY.EXAMPLE",
        "acct:@ada@plenary.example",
        "acct:ada@plenary.example.:443",
        f"{HERE}/users/ada",
        f"{HERE}/@ada",
    ],
)
def test_webfinger_finds_people(ada: Account, resource: str) -> None:
    answer = ask(FINGER + resource)
    assert answer["Content-Type"] == "application/jrd+json; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    found = answer.json()
    assert found["subject"] == "acct:Ada@plenary.example"
    assert found["aliases"] == [f"{HERE}/@Ada", f"{HERE}/users/Ada"]
    links = {one["rel"]: one.get("href") or one["template"] for one in found["links"]}
    assert links["self"] == f"{HERE}/users/Ada"
    led = links["http://ostatus.org/schema/1.0/subscribe"]
    assert led == f"{HERE}/authorize_interaction?uri={{uri}}"


@pytest.mark.parametrize("resource", ["acct:plenary.example@plenary.example", f"{HERE}/actor"])
def test_webfinger_finds_the_server(resource: str) -> None:
    assert ask(FINGER + resource).json()["links"][0]["href"] == f"{HERE}/actor"


@pytest.mark.parametrize(
    ("resource", "status"),
    [
        ("", 400),
        ("ada", 400),
        ("ada@plenary.example", 400),
        ("mailto:ada@plenary.example", 400),
        ("http://[", 400),
        ("acct:ada@other.example", 404),
        ("acct:bo@plenary.example", 404),
        ("acct:ada%00@plenary.example", 404),
        ("acct:ada@evil.example@plenary.example", 400),
        (f"{HERE}/users/bo", 404),
        (f"{HERE}/about", 404),
        (f"{HERE}/@ada/1", 404),
        ("http://plenary.example/users/ada", 404),
        ("https://other.example/users/ada", 404),
    ],
)
def test_webfinger_says_what_it_does_not_know(ada: Account, resource: str, status: int) -> None:
    answer = ask(FINGER + resource)
    assert answer.status_code == status
    assert "error" in answer.json()


def test_webfinger_gives_what_is_asked_for(ada: Account) -> None:
    found = ask(f"{FINGER}acct:ada@plenary.example&rel=self").json()
    assert [one["rel"] for one in found["links"]] == ["self"]


def test_people_of_elsewhere_are_found_elsewhere(ada: Account) -> None:
    remote("nia")
    assert ask(f"{FINGER}acct:nia@peer.example").status_code == 404
    assert ask(f"{FINGER}acct:nia@plenary.example").status_code == 404


def test_host_meta_leads_to_webfinger() -> None:
    answer = ask("/.well-known/host-meta")
    assert f'template="{HERE}/.well-known/webfinger?resource={{uri}}"' in answer.content.decode()
    (link,) = ask("/.well-known/host-meta.json").json()["links"]
    assert link["template"].startswith(HERE)
