"""Servers that do not answer, or not well."""

from typing import Any

import pytest
from django.test import Client

from plenary.jobs.worker import run_until_empty
from tests.accounts.elsewhere.browsing import (
    GO,
    WAIT,
    begin,
    come_back,
    come_in,
    in_as,
    said,
)
from tests.accounts.elsewhere.home import Home

pytestmark = pytest.mark.django_db


def test_a_server_that_is_down(client: Client, there: Home) -> None:
    begin(client, "@ana@127.0.0.1:9")
    run_until_empty(strict=True)
    assert "could not be reached" in said(client)


@pytest.mark.parametrize(
    ("path", "given", "words"),
    [
        ("/.well-known/webfinger", (500, {}), "answered with 500"),
        ("/.well-known/webfinger", (200, []), "makes no sense"),
        ("/.well-known/webfinger", (200, {"links": 7, "subject": 8}), "no account that could"),
        ("/.well-known/oauth-authorization-server", (200, "x"), "makes no sense"),
        ("/api/v1/apps", (403, {}), "does not let people sign in"),
        ("/api/v1/apps", (200, {"client_id": 7}), "makes no sense"),
        ("/oauth/token", (200, {"access_token": "a\nb"}), "makes no sense"),
        ("/oauth/token", (302, {}), "did not confirm"),
        ("/api/v1/accounts/verify_credentials", (500, {}), "did not say who you are"),
        ("/api/v1/accounts/verify_credentials", (200, {"username": "x" * 400_000}), "larger"),
    ],
)
def test_a_server_that_answers_oddly(
    client: Client, there: Home, path: str, given: Any, words: str
) -> None:
    """28"""
    there.answers[path] = given
    begin(client, there.handle)
    run_until_empty(strict=True)
    address = client.get(GO)["Location"]
    if address != WAIT:
        come_back(client, there.consent(address))
        run_until_empty(strict=True)
    assert words in said(client)
    assert in_as(client) is None


def test_a_picture_that_is_none_keeps_nobody_out(client: Client, there: Home) -> None:
    there.answers["/ana.png"] = (200, {"not": "a picture"})
    come_in(client, there)
    account = in_as(client)
    assert account is not None
    assert account.avatar == ""
