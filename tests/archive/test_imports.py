"""What comes in: shown first, then done line by line, once, whatever happens in between."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from plenary.accounts.models import Account, Block, Follow, FollowRequest, Mute, UserDomainBlock
from plenary.archive import actions, queries
from plenary.archive.actions import importing, tidying
from plenary.archive.models import Import, ImportRow, ImportState
from plenary.jobs.models import Job
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock, questions
from plenary.lib.errors import NotFound, Refused
from plenary.statuses.models import Bookmark, Visibility
from plenary.timelines.models import AccountList, ListMember
from tests.archive.conftest import stranger
from tests.factories import block, follow, make_account
from tests.statuses.makers import post

pytestmark = pytest.mark.django_db


def bring(me: Account, kind: str, text: str, *, overwrite: bool = False) -> Import:
    """Bring a file and do all of it."""
    made = actions.bring(me, kind, text.encode(), overwrite=overwrite)
    actions.confirm_import(me, made.pk)
    run_until_empty(strict=True)
    made.refresh_from_db()
    assert made.state == ImportState.FINISHED
    assert made.done + made.failed == made.total
    return made


def failed(of: Import) -> dict[str, str]:
    return {row.key: row.problem for row in queries.failures(of.account, of)}


def followed(me: Account) -> set[str]:
    return {tie.target.address for tie in Follow.objects.filter(source=me)}


def test_nothing_happens_before_it_is_confirmed(maya: Account, ana: Account, settings: Any) -> None:
    made = actions.bring(
        maya, "follows", f"{ana.address}\nx@new.example\n".encode(), overwrite=True
    )
    shown = queries.preview(maya, made)
    assert (made.total, shown.strangers, shown.asks) == (2, [("new.example", 1)], False)
    run_until_empty(strict=True)
    assert not Follow.objects.exists()
    again = actions.bring(maya, "follows", b"ana\n", overwrite=False)
    assert [one.pk for one in Import.objects.all()] == [again.pk], "one draft at a time"
    actions.drop_import(maya, again.pk)
    assert not ImportRow.objects.exists()


def test_follows_come_with_how(maya: Account, ana: Account) -> None:
    text = "Account address,Show boosts,Notify on new posts,Languages\n"
    made = bring(maya, "follows", f'{text}{ana.address},false,true,"de, en"\nnobody,,,\nmaya,,,\n')
    tie = Follow.objects.get(source=maya)
    assert (tie.reblogs, tie.notify, tie.languages) == (False, True, ["de", "en"])
    ana.refresh_from_db()
    assert (made.done, made.failed, ana.followers_count) == (1, 2, 1)
    assert (
        failed(made)[f"nobody@{ana.address.split('@')[1]}"] == "Nobody was found at this address."
    )
    bring(maya, "follows", f"{text}{ana.address},true,,\n")
    tie.refresh_from_db()
    assert (tie.reblogs, tie.notify) == (True, True)
    ana.refresh_from_db()
    assert ana.followers_count == 1


def test_every_kind(maya: Account, ana: Account) -> None:
    bea, eve = make_account("bea"), make_account("eve")
    kept = post(ana)
    bring(maya, "mutes", "Account address,Hide notifications\nana,false\nbea,\n")
    mutes = Mute.objects.filter(source=maya).values_list("target", "hide_notifications")
    assert set(mutes) == {(ana.pk, False), (bea.pk, True)}
    bring(maya, "blocks", "eve\n")
    assert Block.objects.filter(source=maya, target=eve).exists()
    bring(maya, "domains", "#domain\nBad.Example\n")
    assert UserDomainBlock.objects.filter(account=maya, domain="bad.example").exists()
    page = f"{kept.object_uri.split('/users')[0]}/@ana/{kept.pk}"
    bring(maya, "bookmarks", f"{kept.object_uri}\n{page}\nhttps://far.example/1\n")
    assert [mark.status_id for mark in Bookmark.objects.filter(account=maya)] == [kept.pk]
    bring(maya, "lists", "Ward,ana\nWard,bea\nCourse,ana\n")
    members = ListMember.objects.filter(list__account=maya)
    assert set(members.values_list("list__title", "account__username")) == {
        ("Ward", "ana"), ("Ward", "bea"), ("Course", "ana")
    }  # fmt: skip
    assert Follow.objects.filter(source=maya).count() == 2


def test_overwriting_takes_away_what_the_file_does_not_name(maya: Account, ana: Account) -> None:
    bea, far = make_account("bea"), stranger("far")
    for one in (ana, bea, far):
        follow(maya, one)
    made = bring(maya, "follows", "ANA\nfar@hospital.example\n", overwrite=True)
    assert followed(maya) == {ana.address, "far@hospital.example"}
    assert made.removed == 1
    bea.refresh_from_db()
    assert bea.followers_count == 0
    bring(maya, "lists", "Ward,ana\nWard,bea\nOld,ana\n")
    bring(maya, "lists", "Ward,ana\n", overwrite=True)
    assert [one.title for one in AccountList.objects.filter(account=maya)] == ["Ward"]
    assert [one.account_id for one in ListMember.objects.all()] == [ana.pk]
    kept, gone = post(ana), post(ana)
    for one in (kept, gone):
        Bookmark.objects.create(account=maya, status=one)
    bring(maya, "bookmarks", f"{kept.object_uri}\n", overwrite=True)
    assert [mark.status_id for mark in Bookmark.objects.filter(account=maya)] == [kept.pk]
    for kind, text in (("mutes", "bea"), ("blocks", "bea"), ("domains", "a.example")):
        bring(maya, kind, text)
        bring(maya, kind, "ana" if kind != "domains" else "b.example", overwrite=True)
    assert [one.target_id for one in Block.objects.filter(source=maya)] == [ana.pk]
    assert [one.target_id for one in Mute.objects.filter(source=maya)] == [ana.pk]
    assert [one.domain for one in UserDomainBlock.objects.filter(account=maya)] == ["b.example"]


def test_a_file_that_names_nobody_takes_nothing_away(maya: Account, ana: Account) -> None:
    follow(maya, ana)
    with pytest.raises(Refused, match="Line 2"):
        actions.bring(maya, "follows", b"Account address\n???\n", overwrite=True)
    with pytest.raises(Refused, match="headings"):
        actions.bring(maya, "follows", b"Account address\n", overwrite=True)
    assert followed(maya) == {ana.address}


def test_who_blocked_one_is_as_unknown_as_nobody(maya: Account, ana: Account) -> None:
    """66"""
    block(ana, maya)
    hidden = post(make_account("bea"), visibility=Visibility.PRIVATE)
    for kind in ("follows", "mutes", "blocks"):
        said = failed(bring(maya, kind, "ana\nnobody\n"))
        assert len(said) == 2 and len(set(said.values())) == 1
    said = failed(bring(maya, "lists", "Ward,ana\nWard,nobody\n"))
    assert len(said) == 2 and len(set(said.values())) == 1
    unseen = f"{hidden.object_uri}\n{hidden.object_uri[:-2]}\n"
    said = failed(bring(maya, "bookmarks", unseen))
    assert len(said) == 2 and len(set(said.values())) == 1
    assert not Mute.objects.exists() and not Bookmark.objects.exists()
    assert not Block.objects.filter(source=maya).exists()


def test_strangers_are_asked_about_on_the_slow_queue(
    maya: Account, answer: Callable[..., None]
) -> None:
    asked = []

    def who(acct: str) -> Account | None:
        asked.append(acct)
        if "silent" in acct:
            raise questions.Unreachable
        if "broken" in acct:
            raise ValueError("odd")
        return stranger("new", "new.example") if acct == "new@new.example" else None

    answer("resolve_account", who)
    stranger("known")
    made = bring(
        maya,
        "follows",
        "known@hospital.example\nnew@new.example\nno@new.example\na@silent.example\n"
        "b@silent.example\nc@broken.example\n",
    )
    asking = {one.target.address for one in FollowRequest.objects.filter(source=maya)}
    assert asking == {"known@hospital.example", "new@new.example"}, "another server answers later"
    assert asked == ["new@new.example", "no@new.example", "a@silent.example", "c@broken.example"]
    said = failed(made)
    assert said["no@new.example"] == "Nobody was found at this address."
    assert said["b@silent.example"] == "The server silent.example does not answer."
    assert (made.done, made.failed) == (2, 4)


def test_a_server_that_is_gone_does_not_hold_up_a_long_file(
    maya: Account, answer: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked about a second time, in case it was but away, it is asked no more."""
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    asked = []

    def who(acct: str) -> Account | None:
        asked.append(acct)
        if "gone" in acct:
            raise questions.Unreachable
        return None

    answer("resolve_account", who)
    lines = [f"p{number}@gone.example\n" for number in range(30)]
    made = bring(maya, "blocks", "".join([*lines, "new@new.example\n"]))
    assert asked == ["p0@gone.example", "p2@gone.example", "new@new.example"]
    assert made.failed == 31
    assert failed(made)["p29@gone.example"] == "The server gone.example does not answer."


def test_all_servers_are_counted_and_some_named(maya: Account, answer: Any) -> None:
    answer("resolve_account", lambda acct: None)
    text = "".join(f"a@s{number}.example\n" for number in range(45))
    made = actions.bring(maya, "blocks", text.encode(), overwrite=False)
    found = queries.preview(maya, made)
    assert (found.servers, len(found.strangers)) == (45, 40)


def test_posts_of_strangers_are_asked_for(maya: Account, answer: Callable[..., None]) -> None:
    far = stranger("far")
    made = post(make_account("bea"))
    type(made).objects.filter(pk=made.pk).update(
        local=False, uri="https://x.example/1", account=far
    )

    def what(uri: str) -> Any:
        return type(made).objects.get(pk=made.pk) if uri.endswith("/2") else None

    answer("resolve_status", what)
    bring(maya, "bookmarks", "https://x.example/1\n")
    assert Bookmark.objects.filter(account=maya).count() == 1
    Bookmark.objects.all().delete()
    assert bring(maya, "bookmarks", "https://y.example/2\nhttps://y.example/3\n").failed == 1
    assert Bookmark.objects.filter(account=maya).count() == 1


def test_a_list_waits_for_whoever_decides(maya: Account, ana: Account) -> None:
    from plenary.accounts import actions as accounts

    Account.objects.filter(pk=ana.pk).update(locked=True)
    assert bring(maya, "lists", "Ward,ana\n").done == 1
    assert not ListMember.objects.exists()
    accounts.accept_request(ana, maya)
    run_until_empty(strict=True)
    assert ListMember.objects.get().account_id == ana.pk


def test_a_line_is_done_once_however_often_its_job_runs(maya: Account, ana: Account) -> None:
    made = actions.bring(maya, "follows", b"ana\nnobody\n", overwrite=False)
    actions.confirm_import(maya, made.pk)
    actions.confirm_import(maya, made.pk)
    assert Job.objects.count() == 1
    for _ in range(3):
        with transaction.atomic():
            importing.work.call(made.pk)
    run_until_empty(strict=True)
    made.refresh_from_db()
    ana.refresh_from_db()
    assert (made.done, made.failed, ana.followers_count) == (1, 1, 1)


def test_a_long_file_is_done_in_parts(maya: Account) -> None:
    people = [make_account() for _ in range(importing.AT_ONCE + 5)]
    text = "".join(f"{one.username}\n" for one in people)
    made = actions.bring(maya, "follows", text.encode(), overwrite=False)
    actions.confirm_import(maya, made.pk)
    with transaction.atomic():
        importing.work.call(made.pk)
    made.refresh_from_db()
    assert (made.done, made.state) == (importing.AT_ONCE, ImportState.RUNNING)
    run_until_empty(strict=True)
    made.refresh_from_db()
    assert (made.done, made.state) == (len(people), ImportState.FINISHED)


def test_two_of_a_kind_do_not_run_at_once(maya: Account, ana: Account) -> None:
    first = actions.bring(maya, "follows", b"ana\n", overwrite=True)
    actions.confirm_import(maya, first.pk)
    second = actions.bring(maya, "follows", b"bea\n", overwrite=True)
    with pytest.raises(Refused, match="Wait"):
        actions.confirm_import(maya, second.pk)


def test_failures_are_a_table_that_can_be_brought_again(maya: Account) -> None:
    text = "Account address,Show boosts,Notify on new posts,Languages\nnobody,false,,de\n"
    made = bring(maya, "follows", text)
    table = "".join(queries.failures_table(maya, made))
    assert table.splitlines()[0].endswith(",Problem")
    again = actions.bring(maya, "follows", table.encode(), overwrite=False)
    row = ImportRow.objects.get(bringing=again)
    assert row.given == {"reblogs": False, "languages": ["de"]}
    made = bring(maya, "lists", "=1+1,nobody\n")
    assert "\n'=1+1," in "".join(queries.failures_table(maya, made))
    assert AccountList.objects.filter(title="=1+1").count() <= 1


def test_anothers_import_is_none(maya: Account, ana: Account) -> None:
    """64"""
    made = actions.bring(maya, "follows", b"ana\n", overwrite=False)
    with pytest.raises(NotFound):
        queries.my_import(ana, made.pk)
    with pytest.raises(NotFound):
        actions.confirm_import(ana, made.pk)
    actions.drop_import(ana, made.pk)
    assert Import.objects.count() == 1


def test_what_is_over_is_forgotten(maya: Account) -> None:
    actions.bring(maya, "follows", b"ana\n", overwrite=False)
    done = bring(maya, "domains", "a.example\n")
    with transaction.atomic():
        tidying.tidy.call()
    assert Import.objects.count() == 2 - 1, "a draft was replaced"
    Import.objects.filter(pk=done.pk).update(
        finished_at=clock.now() - tidying.IMPORTS_KEPT - tidying.DRAFTS_WAIT
    )
    with transaction.atomic():
        tidying.tidy.call()
    assert not Import.objects.exists() and not ImportRow.objects.exists()
