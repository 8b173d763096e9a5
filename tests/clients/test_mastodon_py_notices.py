"""Mastodon.py on notices in groups, policies, conversations and push, as its users use it."""

import json
from typing import Any

import pytest
from mastodon import Mastodon

from tests.clients.people import sign_up, soon
from tests.push_service import Subscriber, push_service, verified

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def ada(dev_server) -> Mastodon:
    """Somebody who signed up by API."""
    return sign_up(dev_server.url, "ada")


@pytest.fixture(scope="module")
def bo(dev_server) -> Mastodon:
    return Mastodon(access_token="bo-token", api_base_url=dev_server.url)


@pytest.fixture(scope="module")
def admin(dev_server) -> Mastodon:
    return Mastodon(access_token="admin-token", api_base_url=dev_server.url)


def test_notices_in_groups(ada: Mastodon, bo: Mastodon, admin: Mastodon) -> None:
    status = ada.status_post("the poster")
    for one in (bo, admin):
        one.status_favourite(status)

    def liked() -> Any:
        found = ada.grouped_notifications(types=["favourite"])
        groups = [one for one in found.notification_groups if one.status_id == str(status.id)]
        return (found, groups[0]) if groups and groups[0].notifications_count == 2 else None

    found, group = soon(liked)
    everybody = [*found.accounts, *found.partial_accounts]
    assert sorted(one.acct for one in everybody) == ["admin", "bo"]
    assert ada.grouped_notification(group.group_key).statuses[0].id == status.id
    assert len(ada.grouped_notification_accounts(group.group_key)) == 2
    assert ada.unread_grouped_notifications_count() >= 1
    ada.dismiss_grouped_notification(group.group_key)
    assert liked() is None
    assert soon(lambda: [one for one in admin.notifications() if one.type == "admin.sign_up"])


def test_a_policy_and_its_requests(ada: Mastodon, bo: Mastodon) -> None:
    held = ada.update_notifications_policy(for_not_following="filter")
    assert held.for_not_following == "filter"
    bo.status_post("@ada hello")
    (asked,) = soon(ada.notification_requests)
    assert asked.account.acct == "bo"
    assert ada.notifications_policy().summary.pending_requests_count == 1
    assert ada.notification_request(asked.id).id == asked.id
    ada.accept_notification_request(asked)
    assert ada.notification_requests() == []
    assert ada.notifications(mentions_only=True)[0].status.account.acct == "bo"


def test_conversations(ada: Mastodon, bo: Mastodon) -> None:
    first = ada.status_post("@bo psst", visibility="direct")
    (theirs,) = soon(bo.conversations)
    assert theirs.unread and theirs.last_status.id == first.id
    assert [one.acct for one in theirs.accounts] == ["ada"]
    assert bo.conversations_read(theirs).unread is False


def test_push(ada: Mastodon, bo: Mastodon) -> None:
    """By the older draft: it has no way to ask for the standard that reaches the server."""
    reader = Subscriber()
    with push_service() as service:
        made = ada.push_subscription_set(
            f"{service.url}/to/ada",
            {"pubkey": reader.point, "auth": reader.auth},
            mention_events=True,
            policy="all",
        )
        assert ada.push_subscription().id == made.id
        bo.status_post("@ada do you hear?")
        soon(lambda: service.got)
        _, headers, body = service.got[0]
        told = json.loads(reader.read(body, headers))
        assert (told["notification_type"], told["body"]) == ("mention", "@ada do you hear?")
        assert verified(headers, made.server_key)["aud"] == service.url
        changed = ada.push_subscription_update(follow_events=True)
        assert changed.alerts.follow and not changed.alerts.mention
        ada.push_subscription_delete()
