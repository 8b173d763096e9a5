"""The limited: no list shows them to strangers unasked; their followers meet them as before."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from plenary.accounts import actions as accounts
from plenary.accounts import queries as people
from plenary.accounts.models import Account
from plenary.accounts.visibility import NOT_LIMITED, limited
from plenary.lib.pagination import Page
from plenary.statuses import actions as statuses
from plenary.statuses.models import Status
from plenary.statuses.rules import Draft
from plenary.timelines import queries as timelines
from plenary.timelines.actions import notify
from plenary.timelines.models import Notification
from plenary.timelines.queries import receivers
from tests.factories import follow, make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiet() -> Account:
    account = make_account("quiet")
    accounts.silence(account)
    account.refresh_from_db()
    return account


@pytest.fixture
def follower(quiet: Account) -> Account:
    account = make_account("follower")
    follow(account, quiet)
    return account


@pytest.fixture
def stranger() -> Account:
    return make_account("stranger")


def test_every_list_of_strangers_leaves_them_out(
    quiet: Account, follower: Account, stranger: Account
) -> None:
    one = statuses.publish(quiet, Draft(text="Words #sepsis")).pk
    tags = timelines.Tags(("sepsis",))
    lists: dict[str, Callable[[Account | None], Any]] = {
        "public": lambda viewer: timelines.public_ids(viewer, Page()),
        "tag": lambda viewer: timelines.hashtag_ids(viewer, tags, Page()),
        "local page": lambda viewer: [row.key for row in timelines.local(viewer, Page()).rows],
        "tag page": lambda viewer: [
            row.key for row in timelines.hashtag(viewer, "sepsis", Page()).rows
        ],
    }
    for name, ask in lists.items():
        assert ask(None) == [] and ask(stranger) == [], name
        assert ask(follower) == [one] and ask(quiet) == [one], name
    assert timelines.home_ids(follower, Page()) == [one]
    assert timelines.account_ids(stranger, quiet, Page()) == [one]
    ids = {stranger.pk, follower.pk, quiet.pk}
    assert receivers.readers(ids, one) == {follower.pk, quiet.pk}


def test_both_spellings_are_one_decision(
    quiet: Account, follower: Account, stranger: Account
) -> None:
    for author in (quiet, stranger, follower):
        statuses.publish(author, Draft(text="Words"))
    for viewer in (quiet, stranger, follower):
        spelled = NOT_LIMITED.format(me="%(me)s")
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT s.id FROM plenary_status s WHERE {spelled}",
                {"me": viewer.pk},
            )
            found = {row[0] for row in cursor.fetchall()}
        kept = Status.objects.exclude(limited(viewer))
        assert found == set(kept.values_list("pk", flat=True))


def test_the_directory(quiet: Account, follower: Account, stranger: Account) -> None:
    for viewer, there in ((None, False), (stranger, False), (follower, True), (quiet, True)):
        found = people.search(viewer, people.Filters()).accounts
        assert (quiet in found) is there
    assert people.get_by_acct(stranger, "quiet") == quiet


def test_notices(quiet: Account, follower: Account, stranger: Account) -> None:
    """A stranger's are kept apart, by their policy; nobody else's are."""

    def apart(account: Account, kind: str, key: str) -> bool:
        assert notify(account=account, actor=quiet, kind=kind, key=key)
        return Notification.objects.get(account=account, key=key).filtered

    assert apart(stranger, "mention", "1")
    assert not apart(follower, "mention", "1")
    assert not apart(stranger, "admin.report", "2")
    accounts.unsilence(quiet)
    quiet.refresh_from_db()
    assert not apart(stranger, "mention", "3")
