"""Whose account it is: both the server and the name its handle ends in must say so."""

from typing import Any

import pytest
from django.test import Client

from plenary.accounts.models import Account, SignInElsewhere, User
from plenary.jobs.worker import run_until_empty
from plenary.lib import home_server
from tests.accounts.elsewhere.browsing import (
    GO,
    WAIT,
    begin,
    come_back,
    come_in,
    in_as,
    said,
    sent_there,
    split,
)
from tests.accounts.elsewhere.home import Home, home

pytestmark = pytest.mark.django_db


def test_a_handle_may_end_in_another_name(client: Client, there: Home) -> None:
    split(there)
    come_in(client, there)
    account = in_as(client)
    assert account is not None
    assert account.domain == there.name_host
    assert account.home == there.base


def test_that_name_must_say_so_too(client: Client, there: Home) -> None:
    """21: the server says that its ana is another server's."""
    split(there)
    there.name_host = ""
    with home() as honest_one:
        there.answers["/.well-known/webfinger"] = (
            200,
            {**there.finger(), "subject": f"acct:ana@{honest_one.host}"},
        )
        begin(client, f"@ana@{there.host}")
        run_until_empty(strict=True)
        come_back(client, there.consent(client.get(GO)["Location"]))
        run_until_empty(strict=True)
        assert f"{honest_one.host} does not know @ana of {there.host}" in said(client)
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    "lie",
    [
        {"acct": "ana@victim.example"},
        {"acct": "victim"},
        {"username": "../ana", "acct": "../ana"},
        {"username": None},
        {"uri": "https://victim.example/users/ana"},
    ],
)
def test_a_server_vouches_for_its_own_alone(client: Client, there: Home, lie: Any) -> None:
    """7, 12, 20, 21"""
    there.answers["/api/v1/accounts/verify_credentials"] = (200, {**there.account(), **lie})
    come_in(client, there)
    assert in_as(client) is None
    assert not Account.objects.exists()
    assert there.tokens == set(), "the token is given back whatever comes of it"


def test_a_webfinger_that_points_elsewhere_is_not_believed(client: Client, there: Home) -> None:
    """21"""
    back = there.consent(sent_there(client, there))
    finger = there.finger()
    finger["links"][0]["href"] = "https://victim.example/users/ana"
    there.answers["/.well-known/webfinger"] = (200, finger)
    older = {name: value for name, value in there.account().items() if name != "uri"}
    there.answers["/api/v1/accounts/verify_credentials"] = (200, older)
    come_back(client, back)
    run_until_empty(strict=True)
    assert "names somebody of another server" in said(client)
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    "endpoint", ["authorization_endpoint", "token_endpoint", "revocation_endpoint"]
)
@pytest.mark.parametrize(
    "where",
    ["https://evil.example/x", "//evil.example/x", "javascript:alert(1)", "http://127.0.0.1:1/x"],
)
def test_nobody_is_sent_to_another_host(
    client: Client, there: Home, endpoint: str, where: str
) -> None:
    """25: what the server says of itself leads nowhere else."""
    path = "/.well-known/oauth-authorization-server"
    told = there.answer("GET", path, {}, "")[1]
    there.answers[path] = (200, {**told, endpoint: where})
    begin(client, there.handle)
    run_until_empty(strict=True)
    assert "sends its people elsewhere" in said(client)
    assert client.get(GO)["Location"] == WAIT


def test_who_had_the_handle_before_is_not_taken_for_who_has_it_now(
    client: Client, there: Home
) -> None:
    before = Account.objects.create(username="ana", domain=there.host, uri=f"{there.base}/old/ana")
    come_in(client, there)
    assert in_as(client) not in (None, before)
    assert not User.objects.filter(account=before).exists()


def test_this_server_itself_is_not_elsewhere(client: Client, there: Home) -> None:
    """19"""
    answer = begin(client, "@ana@testserver")
    assert answer.status_code == 422
    assert "is of this server" in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    ["", "ana", "@ana", "@@", "@ana@", "@a b@x.example", "@ana@x.example/..", "javascript:alert(1)",
     "https://u:p@x.example/@ana", "@ana@x.example?y", "@" + "a" * 80 + "@x.example",
     "@ana@" + "x" * 300 + ".example", "@ana@x.example\r\nHost: y", "ftp://x.example/@ana"],
)  # fmt: skip
def test_what_is_no_address_is_refused_at_once(client: Client, settings: Any, typed: str) -> None:
    settings.SIGN_IN_ELSEWHERE = True
    answer = begin(client, typed)
    assert answer.status_code == 422
    assert "like @you@your.server" in answer.content.decode()
    assert not SignInElsewhere.objects.exists()


@pytest.mark.parametrize("typed", ["@ana@127.0.0.1", "@ana@[::1]", "@ana@2130706433", "@ana@ward"])
def test_no_server_of_our_own_network_is_asked(client: Client, settings: Any, typed: str) -> None:
    """22, 26"""
    settings.SIGN_IN_ELSEWHERE = True
    assert begin(client, typed).status_code == 422


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ana@Ward.Example", "ana"),
        (" @ana@ward.example. ", "ana"),
        ("https://ward.example/@ana", "ana"),
        ("https://ward.example/users/ana", "ana"),
        ("acct:ana@ward.example", "ana"),
        ("ward.example", ""),
        ("https://ward.example", ""),
    ],
)
def test_an_address_is_understood_as_people_write_it(typed: str, name: str) -> None:
    assert home_server.handle(typed) == home_server.Handle(name, "ward.example")
