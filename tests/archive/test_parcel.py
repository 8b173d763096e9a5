"""The archive of an account: all of one's own, nothing of others', for oneself alone."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, User
from plenary.archive import actions, queries
from plenary.archive.actions import archives, packing, tidying
from plenary.archive.models import Archive, MakingState
from plenary.archive.queries import parcel
from plenary.encounters import actions as encounters
from plenary.encounters.models import EncounterNote
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from plenary.lib.errors import NotFound, Refused
from plenary.statuses import actions as statuses
from plenary.statuses.models import Bookmark, Favourite, Status, Visibility
from plenary.timelines.models import Notification
from tests.factories import attend, block, check_in, follow, make_account, make_event, make_session
from tests.federation.makers import remote
from tests.statuses.makers import picture, post

pytestmark = pytest.mark.django_db


def made(me: Account) -> zipfile.ZipFile:
    asked = actions.ask_archive(me)
    run_until_empty(strict=True)
    return zipfile.ZipFile(queries.archive_file(queries.my_archive(me, asked.pk)))


def read(archive: zipfile.ZipFile, name: str) -> Any:
    return json.loads(archive.read(name))


def test_posts_pictures_and_marks(maya: Account, ana: Account) -> None:
    accounts.set_avatar(maya, picture())
    maya.refresh_from_db()
    upload = statuses.upload(maya, picture())
    mine = post(maya, "Look at #this, @ana", attachments=[upload.pk])
    quiet = post(maya, "To @ana", visibility=Visibility.DIRECT)
    theirs = post(ana, "Good news")
    boosted = statuses.boost(maya, theirs.pk)
    Favourite.objects.create(account=maya, status=theirs)
    Bookmark.objects.create(account=maya, status=mine)
    follow(maya, ana)
    archive = made(maya)
    assert archive.testzip() is None
    actor, outbox = read(archive, "actor.json"), read(archive, "outbox.json")
    assert actor["id"] == maya.actor_uri and actor["outbox"] == "outbox.json"
    assert archive.read(actor["icon"]["url"])[:4] == b"RIFF"
    assert outbox["type"] == "OrderedCollection" and outbox["totalItems"] == 3
    kinds = {one["id"]: one for one in outbox["orderedItems"]}
    note = kinds[f"{mine.object_uri}/activity"]["object"]
    assert "#this" in note["content"] or "this" in note["content"]
    assert archive.read(note["attachment"][0]["url"])[:4] == b"RIFF"
    assert kinds[f"{quiet.object_uri}/activity"]["to"] == [ana.actor_uri]
    announce = kinds[f"{boosted.object_uri}/activity"]
    assert (announce["type"], announce["object"]) == ("Announce", theirs.object_uri)
    assert read(archive, "likes.json")["orderedItems"] == [theirs.object_uri]
    assert read(archive, "bookmarks.json")["orderedItems"] == [mine.object_uri]
    assert ana.address in archive.read("following_accounts.csv").decode()
    assert read(archive, "plenary/account.json")["email"] == maya.user.email


def test_what_this_server_keeps_for_one(maya: Account, ana: Account) -> None:
    event = make_event("congress")
    session = make_session(event, "Hearts")
    for who in (maya, ana):
        attend(event, who)
    check_in(session, maya, row="G", seat="7")
    found = encounters.say_met(maya, event, ana)
    pk = getattr(found, "pk", None) or getattr(found, "id", None)
    EncounterNote.objects.create(encounter_id=pk, account=maya, text="Reads CTs well")
    EncounterNote.objects.create(encounter_id=pk, account=ana, text="SECRET")
    accounts.write_note(maya, ana, "Met in Oslo")
    archive = made(maya)
    whole = "".join(archive.read(name).decode("latin-1") for name in archive.namelist())
    assert "Reads CTs well" in whole and "SECRET" not in whole
    went = read(archive, "plenary/attendance.json")
    assert [one["event"] for one in went][:1] == [event.name]
    assert any(one.get("seat") == "7" for one in went)
    assert read(archive, "plenary/encounters.json")[0]["with"] == ana.address
    assert read(archive, "plenary/notes.json")[0]["note"] == "Met in Oslo"


def test_nothing_of_whom_one_may_not_see(maya: Account, ana: Account) -> None:
    """66"""
    hidden = post(ana)
    Favourite.objects.create(account=maya, status=hidden)
    accounts.write_note(maya, ana, "Met in Oslo")
    block(ana, maya)
    archive = made(maya)
    assert "ana" not in "".join(archive.read(name).decode("latin-1") for name in archive.namelist())


def test_it_is_told_kept_and_gone(maya: Account, ana: Account, freeze: Any, settings: Any) -> None:
    archive = made(maya)
    archive.close()
    notice = Notification.objects.get(account=maya)
    assert notice.kind == "archive"
    assert [one.to for one in mail.outbox] == [[maya.user.email]]
    assert "archives/" not in mail.outbox[0].body, "a mail leads to the page, never to the file"
    row = Archive.objects.get()
    with pytest.raises(NotFound):
        queries.my_archive(ana, row.pk)
    with pytest.raises(Refused, match="7 days"):
        actions.ask_archive(maya)
    folder = Path(settings.ARCHIVE_ROOT)
    assert [path.name for path in folder.iterdir()] == [row.file]
    assert (folder / row.file).stat().st_mode & 0o077 == 0
    freeze(clock.now() + timedelta(days=7, minutes=1))
    with pytest.raises(NotFound):
        queries.my_archive(maya, row.pk)
    with transaction.atomic():
        tidying.tidy.call()
    assert actions.ask_archive(maya).pk != row.pk


@pytest.mark.django_db(transaction=True)
def test_its_file_goes_with_its_days(maya: Account, settings: Any) -> None:
    made(maya).close()
    Archive.objects.update(expires_at=clock.now() - timedelta(minutes=1))
    tidy = tidying.tidy
    with transaction.atomic():
        tidy.call()
    assert not list(Path(settings.ARCHIVE_ROOT).iterdir())
    assert Archive.objects.get().state == MakingState.GONE


def test_no_room_leaves_nothing_behind(
    maya: Account, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packing, "_collection", full)
    actions.ask_archive(maya)
    run_until_empty(strict=True)
    assert not list(Path(settings.ARCHIVE_ROOT).iterdir())
    assert Archive.objects.get().state == MakingState.FAILED
    monkeypatch.undo()
    settings.ARCHIVE_ROOT = Path(settings.ARCHIVE_ROOT)
    assert made(maya).testzip() is None, "who got none need not wait a week"


def test_many_posts_are_written_in_parts(
    maya: Account, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    """As many queries for a part, however many posts are in it; and progress is told."""
    for number in range(7):
        post(maya, f"Number {number}")
    monkeypatch.setattr(parcel, "AT_ONCE", 3)
    parts = []
    with django_assert_max_num_queries(3 * 5):
        for part in parcel.activities(maya):
            parts.append(len(part))
    assert parts == [3, 3, 1]
    told: list[int] = []
    packing.pack(maya, 1, told.append)
    assert told == [3, 6, 7]


def test_made_twice_it_is_one(maya: Account, settings: Any) -> None:
    asked = actions.ask_archive(maya)
    archives.make_archive.call(asked.pk)
    archives.make_archive.call(asked.pk)
    run_until_empty(strict=True)
    assert len(list(Path(settings.ARCHIVE_ROOT).iterdir())) == 1
    assert len(mail.outbox) == 1
    file = queries.archive_file(queries.my_archive(maya, asked.pk))
    assert zipfile.is_zipfile(io.BytesIO(file.read()))


def test_another_persons_archive_has_another_name(maya: Account) -> None:
    names = {packing.pack(maya, 1, print)[0] for _ in range(2)}
    assert len(names) == 2
    assert make_account("eve").pk  # anybody may have one


def test_who_signs_in_with_an_account_elsewhere_takes_along_what_is_here(ana: Account) -> None:
    """Their posts and their actor are at home, and so is its key."""
    nia = remote("nia")
    user = User(email=None, account=nia)
    user.set_unusable_password()
    user.save()
    event = make_event("congress")
    attend(event, nia)
    Status.objects.create(account=nia, text="At home", local=False, uri=f"{nia.uri}/statuses/1")
    with made(nia) as archive:
        assert read(archive, "actor.json")["id"] == nia.uri
        assert read(archive, "outbox.json")["orderedItems"] == []
        assert read(archive, "plenary/attendance.json")[0]["event"] == event.name


def test_one_that_was_never_made_can_be_asked_for_again(maya: Account, freeze: Any) -> None:
    asked = actions.ask_archive(maya)
    freeze(clock.now() + timedelta(days=1, minutes=1))
    tidying.tidy.call()
    asked.refresh_from_db()
    assert asked.state == MakingState.FAILED
    assert actions.ask_archive(maya).pk != asked.pk
