"""Confirming a mail address, by the app that signed the person up."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from plenary.accounts import actions
from plenary.accounts.models import Account, User
from plenary.jobs.worker import run_until_empty
from tests.api.phones import Phone
from tests.factories import make_account

AGAIN, CHECK = "/api/v1/emails/confirmations", "/api/v1/emails/check_confirmation"


@pytest.fixture
def newcomer(nobody, ward_round) -> Phone:
    """Somebody whom the app signed up just now, and the mail that followed."""
    _, token = actions.grant_token(ward_round, None, "read write")
    person = {"username": "ana", "email": "ana@typo.example", "password": "a long enough secret"}
    made = Phone(None, token).post("/api/v1/accounts", json={**person, "agreement": True})
    run_until_empty(strict=True)
    return Phone(Account.objects.get(username="ana"), made["access_token"])


def link(sent: Any) -> str:
    found = re.search(r"http\S+", sent.body.split("open")[1])
    assert found
    return "/" + found[0].split("/", 3)[3]


def confirm(path: str) -> None:
    browser = Client()
    browser.get(path)
    browser.post(path)


def test_the_address_is_confirmed_by_the_link(newcomer: Phone) -> None:
    assert newcomer.get(CHECK) is False
    assert [one.to for one in mail.outbox] == [["ana@typo.example"]]
    assert newcomer.post(AGAIN) == {}
    run_until_empty(strict=True)
    assert len(mail.outbox) == 2
    confirm(link(mail.outbox[1]))
    assert newcomer.get(CHECK) is True
    refused = newcomer.post(AGAIN, 403)
    assert refused["error"].endswith("while the e-mail is awaiting confirmation")
    run_until_empty(strict=True)
    assert len(mail.outbox) == 2


def test_a_mistyped_address_is_changed(newcomer: Phone) -> None:
    newcomer.post(AGAIN, json={"email": " Ana@Right.example"})
    run_until_empty(strict=True)
    assert mail.outbox[-1].to == ["ana@right.example"]
    assert User.objects.get(account=newcomer.account).email == "ana@right.example"
    confirm(link(mail.outbox[0]))
    assert newcomer.get(CHECK) is False, "the link that went astray opens nothing"
    confirm(link(mail.outbox[-1]))
    assert newcomer.get(CHECK) is True
    assert [one.email for one in EmailAddress.objects.all()] == ["ana@right.example"]


def test_what_is_no_address_changes_nothing(newcomer: Phone) -> None:
    make_account("bo")
    for odd in ("", "x", "a@b", "é@example.org", "a@example.org\nBcc: x@example.org", "a b@c.de",
                "bo@example.org", "x" * 300 + "@example.org"):  # fmt: skip
        newcomer.post(AGAIN, 422, json={"email": odd})
    run_until_empty(strict=True)
    assert len(mail.outbox) == 1
    assert User.objects.get(account=newcomer.account).email == "ana@typo.example"


def test_no_other_app_may(newcomer: Phone, nobody, phone, settings) -> None:
    """Whoever moves the address of an account can take it."""
    other, _ = actions.register_application(
        name="Other", redirect_uris="urn:ietf:wg:oauth:2.0:oob", scopes="read write"
    )
    _, token = actions.grant_token(other, newcomer.account, "read write")
    stranger = Phone(newcomer.account, token)
    refused = stranger.post(AGAIN, 403, json={"email": "evil@example.org"})
    assert "originally signed-up with" in refused["error"]
    nobody.post(AGAIN, 401)
    web = phone("bo")
    web.post(AGAIN, 403, json={"email": "evil@example.org"})
    assert not User.objects.filter(email="evil@example.org").exists()
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    newcomer.get("/api/v1/timelines/home", 403)
    assert newcomer.get(CHECK) is False and newcomer.post(AGAIN) == {}
