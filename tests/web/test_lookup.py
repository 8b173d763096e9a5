"""Finding on the pages what is on other servers, and being led here from them."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account
from plenary.api import limits
from plenary.federation.actions import seeking
from plenary.statuses.actions import publish
from plenary.statuses.models import Status
from plenary.statuses.rules import Draft
from tests.factories import make_account
from tests.federation.conftest import federating
from tests.federation.makers import HERE, remote

__all__ = ["federating"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating")]


@pytest.fixture
def ben() -> Account:
    return make_account("ben")


@pytest.fixture
def browser(ben: Account, client_for: Callable[[Account], Client]) -> Client:
    return client_for(ben)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the post office was asked for, and did not find."""
    kept: list[str] = []
    monkeypatch.setattr(seeking, "_awaited", lambda name: kept.append(name))
    return kept


HOST = {"Host": "plenary.example"}


def look(browser: Client, uri: str) -> Any:
    return browser.get(
        f"/authorize_interaction?uri={quote(uri, safe='')}", secure=True, headers=HOST
    )


@pytest.mark.parametrize(
    "named",
    [
        "@nia@peer.example",
        "nia@peer.example",
        "acct:nia@peer.example",
        "https://peer.example/users/nia",
    ],
)
def test_somebody_elsewhere_is_found_by_handle_and_address(browser: Client, named: str) -> None:
    remote("nia")
    answer = look(browser, named)
    assert (answer.status_code, answer["Location"]) == (302, "/@nia@peer.example")
    assert "Follow" in browser.get("/@nia@peer.example", secure=True, headers=HOST).content.decode()


def test_what_is_of_this_server_is_led_to(browser: Client, ben: Account) -> None:
    """As from a page of another server, by whoever signed in there with an account of ours."""
    post = publish(make_account("ada"), Draft(text="hello"))
    for named in ("ada@plenary.example", f"{HERE}/users/ada", f"{HERE}/@ada"):
        assert look(browser, named)["Location"] == "/@ada", named
    for named in (f"{HERE}/users/ada/statuses/{post.pk}", f"{HERE}/@ada/{post.pk}"):
        assert look(browser, named)["Location"] == f"/@ada/{post.pk}", named
    assert look(browser, f"{HERE}/events/congress")["Location"] == "/events/congress"


@pytest.mark.parametrize(
    "named", ["", "ada", f"{HERE}//evil.example/@x", "nobody@plenary.example", f"{HERE}/settings"]
)
def test_what_is_nothing_leads_nowhere(browser: Client, asked: list[str], named: str) -> None:
    answer = look(browser, named)
    assert answer.status_code == 404
    assert not asked


def test_who_is_not_known_yet_is_looked_for(browser: Client, asked: list[str]) -> None:
    answer = look(browser, "@tom@peer.example")
    assert answer.status_code == 404
    assert len(asked) == 1
    page = answer.content.decode()
    assert "was not found yet" in page and 'value="@tom@peer.example"' in page


def test_whom_one_may_not_meet_is_not_there(browser: Client, ben: Account, asked: Any) -> None:
    nia = remote("nia")
    accounts.block(nia, ben)
    assert look(browser, "@nia@peer.example").status_code == 404


def test_it_is_for_who_is_signed_in(client: Client, asked: list[str]) -> None:
    answer = look(client, "@nia@peer.example")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/auth/login/?next=/authorize_interaction%3Furi%3D")
    assert not asked


def test_looking_up_is_limited(
    browser: Client, asked: list[str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.RATE_LIMITS = True
    monkeypatch.setitem(limits.LIMITS, "look-up", limits.Limit(1, 300))
    assert look(browser, "@a@peer.example").status_code == 404
    assert look(browser, "@b@peer.example").status_code == 429
    assert len(asked) == 1


def test_the_directory_leads_there_and_asks_nobody(browser: Client, asked: list[str]) -> None:
    page = browser.get(
        "/people?q=%40nia%40peer.example", secure=True, headers=HOST
    ).content.decode()
    assert '/authorize_interaction?uri=%40nia%40peer.example"' in page
    assert not asked
    for name in ("nia", "@nia@plenary.example"):
        page = browser.get("/people", {"q": name}, secure=True, headers=HOST).content.decode()
        assert "authorize_interaction" not in page
    signed_out = (
        Client().get("/people?q=%40nia%40peer.example", secure=True, headers=HOST).content.decode()
    )
    assert "authorize_interaction" not in signed_out


def test_what_another_site_shares_begins_a_post(browser: Client) -> None:
    to = browser.get("/share?text=%23Meet+", secure=True, headers=HOST)["Location"]
    assert to == "/compose?text=%23Meet+"
    assert ">#Meet </textarea>" in browser.get(to, secure=True, headers=HOST).content.decode()
    to = browser.get("/share?title=A+paper&url=https://x.example/1", secure=True, headers=HOST)[
        "Location"
    ]
    assert to == "/compose?text=A+paper+https%3A%2F%2Fx.example%2F1"


def test_pages_of_others_lead_to_their_own_server_and_to_no_other(browser: Client) -> None:
    nia = remote("nia")
    post = Status.objects.create(
        account=nia,
        text="hi",
        local=False,
        uri=f"{nia.uri}/statuses/1",
        page="https://evil.example",
    )
    words = browser.get(nia.url, secure=True, headers=HOST).content.decode()
    assert 'href="https://peer.example/@nia"' in words and "this server knows of" in words
    Account.objects.filter(pk=nia.pk).update(page="javascript:alert(1)")
    words = browser.get(nia.url, secure=True, headers=HOST).content.decode()
    assert f'href="{nia.uri}"' in words and "javascript:" not in words
    words = browser.get(f"{nia.url}/{post.pk}", secure=True, headers=HOST).content.decode()
    assert f'href="{post.uri}"' in words and "evil.example" not in words
    ours = make_account("ada")
    words = browser.get(ours.url, secure=True, headers=HOST).content.decode()
    assert "this server knows of" not in words
