"""Starring a session from the page one is on."""

import pytest
from django.test import Client

from plenary.accounts.models import Account
from plenary.events.models import Session
from tests.factories import make_account, make_event, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    return make_session(make_event("congress"))


@pytest.fixture
def browser(client_for) -> Client:
    me: Account = make_account("me")
    return client_for(me)


@pytest.mark.parametrize(
    ("came", "back"),
    [
        ("http://testserver/events/congress/programme?day=2", "/events/congress/programme?day=2"),
        ("http://evil.example/events/congress/programme", ""),
        ("//evil.example", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_without_script_one_is_back_on_the_page_one_came_from(
    browser: Client, session: Session, came: str, back: str
) -> None:
    own = f"/events/congress/sessions/{session.pk}"
    answer = browser.post(f"{own}/star", headers={"referer": came})
    assert answer.status_code == 302 and answer.headers["Location"] == (back or own)
    assert session.stars.filter(account__username="me").exists()
