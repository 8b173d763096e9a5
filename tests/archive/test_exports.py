"""What goes out: in Mastodon's formats, for its owner, however much it is."""

import csv
from typing import Any

import pytest
from django.conf import settings as django_settings

from plenary.accounts.models import Account, Block, Follow, Mute, UserDomainBlock
from plenary.archive import actions, queries
from plenary.archive.queries import exports
from plenary.archive.rules.tables import TABLES
from plenary.jobs.worker import run_until_empty
from plenary.statuses.models import Bookmark, Visibility
from plenary.timelines.models import AccountList, ListMember
from tests.archive.conftest import stranger
from tests.factories import block, follow, make_account
from tests.statuses.makers import post

pytestmark = pytest.mark.django_db
HERE = django_settings.DOMAIN


def table(me: Account, kind: str) -> str:
    return "".join(queries.table(me, kind))


def test_as_mastodon_writes_them(maya: Account, ana: Account) -> None:
    far = stranger("Far")
    for who in (ana, far):
        follow(maya, who)
    Follow.objects.filter(target=far).update(reblogs=False, notify=True, languages=["de", "en"])
    assert table(maya, "follows") == (
        "Account address,Show boosts,Notify on new posts,Languages\n"
        'Far@hospital.example,false,true,"de, en"\n'
        f"ana@{HERE},true,false,\n"
    )
    Mute.objects.create(source=maya, target=far, hide_notifications=False)
    assert table(maya, "mutes") == (
        "Account address,Hide notifications\nFar@hospital.example,false\n"
    )
    UserDomainBlock.objects.create(account=maya, domain="bad.example")
    assert table(maya, "domains") == "bad.example\n"
    kept = post(ana)
    Bookmark.objects.create(account=maya, status=kept)
    assert table(maya, "bookmarks") == f"{kept.object_uri}\n"
    Block.objects.create(source=maya, target=make_account("eve"))
    assert table(maya, "blocks") == f"eve@{HERE}\n"


def test_a_lists_name_is_no_formula(maya: Account, ana: Account) -> None:
    """70"""
    follow(maya, ana)
    for title in ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "Ward"):
        made = AccountList.objects.create(account=maya, title=title)
        ListMember.objects.create(list=made, account=ana)
    rows = list(csv.reader(table(maya, "lists").splitlines()))
    assert [row[0] for row in rows] == ["'=cmd|' /C calc'!A0", "'+1", "'-1", "'@SUM(1)", "Ward"]
    made = actions.bring(maya, "lists", table(maya, "lists").encode(), overwrite=True)
    actions.confirm_import(maya, made.pk)
    run_until_empty(strict=True)
    made.refresh_from_db()
    assert (made.failed, made.removed, AccountList.objects.count()) == (0, 0, 5)


def test_nobody_is_told_of_whom_they_may_not_see(maya: Account, ana: Account) -> None:
    """66"""
    hidden = post(ana, visibility=Visibility.PRIVATE)
    Bookmark.objects.create(account=maya, status=hidden)
    follow(maya, ana)
    Mute.objects.create(source=maya, target=ana)
    block(ana, maya)
    for kind in TABLES:
        assert "ana@" not in table(maya, kind) and str(hidden.pk) not in table(maya, kind)


def test_a_long_table_is_read_in_parts(
    maya: Account, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    people = [make_account() for _ in range(7)]
    for who in people:
        follow(maya, who)
    monkeypatch.setattr(exports.chunks, "__defaults__", (3,))
    with django_assert_max_num_queries(3):
        text = table(maya, "follows")
    assert text.count("\n") == 8
    found = [row.partition("@")[0] for row in text.splitlines()[1:]]
    assert found == [one.username for one in reversed(people)]
