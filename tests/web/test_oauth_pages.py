"""The pages by which an app is let in, and the list of those that were."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from plenary.accounts import actions
from plenary.accounts.models import Account, Application
from plenary.api import scopes
from tests.accounts.doors import PASSWORD
from tests.factories import make_account

pytestmark = pytest.mark.django_db
OOB = "urn:ietf:wg:oauth:2.0:oob"
URIS = ["https://app.example/cb", "wardround://in", "http://localhost:9000/", OOB]
EVERYTHING = "read write follow push plenary admin:read offline_access"


@pytest.fixture
def app() -> Application:
    made, _ = actions.register_application(
        name="Ward Round",
        redirect_uris="\n".join(URIS),
        scopes=EVERYTHING,
        website="https://app.example/about",
    )
    return made


def asking(app: Application, **more: str) -> dict[str, str]:
    return {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": URIS[0],
        "scope": "read",
        "state": "a b&c",
        "code_challenge": "x" * 43,
        "code_challenge_method": "S256",
        **more,
    }


def back(answer: Any) -> dict[str, str]:
    """What is asked again after signing in."""
    assert answer.status_code == 302
    leads = urlsplit(answer.headers["Location"])
    assert leads.path == reverse("account_login")
    after = urlsplit(parse_qs(leads.query)["next"][0])
    assert after.path == "/oauth/authorize"
    return {name: values[0] for name, values in parse_qs(after.query).items()}


def words(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_who_asks_what_as_whom_and_where_it_leads(client_for: Any, app: Application) -> None:
    ana = make_account("ana")
    browser = client_for(ana)
    shown = words(browser.get("/oauth/authorize", asking(app, scope="read write:lists push")))
    assert "Let Ward Round in?" in shown
    assert "It says it is from app.example" in shown
    assert "It would act as" in shown
    assert "@ana" in shown
    see, do = shown.index("It could see"), shown.index("It could do in your name")
    assert see < shown.index("Everything you can read here") < do
    assert do < shown.index("Make and change lists") < shown.index("Besides, it could")
    assert "You go on to app.example" in shown
    for uri, words_of in (
        (URIS[1], "You go on to the app on this device"),
        (URIS[2], "You go on to a program on this device"),
        (OOB, "You are then shown a code"),
    ):
        assert words_of in words(browser.get("/oauth/authorize", asking(app, redirect_uri=uri)))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("read read:statuses", {"See": ["read"]}),
        ("read write follow", {"See": ["read"], "Do in your name": ["write"]}),
        ("follow push", {"Do in your name": ["follow"], "Besides": ["push"]}),
        ("plenary:presence plenary:presence:read", {"Do in your name": ["plenary:presence"]}),
        ("admin:read", {"See and do as a moderator": ["admin:read"]}),
    ],
)
def test_what_another_scope_includes_is_not_said_twice(
    asked: str, told: dict[str, list[str]]
) -> None:
    expected = {name: [scopes.CONSENTS[one] for one in some] for name, some in told.items()}
    assert dict(scopes.told(asked.split())) == expected


def test_every_scope_has_its_words_and_its_place() -> None:
    for scope in scopes.SCOPES:
        ((_, sentences),) = scopes.told([scope])
        assert sentences == [scopes.CONSENTS[scope]]


@pytest.mark.parametrize("forced", [{"force_login": "true"}, {"prompt": "login"}])
def test_a_forced_sign_in_loses_nothing_that_was_asked(
    client_for: Any, app: Application, forced: dict[str, str]
) -> None:
    browser = client_for(make_account("ana"))
    assert back(browser.get("/oauth/authorize", asking(app, **forced))) == asking(app)
    assert browser.get("/settings/profile").status_code == 302  # signed out


@pytest.mark.parametrize("wrong", [{"client_id": "none"}, {"redirect_uri": "https://evil.example"}])
def test_nobody_is_signed_out_by_what_asks_wrongly(
    client_for: Any, app: Application, wrong: dict[str, str]
) -> None:
    browser = client_for(make_account("ana"))
    asked = asking(app, **{"force_login": "true", **wrong})
    assert browser.get("/oauth/authorize", asked).status_code == 400
    assert browser.get("/settings/profile").status_code == 200


def test_somebody_else_goes_on_where_one_was(client_for: Any, app: Application) -> None:
    browser = client_for(make_account("ana"))
    assert back(browser.post("/oauth/authorize", {**asking(app), "other": "1"})) == asking(app)
    assert browser.get("/settings/profile").status_code == 302


def test_a_session_that_ended_meanwhile_loses_nothing(client: Client, app: Application) -> None:
    assert back(client.post("/oauth/authorize", {**asking(app), "answer": "allow"})) == asking(app)


def test_who_makes_an_account_comes_back_to_the_question(client: Client, app: Application) -> None:
    login = client.get("/oauth/authorize", asking(app)).headers["Location"]
    page = client.get(login).content.decode()
    to = re.search(rf'href="({reverse("account_signup")}\?[^"]+)"', page)
    assert to
    form = client.get(to.group(1).replace("&amp;", "&")).content.decode()
    kept = re.search(r'name="next" value="([^"]+)"', form)
    assert kept
    given = {"email": "new@example.org", "password1": PASSWORD, "handle": "newcomer"}
    given |= {"display_name": "Newcomer", "next": kept.group(1).replace("&amp;", "&")}
    answer = client.post(reverse("account_signup"), given)
    assert answer.status_code == 302, answer.content.decode()
    shown = words(client.get(answer.headers["Location"]))
    assert "Let Ward Round in?" in shown
    assert "@newcomer" in shown


def test_a_refusal_where_there_is_no_app_to_tell(client_for: Any, app: Application) -> None:
    browser = client_for(make_account("ana"))
    sent = {**asking(app, redirect_uri=OOB), "answer": "deny"}
    assert "Ward Round was not let in" in words(browser.post("/oauth/authorize", sent))
    wrong = browser.get("/oauth/authorize", asking(app, redirect_uri=OOB, scope="nonsense"))
    assert wrong.status_code == 400
    assert "Location" not in wrong.headers


def _row(browser: Client) -> str:
    return words(browser.get("/settings/apps"))


def test_all_that_an_app_may_do_by_any_of_its_tokens(client_for: Any, app: Application) -> None:
    ana: Account = make_account("ana")
    for granted in ("write:lists", "read:blocks"):
        actions.grant_token(app, ana, granted)
    shown = _row(client_for(ana))
    assert shown.count("Ward Round") == 1
    assert "app.example · let in" in shown
    assert "not used yet" in shown
    assert "See whom you block" in shown
    assert "Make and change lists" in shown
    browser = client_for(ana)
    browser.post(f"/settings/apps/{app.pk}/revoke")
    assert "No app is let in" in _row(browser)
