"""Looking up what is elsewhere, and the way home for visitors from elsewhere."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from plenary.accounts.models import Account, User
from plenary.api import limits
from plenary.api.limits import Limit
from plenary.federation.actions import resolve, seeking
from plenary.jobs.models import Job
from plenary.jobs.worker import run_until_empty
from plenary.statuses.models import Status
from tests.factories import block, make_account, make_remote

pytestmark = pytest.mark.django_db
Browser = Callable[[Account], Client]
LOOK = "/authorize_interaction"


@pytest.fixture(autouse=True)
def federating(settings: Any) -> None:
    settings.FEDERATION = True
    settings.PUBLIC_URL, settings.DOMAIN = "https://plenary.example", "plenary.example"


@pytest.fixture
def me() -> Account:
    return make_account("maya")


def ask(browser: Client, uri: str, **more: Any) -> Any:
    return browser.get(LOOK, {"uri": uri, **more}, headers={"hx-request": "true"} if more else {})


def test_who_is_known_is_shown_at_once(client_for: Browser, me: Account) -> None:
    ana = make_remote("ana", uri="https://clinic.example/users/ana")
    said = Status.objects.create(
        account=ana, uri="https://clinic.example/notes/1", local=False, thread_id=1
    )
    browser = client_for(me)
    for named in ("@ana@clinic.example", "acct:ana@clinic.example", ana.uri):
        assert ask(browser, named)["Location"] == "/@ana@clinic.example"
    there = ask(browser, "https://clinic.example/notes/1")
    assert there["Location"] == f"/@ana@clinic.example/{said.pk}"
    assert not Job.objects.filter(task__endswith="seeking.look").exists()


def test_what_is_of_here_is_shown_at_once(client_for: Browser, me: Account) -> None:
    browser = client_for(me)
    assert ask(browser, "@tom@plenary.example")["Location"] == "/@tom"
    assert ask(browser, "https://plenary.example/@tom/12")["Location"] == "/@tom/12"
    for odd in ("//evil.example/", "/\\evil.example/", "/\t/evil.example"):
        assert ask(browser, f"https://plenary.example{odd}")["Location"] == "/"


def test_who_is_not_known_is_looked_for_and_the_page_goes_on_by_itself(
    client_for: Browser, me: Account
) -> None:
    browser = client_for(me)
    page = ask(browser, "@ana@clinic.example").content.decode()
    assert "Asking <strong>clinic.example</strong>" in page
    assert 'http-equiv="refresh"' in page
    assert ask(browser, "@ana@clinic.example", fragment="looking").status_code == 204
    assert Job.objects.filter(task__endswith="seeking.look").count() == 1

    def there(handle: str) -> Account:
        return make_remote("ana", uri="https://clinic.example/users/ana")

    with patch.object(resolve, "account_by_handle", there):
        run_until_empty(strict=True)
    found = ask(browser, "@ana@clinic.example", fragment="looking")
    assert found["HX-Redirect"] == "/@ana@clinic.example"


def test_who_is_not_there_is_said_not_to_be(client_for: Browser, me: Account) -> None:
    browser = client_for(me)
    ask(browser, "@ana@clinic.example")
    with patch.object(resolve, "account_by_handle", lambda handle: None):
        run_until_empty(strict=True)
    told = ask(browser, "@ana@clinic.example", fragment="looking")
    assert told.status_code == 200
    assert "clinic.example</strong> does not answer, or has nothing" in told.content.decode()
    assert "neither a handle" in ask(browser, "hello").content.decode()


def test_who_blocks_one_is_not_to_be_found(client_for: Browser, me: Account) -> None:
    ana = make_remote("ana", uri="https://clinic.example/users/ana")
    block(ana, me)
    told = ask(client_for(me), "@ana@clinic.example")
    assert told.status_code == 200
    assert "does not answer, or has nothing" in told.content.decode()


def test_nobody_looks_for_very_many(
    client_for: Browser, me: Account, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.RATE_LIMITS = True
    monkeypatch.setitem(limits.LIMITS, "look up", Limit(2, 600))
    browser = client_for(me)
    for number in range(2):
        assert ask(browser, f"@ana@clinic{number}.example").status_code == 200
    told = ask(browser, "@ana@clinic3.example")
    assert told.status_code == 429
    assert "wait a few minutes" in told.content.decode()
    assert Job.objects.filter(task__endswith="seeking.look").count() == 2


def test_visitors_sign_in_first_or_go_home(client: Client) -> None:
    tom = make_account("tom")
    there = ask(client, "@tom@plenary.example")["Location"]
    assert there.startswith("/auth/login/?next=/authorize_interaction")
    profile = client.get(tom.url).content.decode()
    assert "/interact?uri=tom%40plenary.example" in profile
    assert (
        "Your Fediverse address"
        in client.get("/interact?uri=tom%40plenary.example").content.decode()
    )
    gone = client.post("/interact?uri=tom%40plenary.example", {"address": "@eve@ward.example"})
    assert (
        'href="https://ward.example/authorize_interaction?uri=tom%40plenary.example"'
        in gone.content.decode()
    )
    odd = client.post("/interact?uri=x", {"address": "javascript:alert(1)"})
    assert odd.status_code == 422
    assert "Your address is like" in odd.content.decode()


def test_who_comes_from_elsewhere_follows_at_home(client_for: Browser) -> None:
    eve = make_remote("eve", domain="ward.example", uri="https://ward.example/users/eve")
    User.objects.create(account=eve, email=None)
    there = ask(client_for(eve), "@tom@plenary.example")["Location"]
    assert there == "https://ward.example/authorize_interaction?uri=%40tom%40plenary.example"


def test_the_people_page_offers_to_look_there(client_for: Browser, me: Account) -> None:
    page = client_for(me).get("/people", {"q": "@ana@clinic.example"}).content.decode()
    assert "/authorize_interaction?uri=%40ana%40clinic.example" in page
    assert "Look on clinic.example" in page
    assert "Look on" not in client_for(me).get("/people", {"q": "ana"}).content.decode()


def test_others_learn_where_we_follow(client: Client) -> None:
    make_account("tom")
    told = client.get("/.well-known/webfinger", {"resource": "acct:tom@plenary.example"}).json()
    (template,) = [link["template"] for link in told["links"] if "template" in link]
    assert template == "https://plenary.example/authorize_interaction?uri={uri}"


def test_an_answer_stands_for_a_while(me: Account) -> None:
    assert seeking.begin(me, "@ana@clinic.example").looking
    assert not seeking.begin(None, "@ana@clinic.example").looking
