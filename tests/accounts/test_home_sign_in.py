"""Signing in with an account of another server, and what attackers try."""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from plenary.accounts.actions.tidying import tidy_sign_ins
from plenary.accounts.models import Account, HomeServer, SignInElsewhere, User
from plenary.api import limits
from plenary.conduct import actions as conduct
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock, home_server
from tests.accounts.doors import PASSWORD, honest, sign_in
from tests.accounts.home import Home, home
from tests.factories import make_account

pytestmark = pytest.mark.django_db
WAIT, GO = "/sign-in/elsewhere/wait", "/sign-in/elsewhere/go"


@pytest.fixture
def there(settings: Any) -> Iterator[Home]:
    settings.LOOPBACK_PEERS = settings.SIGN_IN_ELSEWHERE = True
    settings.PUBLIC_URL, settings.DOMAIN = "http://testserver", "testserver"
    with home() as found:
        yield found


def begin(browser: Client, typed: str, **more: str) -> Any:
    return browser.post("/sign-in/elsewhere", {"address": typed, **more})


def sent_there(browser: Client, there: Home, **more: str) -> str:
    """Where the browser is sent, once the server was found."""
    answer = begin(browser, there.handle, **more)
    assert answer.status_code == 302
    assert answer["Location"] == WAIT
    assert "Looking for" in browser.get(WAIT).content.decode()
    assert there.asked == [], "nothing is fetched while a page waits"
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
    there.asked.clear()
    sent_there(Client(), there)
    assert [app["scopes"] for app in there.apps.values()] == ["profile", "read:accounts"]


def test_the_second_time_it_is_the_same_account_and_the_same_app(there: Home) -> None:
    for _ in range(2):
        browser = Client()
        there.asked.clear()
        come_in(browser, there)
        assert in_as(browser) is not None
    assert User.objects.count() == 1
    assert len(there.apps) == 1


def test_a_server_that_forgot_us_is_asked_anew(there: Home) -> None:
    come_in(Client(), there)
    there.apps.clear()
    HomeServer.objects.update(seen_at=clock.now() - timedelta(days=2))
    there.asked.clear()
    browser = Client()
    come_in(browser, there)
    assert in_as(browser) is not None
    there.asked.clear()
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
    there.asked.clear()
    come_in(client, there)
    assert in_as(client) is not None


@pytest.mark.parametrize("after", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_one_is_led_to_pages_of_ours_alone(there: Home, after: str) -> None:
    assert come_in(Client(), there, next=after)["Location"] == "/"


def test_one_goes_on_to_the_page_one_wanted(client: Client, there: Home) -> None:
    assert come_in(client, there, next="/events")["Location"] == "/events"


def test_the_state_belongs_to_the_browser(client: Client, there: Home) -> None:
    """47: a link that signs a victim in as the attacker, or the attacker as the victim."""
    back = there.consent(sent_there(client, there))
    victim = Client()
    assert come_back(victim, back).status_code == 422
    there.asked.clear()
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
        there.asked.clear()
        come_in(Client(), there)
    assert User.objects.filter(email=None).count() == 2


# --- Whose account it is (20, 21) -----------------------------------------------------------------


def split(there: Home) -> None:
    """Handles that end in another name than the server they are on."""
    there.name_host = f"localhost:{there.host.partition(':')[2]}"


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
    assert "Somebody else was" in said(client)
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


# --- Servers that do not answer, or not well ------------------------------------------------------


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


# --- Who may not ----------------------------------------------------------------------------------


@pytest.fixture
def moderator() -> Account:
    account = make_account("mod")
    User.objects.filter(account=account).update(is_staff=True, is_superuser=True)
    return Account.objects.get(pk=account.pk)


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
    there.asked.clear()
    come_in(browser, there)
    assert browser.get("/settings/security").status_code == 302


def test_where_no_new_people_are_taken_known_ones_still_come_in(there: Home, settings: Any) -> None:
    come_in(Client(), there)
    settings.OPEN_REGISTRATION = False
    browser = Client()
    there.asked.clear()
    come_in(browser, there)
    assert in_as(browser) is not None
    there.username = "ben"
    there.asked.clear()
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


# --- Their sign-in is their server's --------------------------------------------------------------


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
    there.asked.clear()
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
