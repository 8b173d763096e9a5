"""Servers that one keeps away for oneself."""

from typing import Any

import pytest

from plenary.accounts import actions
from plenary.accounts.models import Account, Follow, FollowRequest, UserDomainBlock
from plenary.jobs.worker import run_until_empty
from plenary.lib.errors import Forbidden, NotFound, Refused
from plenary.statuses.models import Status
from plenary.timelines.actions import notices
from plenary.timelines.models import Notification
from tests.factories import follow, make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def maya() -> Account:
    return make_account("maya")


@pytest.fixture
def ana() -> Account:
    return Account.objects.create(
        username="ana", domain="loud.example", uri="https://loud.example/users/ana"
    )


def test_what_tied_the_two_ends_both_ways(maya: Account, ana: Account) -> None:
    kept = follow(maya, make_account("bo"))
    follow(maya, ana)
    follow(ana, maya)
    cy = Account.objects.create(username="cy", domain="loud.example", uri="https://loud.example/cy")
    FollowRequest.objects.create(source=cy, target=maya)
    actions.block_domain(maya, "LOUD.example")
    assert list(Follow.objects.all()) == [kept] and not FollowRequest.objects.exists()
    maya.refresh_from_db()
    assert (maya.following_count, maya.followers_count) == (1, 0)


def test_nobody_from_there_follows_from_now_on(maya: Account, ana: Account) -> None:
    """As where one person is blocked: they are not told of it."""
    actions.block_domain(maya, "loud.example")
    with pytest.raises(NotFound):
        actions.follow(ana, maya)
    with pytest.raises(Forbidden):
        actions.follow(maya, ana)
    assert not Follow.objects.exists() and not FollowRequest.objects.exists()
    actions.unblock_domain(maya, "loud.example")
    assert actions.follow(ana, maya) == "following"


def test_other_people_here_are_followed_as_before(maya: Account, ana: Account) -> None:
    actions.block_domain(maya, "loud.example")
    assert actions.follow(ana, make_account("bo")) == "following"


def test_no_notice_comes_from_there(maya: Account, ana: Account) -> None:
    assert notices.notify(account=maya, actor=ana, kind="follow", key="one")
    actions.block_domain(maya, "loud.example")
    assert not notices.notify(account=maya, actor=ana, kind="follow", key="two")
    run_until_empty()
    assert Notification.objects.filter(account=maya).count() <= 1


def test_nothing_of_it_is_read(maya: Account, ana: Account, client_for: Any) -> None:
    Status.objects.create(
        account=ana,
        local=False,
        uri="https://loud.example/1",
        text="Loud words",
        content_html="<p>Loud words</p>",
    )
    browser, other = client_for(maya), client_for(make_account("bo"))
    assert "Loud words" in browser.get("/@ana@loud.example").content.decode()
    actions.block_domain(maya, "loud.example")
    assert browser.get("/@ana@loud.example").status_code == 404
    assert "Loud words" in other.get("/@ana@loud.example").content.decode()


def test_notices_that_were_there_are_hidden(maya: Account, ana: Account, client_for: Any) -> None:
    notices.notify(account=maya, actor=ana, kind="follow", key="one")
    browser = client_for(maya)
    assert "loud.example" in browser.get("/notifications").content.decode()
    actions.block_domain(maya, "loud.example")
    assert "loud.example" not in browser.get("/notifications").content.decode()


@pytest.mark.parametrize("name", ["", "no spaces", "https://a.example", "a.example/x", "*.example"])
def test_what_is_no_server(maya: Account, name: str) -> None:
    with pytest.raises(Refused):
        actions.block_domain(maya, name)
    assert not UserDomainBlock.objects.exists()
