"""Coming in with an account of another server, and what attackers try."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from plenary.accounts.models import Account, HomeServer, SignInElsewhere, User
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock, home_server
from tests.accounts.elsewhere.browsing import (
    WAIT,
    come_back,
    come_in,
    in_as,
    said,
    sent_there,
)
from tests.accounts.elsewhere.home import Home, home
from tests.factories import make_account

pytestmark = pytest.mark.django_db


def test_a_doctor_comes_in_with_the_account_they_have(client: Client, there: Home) -> None:
    answer = come_in(client, there)
    assert answer["Location"] == "/"
    account = Account.objects.get(username="ana")
    assert in_as(client) == account
    assert (account.domain, account.display_name) == (there.host, "Ana Pires")
    assert account.uri == f"{there.base}/users/ana"
    assert account.page == f"{there.base}/@ana"
    assert account.note_html == "<p>Hearts.</p>"
    assert account.note == "Hearts."
    assert account.avatar
    assert account.name_words.filter(word="pires").exists()
    assert account.user.email is None
    assert not account.user.has_usable_password()
    assert not EmailAddress.objects.exists()


def test_no_token_and_no_secret_of_theirs_is_kept(client: Client, there: Home) -> None:
    address = sent_there(client, there)
    attempt, server = SignInElsewhere.objects.get(), HomeServer.objects.get()
    [app] = there.apps.values()
    state = parse_qs(urlsplit(address).query)["state"][0]
    assert app["client_secret"] not in server.client_secret
    assert state not in attempt.secrets
    assert attempt.browser not in str(dict(client.session))
    come_back(client, there.consent(address))
    run_until_empty(strict=True)
    assert there.tokens == set(), "it was given back"
    assert SignInElsewhere.objects.get().secrets == ""


def test_as_little_is_asked_as_the_server_lets_one_ask(client: Client, there: Home) -> None:
    sent_there(client, there)
    [app] = there.apps.values()
    assert app["scopes"] == "profile"
    HomeServer.objects.all().delete()
    there.scopes = None  # it does not say what it can
    sent_there(Client(), there)
    assert [app["scopes"] for app in there.apps.values()] == ["profile", "read:accounts"]


def test_the_second_time_it_is_the_same_account_and_the_same_app(there: Home) -> None:
    for _ in range(2):
        browser = Client()
        come_in(browser, there)
        assert in_as(browser) is not None
    assert User.objects.count() == 1
    assert len(there.apps) == 1


def test_a_server_that_forgot_us_is_asked_anew(there: Home) -> None:
    come_in(Client(), there)
    there.apps.clear()
    HomeServer.objects.update(seen_at=clock.now() - timedelta(days=2))
    browser = Client()
    come_in(browser, there)
    assert in_as(browser) is not None
    address = sent_there(Client(), there)
    back = there.consent(address)
    assert back


def test_a_server_that_forgets_us_meanwhile_is_asked_anew_the_next_time(
    client: Client, there: Home
) -> None:
    back = there.consent(sent_there(client, there))
    there.apps.clear()
    come_back(client, back)
    run_until_empty(strict=True)
    assert "does not know this server any more" in said(client)
    come_in(client, there)
    assert in_as(client) is not None


@pytest.mark.parametrize(
    "after", ["https://evil.example/", "//evil.example", "/\\evil.example", "home"]
)
def test_one_is_led_to_pages_of_ours_alone(there: Home, after: str) -> None:
    assert come_in(Client(), there, next=after)["Location"] == "/"


def test_one_goes_on_to_the_page_one_wanted(client: Client, there: Home) -> None:
    page = client.get("/auth/login/?next=/events").content.decode()
    form = page[page.index('action="/sign-in/elsewhere"') :]
    assert '<input type="hidden" name="next" value="/events">' in form
    assert come_in(client, there, next="/events")["Location"] == "/events"


def test_the_state_belongs_to_the_browser(client: Client, there: Home) -> None:
    """47: a link that signs a victim in as the attacker, or the attacker as the victim."""
    back = there.consent(sent_there(client, there))
    victim = Client()
    assert come_back(victim, back).status_code == 422
    sent_there(victim, there)  # also in the midst of a sign-in of its own
    assert come_back(victim, back).status_code == 422
    run_until_empty(strict=True)
    assert in_as(victim) is None
    assert "Go on to" in said(victim), "its own is undisturbed"


def test_what_comes_back_counts_once(client: Client, there: Home) -> None:
    """43"""
    back = there.consent(sent_there(client, there))
    assert come_back(client, back)["Location"] == WAIT
    assert come_back(client, back).status_code == 422
    run_until_empty(strict=True)
    other = Client()
    other.cookies = client.cookies.copy()
    client.get(WAIT)
    assert in_as(client) is not None
    client.logout()
    assert come_back(client, back).status_code == 422
    client.get(WAIT)
    assert in_as(client) is None


def test_a_code_is_of_no_use_without_the_verifier(client: Client, there: Home) -> None:
    """42"""
    address = sent_there(client, there)
    challenge = parse_qs(urlsplit(address).query)["code_challenge"][0]
    stolen = there.consent(address.replace(challenge, "x" * 43))
    come_back(client, stolen)
    run_until_empty(strict=True)
    assert "did not confirm" in said(client)
    assert in_as(client) is None


def test_a_code_of_one_server_is_not_taken_to_another(there: Home, client: Client) -> None:
    """RFC 9700 4.4: where it comes back to names the server."""
    with home() as other:
        other.username = "eve"
        sent_there(Client(), other)
        back = there.consent(sent_there(client, there))
        mixed = back.replace(
            f"/back/{HomeServer.objects.get(host=there.host).pk}",
            f"/back/{HomeServer.objects.get(host=other.host).pk}",
        )
        assert mixed != back
        assert come_back(client, mixed).status_code == 422


def test_an_answer_that_names_another_issuer_is_refused(client: Client, there: Home) -> None:
    """RFC 9207"""
    back = there.consent(sent_there(client, there))
    assert come_back(client, f"{back}&iss=https://evil.example/").status_code == 422
    assert come_back(client, f"{back}&iss={there.base}/")["Location"] == WAIT


def test_parameters_that_come_twice_are_refused(client: Client, there: Home) -> None:
    """8"""
    back = there.consent(sent_there(client, there))
    assert come_back(client, f"{back}&code=another").status_code == 422
    assert come_back(client, back)["Location"] == WAIT


def test_who_says_no_stays_outside(client: Client, there: Home) -> None:
    address = sent_there(client, there)
    given = {name: one[0] for name, one in parse_qs(urlsplit(address).query).items()}
    path = urlsplit(given["redirect_uri"]).path
    assert client.get(path, {"error": "access_denied", "state": "guessed"}).status_code == 422
    client.get(path, {"error": "access_denied", "state": given["state"]})
    assert "You did not let it tell who you are" in said(client)
    assert "Try again" in said(client)
    assert not User.objects.exists()


def test_an_old_attempt_is_over(client: Client, there: Home, freeze: Any) -> None:
    back = there.consent(sent_there(client, there))
    freeze(clock.now() + timedelta(minutes=16))
    assert come_back(client, back).status_code == 422
    assert "is over" in said(client)


def test_the_session_is_another_one_after_signing_in(client: Client, there: Home) -> None:
    """47"""
    sent = there.consent(sent_there(client, there))
    before = client.session.session_key
    come_back(client, sent)
    run_until_empty(strict=True)
    client.get(WAIT)
    assert in_as(client) is not None
    assert client.session.session_key != before


def test_the_same_address_links_nothing(client: Client, there: Home) -> None:
    """46"""
    mine = make_account("ana")
    there.answers["/api/v1/accounts/verify_credentials"] = (
        200,
        {**there.account(), "email": mine.user.email, "source": {"email": mine.user.email}},
    )
    come_in(client, there)
    account = in_as(client)
    assert account is not None
    assert account != mine
    assert account.user.email is None


def test_two_of_them_have_no_address_each(there: Home) -> None:
    for name in ("ana", "ben"):
        there.username = name
        come_in(Client(), there)
    assert User.objects.filter(email=None).count() == 2


def test_two_who_come_first_at_once_both_come_in(there: Home, monkeypatch: Any) -> None:
    """The second was being registered when the first was sent there."""
    first, second = Client(), Client()
    register = home_server.register

    def slowly(*args: Any) -> Any:
        monkeypatch.setattr(home_server, "register", register)
        made = register(*args)
        ways.append(sent_there(second, there))
        return made

    ways: list[str] = []
    monkeypatch.setattr(home_server, "register", slowly)
    ways.append(sent_there(first, there))
    for browser, way in ((second, ways[0]), (first, ways[1])):
        come_back(browser, there.consent(way))
        run_until_empty(strict=True)
        browser.get(WAIT)
        assert in_as(browser) is not None, said(browser)
