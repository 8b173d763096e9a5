"""What is decided about a server: what holds, for whom, from when, and how it ends."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plenary.accounts import actions as accounts
from plenary.accounts.actions.elsewhere import RemoteProfile, keep_remote
from plenary.accounts.actions.servers import DOMAIN
from plenary.accounts.models import AccessToken, Account, Follow, FollowRequest, User
from plenary.accounts.queries import domains_known
from plenary.conduct import actions, queries
from plenary.conduct.actions import standing
from plenary.conduct.models import Deed
from plenary.conduct.rules import NOT_LISTED, OPEN, names_over
from plenary.jobs.worker import run_until_empty
from plenary.lib import pubsub
from plenary.lib.errors import Forbidden, Refused
from tests.factories import follow, make_account

pytestmark = pytest.mark.django_db


def far(username: str, domain: str = "bad.example", **columns: Any) -> Account:
    return Account.objects.create(
        username=username, domain=domain, uri=f"https://{domain}/users/{username}", **columns
    )


def marks(account: Account) -> tuple[bool, str, bool, str]:
    account.refresh_from_db()
    return (
        account.suspended_at is not None,
        account.suspended_because,
        account.silenced_at is not None,
        account.silenced_because,
    )


FREE = (False, "", False, "")
SUSPENDED, SILENCED = (True, DOMAIN, False, ""), (False, "", True, DOMAIN)


@pytest.fixture
def mod() -> Account:
    account = make_account("mod")
    actions.appoint(account, "moderator")
    return account


def test_one_query_tells_what_holds(django_assert_num_queries: Any, settings: Any) -> None:
    actions.block_domain(None, "bad.example", severity="suspend", reject_reports=True)
    for allow_list in (False, True):
        settings.ALLOW_LIST = allow_list
        for name in ("bad.example", "a.b.c.bad.example", "good.example"):
            with django_assert_num_queries(1):
                queries.decision_for(name)
    with django_assert_num_queries(0):
        assert queries.decision_for("") == OPEN


@pytest.mark.parametrize(
    "spelled",
    [
        "bad.example",
        "BAD.Example",
        "bad.example.",
        "bad.example:8443",
        " bad.example ",
        "x.bad.example",
    ]
    + ["x.bad.example", "bad.example.:443", "bad\u3002example", "\uff42ad.example", "bad.example:"],
)
def test_odd_spellings_are_one_host(spelled: str) -> None:
    """20"""
    actions.block_domain(None, "bad.example", severity="suspend")
    assert queries.decision_for(spelled).suspended


@pytest.mark.parametrize("other", ["notbad.example", "bad.example.org", "example", "badexample"])
def test_others_are_not_meant(other: str) -> None:
    actions.block_domain(None, "bad.example", severity="suspend")
    assert queries.decision_for(other) == OPEN


def test_what_is_no_host_is_kept_away() -> None:
    assert names_over("ü" * 70 + ".example") == []
    assert queries.decision_for("ü" * 70 + ".example") == NOT_LISTED


def test_the_nearest_decision_holds() -> None:
    actions.block_domain(None, "bad.example", severity="suspend")
    actions.block_domain(None, "fine.bad.example", severity="noop", reject_media=True)
    found = queries.decision_for("x.fine.bad.example")
    assert (found.severity, found.no_pictures, found.because) == ("noop", True, "fine.bad.example")
    assert queries.decision_for("other.bad.example").because == "bad.example"
    named = ["x.fine.bad.example", "bad.example", "good.example"]
    assert queries.decisions_for(named) == {one: queries.decision_for(one) for one in named}


def test_a_decision_holds_as_soon_as_it_is_taken() -> None:
    """No job has run."""
    ana, below, other = far("ana"), far("bo", "sub.bad.example"), far("cy", "notbad.example")
    made = actions.block_domain(None, "bad.example", severity="suspend")
    assert marks(ana) == marks(below) == SUSPENDED and marks(other) == FREE
    actions.change_domain_block(None, made.pk, severity="silence")
    assert marks(ana) == marks(below) == SILENCED
    actions.change_domain_block(None, made.pk, severity="noop")
    assert marks(ana) == marks(below) == FREE
    actions.change_domain_block(None, made.pk, severity="suspend")
    actions.unblock_domain(None, made.pk)
    assert marks(ana) == marks(below) == FREE


def test_nothing_holds_of_what_is_not_committed() -> None:
    ana = far("ana")
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.block_domain(None, "bad.example", severity="suspend")
        raise RuntimeError
    assert marks(ana) == FREE and queries.decision_for("bad.example") == OPEN


def test_everybody_of_it_is_hidden_at_once(client: Client, client_for: Any) -> None:
    maya, ana = make_account("maya"), far("ana")
    follow(maya, ana)
    browser = client_for(maya)
    assert browser.get("/@ana@bad.example").status_code == 200
    made = actions.block_domain(None, "bad.example", severity="suspend")
    missing = browser.get("/@nobody@bad.example")
    assert browser.get("/@ana@bad.example").status_code == missing.status_code == 404
    actions.unblock_domain(None, made.pk)
    assert browser.get("/@ana@bad.example").status_code == 200


def test_the_number_of_statements_does_not_grow() -> None:
    def cost(people: int) -> int:
        for number in range(people):
            far(f"p{number}", f"bad{people}.example")
        with CaptureQueriesContext(connection) as counted:
            actions.block_domain(None, f"bad{people}.example", severity="suspend")
        return len(counted)

    assert cost(1) == cost(30)


def test_lifting_gives_back_what_it_took_and_no_more(mod: Account) -> None:
    """What a moderator decided of somebody stays theirs, whether it came first or last."""
    before, after, quiet = far("before"), far("after"), far("quiet")
    actions.decide(mod, before.pk, "suspend")
    actions.decide(mod, quiet.pk, "silence")
    made = actions.block_domain(mod, "bad.example", severity="suspend")
    actions.decide(mod, after.pk, "suspend")
    actions.unblock_domain(mod, made.pk)
    assert marks(before) == marks(after) == (True, "", False, "")
    assert marks(quiet) == (False, "", True, "")
    made = actions.block_domain(mod, "bad.example", severity="silence")
    actions.decide(mod, after.pk, "silence")
    actions.unblock_domain(mod, made.pk)
    assert marks(after) == (True, "", True, "") and marks(quiet) == (False, "", True, "")


def test_a_moderators_own_decision_falls_back_to_that_about_the_server(mod: Account) -> None:
    ana = far("ana")
    actions.decide(mod, ana.pk, "suspend")
    actions.block_domain(mod, "bad.example", severity="suspend")
    actions.lift(mod, ana.pk, "unsuspend")
    assert marks(ana) == SUSPENDED
    with pytest.raises(Refused, match=r"bad\.example"):
        actions.lift(mod, ana.pk, "unsuspend")


def test_a_nearer_decision_is_left_alone_when_the_wider_one_ends() -> None:
    ana = far("ana", "sub.bad.example")
    actions.block_domain(None, "sub.bad.example", severity="silence")
    wide = actions.block_domain(None, "bad.example", severity="suspend")
    assert marks(ana) == SILENCED
    actions.unblock_domain(None, wide.pk)
    assert marks(ana) == SILENCED


def test_follows_end_both_ways_and_with_the_counts_of_people_here() -> None:
    maya, bo, ana = make_account("maya"), make_account("bo", locked=True), far("ana")
    follow(maya, ana)
    follow(ana, maya)
    FollowRequest.objects.create(source=maya, target=far("dee"))
    FollowRequest.objects.create(source=ana, target=bo)
    kept = follow(maya, far("cy", "good.example"))
    actions.block_domain(None, "bad.example", severity="suspend")
    run_until_empty()
    assert list(Follow.objects.all()) == [kept] and not FollowRequest.objects.exists()
    maya.refresh_from_db()
    assert (maya.following_count, maya.followers_count) == (1, 0)


def test_follows_stay_where_a_server_is_limited_or_let_go_in_time() -> None:
    maya, ana = make_account("maya"), far("ana")
    follow(maya, ana)
    made = actions.block_domain(None, "bad.example", severity="silence")
    run_until_empty()
    actions.change_domain_block(None, made.pk, severity="suspend")
    actions.unblock_domain(None, made.pk)
    run_until_empty()
    assert Follow.objects.count() == 1


def test_many_ties_end_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "_TIES", 2)
    monkeypatch.setattr(standing, "_ACCOUNTS", 2)
    people = [make_account() for _ in range(3)]
    for number in range(5):
        one = far(f"far{number}")
        for person in people:
            follow(person, one)
    actions.block_domain(None, "bad.example", severity="suspend")
    run_until_empty()
    assert not Follow.objects.exists()
    assert set(Account.objects.filter(domain="").values_list("following_count", flat=True)) == {0}


def test_one_who_is_suspended_elsewhere_is_parted_too(mod: Account) -> None:
    maya, ana, cy = make_account("maya"), far("ana"), far("cy")
    follow(maya, ana)
    follow(maya, cy)
    actions.decide(mod, ana.pk, "suspend")
    run_until_empty()
    assert [one.target for one in Follow.objects.all()] == [cy]


def test_who_signed_in_from_there_is_out(
    settings: Any,
    client_for: Callable[[Account], Client],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """45"""
    sent: list[bytes] = []
    monkeypatch.setattr(pubsub, "_send", sent.extend)
    ana = far("ana")
    user = User.objects.create(email="ana@elsewhere.example", account=ana)
    browser = client_for(ana)
    key = str(browser.session.session_key)
    UserSession.objects.create(user=user, ip="192.0.2.1", session_key=key, user_agent="")
    app, _ = accounts.register_application(name="app", redirect_uris="urn:x", scopes="read")
    accounts.grant_token(app, ana, "read", token="of-ana")
    with django_capture_on_commit_callbacks(execute=True):
        made = actions.block_domain(None, "bad.example", severity="suspend")
    assert any(b"session-ended" in one and str(ana.pk).encode() in one for one in sent)
    actions.unblock_domain(None, made.pk)
    assert not AccessToken.objects.exists() and not UserSession.objects.exists()
    assert not import_module(settings.SESSION_ENGINE).SessionStore().exists(key)
    assert browser.get("/settings/profile").status_code == 302


def test_an_account_that_comes_later_stands_as_its_server() -> None:
    actions.block_domain(None, "bad.example", severity="suspend")
    actions.block_domain(None, "loud.example", severity="silence")
    for domain, expected in (
        ("x.bad.example", SUSPENDED),
        ("loud.example", SILENCED),
        ("good.example", FREE),
    ):
        profile = RemoteProfile(username="new", domain=domain, uri=f"https://{domain}/new")
        assert marks(keep_remote(profile)) == expected


def test_an_account_that_takes_another_servers_name_stands_as_that() -> None:
    actions.block_domain(None, "bad.example", severity="suspend")
    told = {"username": "ana", "uri": "https://one.example/ana"}
    for domain, expected in (
        ("good.example", FREE),
        ("bad.example", SUSPENDED),
        ("good.example", FREE),
    ):
        profile = RemoteProfile(domain=domain, **told)
        assert marks(keep_remote(profile)) == expected


def test_whoever_slipped_in_is_found_by_the_worker() -> None:
    actions.block_domain(None, "bad.example", severity="suspend")
    late = far("late")
    run_until_empty()
    assert marks(late) == SUSPENDED


def test_only_listed_servers_are_met(settings: Any) -> None:
    ana, bo = far("ana", "good.example"), far("bo", "unknown.example")
    allowed = actions.allow_domain(None, "Good.Example")
    assert queries.decision_for("unknown.example") == OPEN
    settings.ALLOW_LIST = True
    assert actions.stand_everywhere() == 1
    assert marks(ana) == FREE and marks(bo) == SUSPENDED
    assert queries.decision_for("good.example") == OPEN
    for other in ("unknown.example", "sub.good.example"):
        assert queries.decision_for(other) == NOT_LISTED
    actions.allow_domain(None, "unknown.example")
    assert marks(bo) == FREE
    actions.disallow_domain(None, allowed.pk)
    assert marks(ana) == SUSPENDED
    actions.allow_domain(None, "bad.example")
    actions.block_domain(None, "bad.example", severity="silence")
    assert queries.decision_for("bad.example").silenced
    settings.ALLOW_LIST = False
    standing.stand_as_decided.call()
    assert marks(ana) == FREE and actions.stand_everywhere() == 0


def test_this_server_is_never_kept_away(settings: Any) -> None:
    settings.DOMAIN = "plenary.college.example"
    for name in ("plenary.college.example", "college.example", "PLENARY.college.example."):
        with pytest.raises(Refused):
            actions.block_domain(None, name, severity="suspend")
    assert queries.decision_for("plenary.college.example") == OPEN


def test_moderators_alone_decide(mod: Account) -> None:
    ana = make_account("ana")
    for deed in (actions.block_domain, actions.allow_domain):
        with pytest.raises(Forbidden):
            deed(ana, "bad.example")
    actions.allow_domain(mod, "good.example")
    actions.allow_domain(mod, "good.example")
    assert list(Deed.objects.exclude(actor=None).values_list("action", "text")) == [
        ("allow domain", "good.example")
    ]


def test_servers_are_found_from_name_to_name(django_assert_num_queries: Any) -> None:
    make_account("here")
    for number in range(3):
        far(f"a{number}", "b.example")
        far(f"a{number}", "a.example")
    with django_assert_num_queries(1):
        assert domains_known() == ["a.example", "b.example"]


def test_peers_leave_out_whatever_was_decided_about(settings: Any) -> None:
    """A name that is told in part must not stand whole here."""
    for domain in ("bad.example", "noted.example", "good.example", "sub.bad.example"):
        far("ana", domain)
    actions.block_domain(None, "bad.example", severity="suspend", obfuscate=True)
    actions.block_domain(None, "noted.example", severity="noop")
    assert queries.peers(None) == ["good.example"]
    settings.ALLOW_LIST = True
    actions.allow_domain(None, "good.example")
    assert queries.peers(None) == [] and queries.peers(make_account()) == ["good.example"]
