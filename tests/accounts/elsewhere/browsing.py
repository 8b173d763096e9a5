"""Going to one's own server and coming back, as a browser does."""

from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from plenary.accounts.models import Account, User
from plenary.jobs.worker import run_until_empty
from tests.accounts.elsewhere.home import Home

WAIT, GO = "/sign-in/elsewhere/wait", "/sign-in/elsewhere/go"


def begin(browser: Client, typed: str, **more: str) -> Any:
    return browser.post("/sign-in/elsewhere", {"address": typed, **more})


def sent_there(browser: Client, there: Home, **more: str) -> str:
    """Where the browser is sent, once the server was found."""
    before = len(there.asked)
    answer = begin(browser, there.handle, **more)
    assert answer.status_code == 302
    assert answer["Location"] == WAIT
    assert "Looking for" in browser.get(WAIT).content.decode()
    assert len(there.asked) == before, "nothing is fetched while a page waits"
    run_until_empty(strict=True)
    assert "Go on to" in browser.get(WAIT).content.decode()
    answer = browser.get(GO)
    assert answer.status_code == 302
    return str(answer["Location"])


def come_back(browser: Client, address: str) -> Any:
    parts = urlsplit(address)
    return browser.get(f"{parts.path}?{parts.query}")


def come_in(browser: Client, there: Home, **more: str) -> Any:
    back = come_back(browser, there.consent(sent_there(browser, there, **more)))
    assert back["Location"] == WAIT
    run_until_empty(strict=True)
    return browser.get(WAIT)


def said(browser: Client) -> str:
    return str(browser.get(WAIT).content.decode())


def in_as(browser: Client) -> Account | None:
    pk = browser.session.get("_auth_user_id")
    return User.objects.get(pk=pk).account if pk else None


def split(there: Home) -> None:
    """Handles that end in another name than the server they are on."""
    there.name_host = f"localhost:{there.host.partition(':')[2]}"
