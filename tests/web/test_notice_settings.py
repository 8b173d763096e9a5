"""Whose notices one wants."""

import pytest

from plenary.accounts.models import Account
from plenary.jobs.worker import run_until_empty
from plenary.timelines import queries
from plenary.timelines.models import NotificationRequest
from tests.factories import make_account
from tests.statuses.makers import post

pytestmark = pytest.mark.django_db
PAGE = "/settings/notices"
STRICT = {
    "for_not_following": "filter",
    "for_not_followers": "accept",
    "for_new_accounts": "accept",
    "for_private_mentions": "drop",
}


@pytest.fixture
def me() -> Account:
    return make_account("me")


@pytest.fixture
def waiting(me: Account, client_for) -> NotificationRequest:
    """Somebody wrote whom one keeps apart."""
    client_for(me).post(PAGE, STRICT)
    post(make_account("bo"), "@me hello")
    run_until_empty(strict=True)
    return NotificationRequest.objects.get()


def shown(browser, path: str = PAGE) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_choice_is_kept(me: Account, client_for) -> None:
    browser = client_for(me)
    assert 'value="accept" selected' in shown(browser)
    assert browser.post(PAGE, STRICT).status_code == 302
    held = queries.policy(me)
    assert (held.for_not_following, held.for_private_mentions) == ("filter", "drop")
    assert held.for_limited_accounts == "filter", "what the form does not have stays"
    assert 'value="drop" selected' in shown(browser)
    assert browser.post(PAGE, STRICT | {"for_new_accounts": "x"}).status_code == 422
    assert browser.post(PAGE, {}).status_code == 422


def test_who_waits_is_let_in(me: Account, waiting: NotificationRequest, client_for) -> None:
    browser = client_for(me)
    assert "Dr Bo" in shown(browser) and "1 notice<" in shown(browser)
    assert "mentioned you" not in shown(browser, "/notifications")
    assert browser.post(f"{PAGE}/{waiting.pk}/accept").status_code == 302
    assert "Dr Bo" not in shown(browser)
    assert "mentioned you" in shown(browser, "/notifications")


def test_or_let_go(me: Account, waiting: NotificationRequest, client_for) -> None:
    browser = client_for(me)
    assert browser.post(f"{PAGE}/{waiting.pk}/dismiss").status_code == 302
    assert "Dr Bo" not in shown(browser)
    assert "mentioned you" not in shown(browser, "/notifications")
    assert browser.post(f"{PAGE}/{waiting.pk}/dismiss").status_code == 404


def test_anothers_request_does_not_exist(waiting: NotificationRequest, client_for) -> None:
    other = client_for(make_account("other"))
    assert "Dr Bo" not in shown(other)
    for what in ("accept", "dismiss"):
        assert other.post(f"{PAGE}/{waiting.pk}/{what}").status_code == 404
    assert other.get(f"{PAGE}/{waiting.pk}/accept").status_code == 405
