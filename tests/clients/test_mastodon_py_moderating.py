"""Mastodon.py: reporting, and what moderators do."""

import pytest
from mastodon import Mastodon, MastodonAPIError

from tests.clients.people import sign_up

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def admin(dev_server) -> Mastodon:
    return Mastodon(access_token="admin-token", api_base_url=dev_server.url)


@pytest.fixture(scope="module")
def spammer(dev_server) -> Mastodon:
    return sign_up(dev_server.url, "spammer")


@pytest.fixture(scope="module")
def witness(dev_server) -> Mastodon:
    return sign_up(dev_server.url, "witness")


def test_a_report(admin: Mastodon, spammer: Mastodon, witness: Mastodon) -> None:
    said = spammer.status_post("buy my pills")
    made = witness.report(spammer.me(), said, comment="advertising", category="spam")
    assert made.id in [one.id for one in admin.admin_reports()]
    report = admin.admin_report(made)
    assert report.target_account.username == "spammer" and report.statuses[0].id == said.id
    assert admin.admin_report_assign(made).assigned_account.username == "admin"
    assert admin.admin_report_unassign(made).assigned_account is None
    assert admin.admin_report_resolve(made).action_taken
    assert not admin.admin_report_reopen(made).action_taken


def test_decisions(admin: Mastodon, spammer: Mastodon) -> None:
    him = spammer.me()
    admin.admin_account_moderate(him, "silence")
    assert admin.admin_account(him).silenced
    assert not admin.admin_account_unsilence(him).silenced
    admin.admin_account_moderate(him, "suspend", text="enough")
    assert admin.admin_account(him).suspended
    with pytest.raises(MastodonAPIError):
        spammer.me()
    assert not admin.admin_account_unsuspend(him).suspended
    with pytest.raises(MastodonAPIError):
        spammer.me()  # an app must be let in anew
    assert [one.username for one in admin.admin_accounts_v2(username="spammer")] == ["spammer"]


def test_servers_kept_away(admin: Mastodon) -> None:
    made = admin.admin_create_domain_block("bad.example", severity="silence")
    changed = admin.admin_update_domain_block(made, severity="suspend")
    assert changed.severity == "suspend"
    assert made.id in [one.id for one in admin.admin_domain_blocks()]
    admin.admin_delete_domain_block(made)
    assert made.id not in [one.id for one in admin.admin_domain_blocks()]


def test_what_trends_and_who_may_ask(admin: Mastodon, witness: Mastodon) -> None:
    assert isinstance(admin.admin_trending_tags(), list)
    assert isinstance(admin.admin_trending_statuses(), list)
    assert admin.admin_trending_links() == []
    with pytest.raises(MastodonAPIError):
        witness.admin_reports()
