"""Notifications that somebody asked for, or that only some may have."""

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, Follow, User
from plenary.jobs.worker import run_until_empty
from plenary.lib.pagination import Page
from plenary.statuses import actions as statuses
from plenary.statuses.facts import StatusEdited, StatusPublished
from plenary.statuses.rules import Draft
from plenary.timelines import actions, queries
from plenary.timelines.actions import notices
from plenary.timelines.models import Notification
from tests.factories import follow, make_account
from tests.statuses.makers import DIRECT, PRIVATE, post, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def me() -> Account:
    return make_account("me")


@pytest.fixture
def ana() -> Account:
    return make_account("ana")


def heard(account: Account) -> list[str]:
    run_until_empty(strict=True)
    return [row.kind for row in queries.notifications(account, Page()).rows]


@pytest.fixture
def asked(me: Account, ana: Account) -> Follow:
    """I asked to hear of each post of Ana's."""
    tie = follow(me, ana)
    Follow.objects.filter(pk=tie.pk).update(notify=True)
    return tie


def test_each_post_of_somebody_one_asked_about(me: Account, ana: Account, asked: Follow) -> None:
    other = make_account("other")
    follow(other, ana)
    first = post(ana, "one")
    reply(ana, first, "going on")
    post(ana, "for few", visibility=PRIVATE)
    assert heard(me) == ["status"] * 3
    assert heard(other) == [], "who only follows is not told"
    notices.on_status_published(StatusPublished(first.pk, ana.pk))
    assert len(heard(me)) == 3


def test_not_of_answers_boosts_or_letters_to_others(
    me: Account, ana: Account, asked: Follow
) -> None:
    other = make_account("other")
    theirs = post(other, "theirs")
    reply(ana, theirs, "an answer")
    statuses.boost(ana, theirs.pk)
    post(ana, "@other psst", visibility=DIRECT)
    assert heard(me) == []
    post(ana, "@me hello")
    assert heard(me) == ["mention"], "told once, of what concerns one most"
    Follow.objects.update(notify=False)
    post(ana, "more")
    assert heard(me) == ["mention"]


def test_an_edit_is_told_to_those_who_passed_it_on(me: Account, ana: Account) -> None:
    written, other = post(ana, "one"), make_account("other")
    statuses.boost(me, written.pk)
    statuses.favourite(other, written.pk)
    statuses.edit(ana, written.pk, Draft(text="two"))
    assert heard(me) == ["update"]
    assert heard(other) == []
    notices.on_status_edited(StatusEdited(written.pk))
    assert heard(me) == ["update"], "of one edit once"
    statuses.edit(ana, written.pk, Draft(text="three"))
    assert heard(me) == ["update", "update"]


def test_many_who_asked_are_told_in_parts(ana: Account, monkeypatch) -> None:
    monkeypatch.setattr(notices, "AT_ONCE", 2)
    people = [make_account() for _ in range(5)]
    for one in people:
        follow(one, ana)
    Follow.objects.update(notify=True)
    written = post(ana, "one")
    assert [heard(one) for one in people] == [["status"]] * 5
    notices.on_status_published(StatusPublished(written.pk, ana.pk))
    assert [heard(one) for one in people] == [["status"]] * 5


def test_of_a_poll_one_hears_even_if_it_is_ones_own(me: Account, ana: Account) -> None:
    written = post(me, "Which hall?")
    for account in (me, ana):
        assert actions.notify(
            account=account, actor=me, kind="poll", key=f"poll-{written.pk}", status=written
        )
    assert heard(me)[0] == heard(ana)[0] == "poll"
    assert not actions.notify(account=me, actor=me, kind="status", key="x", status=written)


def test_who_signs_up_is_told_to_moderators_alone(me: Account) -> None:
    staff = make_account("staff")
    User.objects.filter(account=staff).update(is_staff=True)
    new = accounts.create_account(email="n@example.org", password="x" * 12, username="newdoc")
    accounts.create_account(
        email="s@example.org", password="x" * 12, username="seeded", email_verified=True
    )
    assert heard(staff) == ["admin.sign_up"], "whom the server itself makes is no news"
    assert heard(me) == []
    row = Notification.objects.get()
    assert row.actor == new and row.group_key.startswith("admin.sign_up-")


def test_signing_up_on_the_page_is_told_too(client) -> None:
    staff = make_account("staff")
    User.objects.filter(account=staff).update(is_staff=True)
    form = {"handle": "newdoc", "display_name": "Dr New", "email": "n@example.org"}
    answer = client.post("/auth/signup/", {**form, "password1": "a long enough secret"})
    assert answer.status_code == 302, answer.content.decode()
    assert heard(staff) == ["admin.sign_up"]


def test_nobody_elsewhere_is_told_here(ana: Account) -> None:
    remote = Account.objects.create(username="far", domain="elsewhere.example")
    assert not actions.notify(account=remote, actor=ana, kind="follow", key="f")
    assert not Notification.objects.exists()


def test_telling_costs_the_same_in_a_crowd(me: Account, django_assert_max_num_queries) -> None:
    written = post(me, "mine")

    def like() -> None:
        person = make_account()
        with django_assert_max_num_queries(14):
            actions.notify(
                account=me, actor=person, kind="favourite", key=str(person.pk), status=written
            )

    for _ in range(30):
        like()
    assert Notification.objects.filter(head=True).count() == 1


def test_the_page_names_each_kind(me: Account, ana: Account, client_for) -> None:
    written = post(ana, "the poster")
    for kind in ("status", "poll", "update", "quote", "quoted_update", "admin.sign_up"):
        actions.notify(
            account=me,
            actor=ana,
            kind=kind,
            key=kind,
            status=None if kind.startswith("admin") else written,
            link=ana.url,
        )
    text = client_for(me).get("/notifications").content.decode()
    for words in (
        "posted",
        "asked in a poll that has ended",
        "edited a post you boosted",
        "quoted you",
        "edited a post you quoted",
        "signed up",
    ):
        assert words in text
