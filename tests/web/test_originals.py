"""Between our pages and those of other servers: a post that another site begins, and the way to
where somebody or something is at home."""

from collections.abc import Callable

import pytest
from django.test import Client

from plenary.accounts.models import Account
from plenary.statuses.models import Status
from tests.factories import make_account
from tests.federation.conftest import federating
from tests.federation.makers import remote

__all__ = ["federating"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating")]
HOST = {"Host": "plenary.example"}


@pytest.fixture
def browser(client_for: Callable[[Account], Client]) -> Client:
    return client_for(make_account("ben"))


def test_what_another_site_shares_begins_a_post(browser: Client) -> None:
    to = browser.get("/share?text=%23Meet+", secure=True, headers=HOST)["Location"]
    assert to == "/compose?text=%23Meet+"
    assert ">#Meet </textarea>" in browser.get(to, secure=True, headers=HOST).content.decode()
    to = browser.get("/share?title=A+paper&url=https://x.example/1", secure=True, headers=HOST)[
        "Location"
    ]
    assert to == "/compose?text=A+paper+https%3A%2F%2Fx.example%2F1"


def test_pages_of_others_lead_to_their_own_server_and_to_no_other(browser: Client) -> None:
    nia = remote("nia")
    post = Status.objects.create(
        account=nia,
        text="hi",
        local=False,
        uri=f"{nia.uri}/statuses/1",
        page="https://evil.example",
    )
    words = browser.get(nia.url, secure=True, headers=HOST).content.decode()
    assert 'href="https://peer.example/@nia"' in words and "this server knows of" in words
    Account.objects.filter(pk=nia.pk).update(page="javascript:alert(1)")
    words = browser.get(nia.url, secure=True, headers=HOST).content.decode()
    assert f'href="{nia.uri}"' in words and "javascript:" not in words
    words = browser.get(f"{nia.url}/{post.pk}", secure=True, headers=HOST).content.decode()
    assert f'href="{post.uri}"' in words and "evil.example" not in words
    ours = make_account("ada")
    words = browser.get(ours.url, secure=True, headers=HOST).content.decode()
    assert "this server knows of" not in words
