"""Who may not come in, and what is kept on their own server."""

import secrets
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from plenary.accounts.actions.tidying import tidy_sign_ins
from plenary.accounts.models import Account, HomeServer, SignInElsewhere
from plenary.api import limits
from plenary.conduct import actions as conduct
from plenary.conduct.models import DomainBlock
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from tests.accounts.doors import PASSWORD, honest, sign_in
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
from tests.accounts.elsewhere.home import Home

pytestmark = pytest.mark.django_db


def keep_away(moderator: Account, there: Home) -> None:
    """A block of the host; ports are on this machine alone."""
    made = conduct.block_domain(moderator, "ward.example", severity="suspend")
    type(made).objects.filter(pk=made.pk).update(domain=there.host)


def test_nobody_of_a_suspended_server_comes_in(
    client: Client, there: Home, moderator: Account
) -> None:
    keep_away(moderator, there)
    answer = begin(client, there.handle)
    assert answer.status_code == 422
    assert "keeps" in answer.content.decode()


def test_nor_by_a_name_that_leads_there(client: Client, there: Home, moderator: Account) -> None:
    keep_away(moderator, there)
    split(there)
    begin(client, there.handle)
    run_until_empty(strict=True)
    assert "away: nobody signs in" in said(client)


def test_what_is_decided_meanwhile_holds(client: Client, there: Home, moderator: Account) -> None:
    back = there.consent(sent_there(client, there))
    keep_away(moderator, there)
    come_back(client, back)
    run_until_empty(strict=True)
    assert "away: nobody signs in" in said(client)
    assert in_as(client) is None


def test_who_is_in_already_is_out_at_once(client: Client, there: Home, moderator: Account) -> None:
    """45"""
    come_in(client, there)
    assert client.get("/settings/security").status_code == 200
    keep_away(moderator, there)
    assert client.get("/settings/security").status_code == 302


def test_names_below_a_suspended_one_are_kept_away_too(
    client: Client, moderator: Account, settings: Any
) -> None:
    settings.SIGN_IN_ELSEWHERE = True
    conduct.block_domain(moderator, "ward.example", severity="suspend")
    assert begin(client, "@ana@a.b.ward.example").status_code == 422
    assert begin(client, "@ana@otherward.example").status_code == 302


def test_a_suspended_person_stays_outside(client: Client, there: Home, moderator: Account) -> None:
    come_in(client, there)
    account = in_as(client)
    assert account is not None
    conduct.decide(moderator, account.pk, "suspend")
    assert client.get("/settings/security").status_code == 302
    browser = Client()
    come_in(browser, there)
    assert browser.get("/settings/security").status_code == 302


def test_where_no_new_people_are_taken_known_ones_still_come_in(there: Home, settings: Any) -> None:
    come_in(Client(), there)
    settings.OPEN_REGISTRATION = False
    browser = Client()
    come_in(browser, there)
    assert in_as(browser) is not None
    there.username = "ben"
    stranger = Client()
    come_in(stranger, there)
    assert "takes no new people" in said(stranger)
    assert in_as(stranger) is None
    assert not Account.objects.filter(username="ben").exists()


def test_it_can_be_turned_off(client: Client, settings: Any) -> None:
    settings.SIGN_IN_ELSEWHERE = False
    assert client.get("/sign-in/elsewhere").status_code == 404
    assert begin(client, "@ana@ward.example").status_code == 404
    assert "Fediverse" not in client.get("/auth/login/").content.decode()


def test_beginning_is_limited(client: Client, there: Home, settings: Any, monkeypatch: Any) -> None:
    """74"""
    settings.RATE_LIMITS = True
    monkeypatch.setitem(limits.LIMITS, "sign-in elsewhere", limits.Limit(2, 600))
    where = {"REMOTE_ADDR": f"2001:db8:{secrets.randbelow(65536):x}:7::1"}
    answers = [
        client.post("/sign-in/elsewhere", {"address": there.handle}, **where).status_code
        for _ in range(3)
    ]
    assert answers == [302, 302, 429]


def test_there_is_no_password_to_sign_in_with(client: Client, there: Home) -> None:
    come_in(client, there)
    account = in_as(client)
    assert account is not None
    user = account.user
    user.email = "ana@example.org"
    user.set_password(PASSWORD)
    user.save()  # however that came about
    browser = Client()
    sign_in(browser, "ana@example.org")
    assert in_as(browser) is None


@pytest.mark.parametrize(
    "path",
    ["/auth/email/", "/auth/password/change/", "/auth/password/set/", "/auth/2fa/",
     "/auth/2fa/totp/activate/", "/auth/2fa/webauthn/add/", "/auth/3rdparty/"],
)  # fmt: skip
def test_what_guards_a_sign_in_is_kept_at_home(client: Client, there: Home, path: str) -> None:
    come_in(client, there)
    for answer in (client.get(path), client.post(path, {"email": "x@example.org"})):
        assert answer.status_code == 403
        assert f"You sign in on {there.host}" in answer.content.decode()
    assert not EmailAddress.objects.exists()


def test_signing_out_here_and_everywhere(there: Home) -> None:
    one, other = Client(), Client()
    come_in(one, there)
    come_in(other, there)
    one.post("/auth/sessions/")
    assert in_as(one) is not None
    assert other.get("/settings/security").status_code == 302
    one.post("/auth/logout/")
    assert in_as(one) is None


def test_the_pages_are_ours_and_let_nothing_foreign_in(client: Client, there: Home) -> None:
    for path in ("/sign-in/elsewhere", "/auth/login/", "/auth/signup/", WAIT):
        honest(client.get(path))
    sent_there(client, there)
    honest(client.get(WAIT))
    policy = client.get(WAIT)["Content-Security-Policy"]
    assert "form-action 'self'" in policy
    assert there.host not in policy


def test_the_page_looks_again_by_itself(client: Client, there: Home) -> None:
    begin(client, there.handle)
    htmx = {"HX-Request": "true"}
    page = client.get(WAIT).content.decode()
    assert f'hx-get="{WAIT}?fragment=asked"' in page
    assert '<meta http-equiv="refresh"' in page, "without JavaScript too"
    assert client.get(f"{WAIT}?fragment=asked", headers=htmx).status_code == 204
    run_until_empty(strict=True)
    going = client.get(f"{WAIT}?fragment=asked", headers=htmx)
    assert going["HX-Redirect"] == GO
    come_back(client, there.consent(client.get(GO)["Location"]))
    assert client.get(f"{WAIT}?fragment=returned", headers=htmx).status_code == 204
    run_until_empty(strict=True)
    assert in_as(client) is None, "a piece of a page signs nobody in"
    assert client.get(f"{WAIT}?fragment=returned", headers=htmx)["HX-Redirect"] == WAIT
    client.get(WAIT)
    assert in_as(client) is not None


def test_what_is_over_is_tidied_away(client: Client, there: Home, freeze: Any) -> None:
    come_in(client, there)
    freeze(clock.now() + timedelta(days=40))
    tidy_sign_ins.call()
    assert not SignInElsewhere.objects.exists()
    assert not HomeServer.objects.exists()
    assert Account.objects.filter(username="ana").exists()


def test_no_face_is_fetched_where_pictures_are_not_wanted(client: Client, there: Home) -> None:
    DomainBlock.objects.create(domain=there.host, severity="noop", reject_media=True)
    come_in(client, there)
    account = in_as(client)
    assert account is not None and account.avatar == ""
    assert "/ana.png" not in there.paths()
