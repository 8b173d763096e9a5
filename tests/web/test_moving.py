"""The pages of moving in and out: for oneself alone, the password asked before what leads away."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from plenary.accounts.models import Account, Follow
from plenary.archive import actions
from plenary.archive.models import Archive, Import
from plenary.archive.rules.tables import TABLES
from plenary.jobs.worker import run_until_empty
from tests.factories import PASSWORD, follow, make_account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_archives(settings: Any, tmp_path: Any) -> None:
    settings.ARCHIVE_ROOT = tmp_path / "archives"


@pytest.fixture
def maya() -> Account:
    return make_account("maya")


@pytest.fixture
def browser(client_for: Any, maya: Account) -> Client:
    made: Client = client_for(maya)
    return made


def confirm(browser: Client) -> None:
    said = browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert said.status_code == 302


def send(browser: Client, text: str, kind: str = "follows", how: str = "merge") -> Any:
    file = SimpleUploadedFile("table.csv", text.encode())
    return browser.post("/settings/move", {"kind": kind, "file": file, "how": how})


def test_a_file_is_shown_confirmed_and_done(browser: Client, maya: Account) -> None:
    ana = make_account("ana")
    shown = send(browser, "ana\nnobody\n???\n")
    assert shown.status_code == 302
    page = browser.get(shown["Location"]).content.decode()
    assert "2 lines" in page and "Line 3" in page and ana.address in page
    assert not Follow.objects.exists()
    browser.post(f"{shown['Location']}/confirm")
    assert "0 of 2" in browser.get(shown["Location"]).content.decode()
    run_until_empty(strict=True)
    page = browser.get(f"{shown['Location']}?fragment=1").content.decode()
    assert "1 line brought in, 1 not" in page and "hx-get" not in page
    table = browser.get(f"{shown['Location']}/failures")
    assert "Nobody was found" in b"".join(table.streaming_content).decode()
    assert Follow.objects.get().target_id == ana.pk


def test_a_bad_file_is_refused_in_words(browser: Client) -> None:
    for text, words in (("", "empty"), ('a@b.example\n"x', "line 2"), ("???\n", "Line 1")):
        answer = send(browser, text)
        assert answer.status_code == 422 and words in answer.content.decode()
    assert browser.post("/settings/move", {"kind": "nothing"}).status_code == 422
    assert not Import.objects.exists()


def test_a_draft_can_be_forgotten(browser: Client) -> None:
    shown = send(browser, "ana\n", how="overwrite")
    assert "taken away" in browser.get(shown["Location"]).content.decode()
    assert browser.post(f"{shown['Location']}/drop").status_code == 302
    assert browser.get(shown["Location"]).status_code == 404


def test_tables_are_fetched(browser: Client, maya: Account) -> None:
    follow(maya, make_account("ana"))
    for kind, table in TABLES.items():
        answer = browser.get(f"/settings/move/export/{kind}")
        assert answer["Content-Disposition"] == f'attachment; filename="{table.file}"'
        assert "no-store" in answer["Cache-Control"]
        assert ("ana@" in b"".join(answer.streaming_content).decode()) == (kind == "follows")
    assert browser.get("/settings/move/export/nothing").status_code == 404


def test_an_archive_is_its_owners_alone(browser: Client, maya: Account, client_for: Any) -> None:
    """64"""
    asked = browser.post("/settings/move/archive")
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert not Archive.objects.exists()
    confirm(browser)
    browser.post("/settings/move/archive")
    run_until_empty(strict=True)
    row = Archive.objects.get()
    where = f"/settings/move/archives/{row.pk}"
    assert where in browser.get("/settings/move").content.decode()
    answer = browser.get(where)
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert "no-store" in answer["Cache-Control"] and "attachment" in answer["Content-Disposition"]
    later = client_for(maya)
    assert later.get(where)["Location"].startswith(reverse("account_reauthenticate"))
    other = client_for(make_account("eve"))
    assert other.get(where).status_code == other.get(where[:-1]).status_code == 404
    assert Client().get(where)["Location"].startswith(reverse("account_login"))


def test_anothers_import_is_none(browser: Client, client_for: Any) -> None:
    """64"""
    where = send(browser, "ana\n")["Location"]
    other = client_for(make_account("eve"))
    for path in (where, f"{where}/failures"):
        assert other.get(path).status_code == 404
    assert other.post(f"{where}/confirm").status_code == 404
    other.post(f"{where}/drop")
    assert Import.objects.count() == 1


def test_nobody_moves_without_the_password(browser: Client, maya: Account) -> None:
    ana = make_account("ana")
    actions.add_alias(ana, "maya")
    going = {"what": "away", "away-acct": "@ana"}
    asked = browser.post("/settings/move/account", going)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    maya.refresh_from_db()
    assert maya.moved_to_id is None
    confirm(browser)
    wrong = browser.post("/settings/move/account", going | {"away-acct": "nobody"})
    assert wrong.status_code == 422 and "Nobody was found" in wrong.content.decode()
    assert browser.post("/settings/move/account", going).status_code == 302
    assert "leads to" in browser.get("/settings/move/account").content.decode()
    visitor = Client().get("/@maya").content.decode()
    assert "has moved to" in visitor and "/@ana" in visitor
    reader = make_account("bea")
    assert reader.pk
    browser.post("/settings/move/account/back")
    maya.refresh_from_db()
    assert maya.moved_to_id is None


def test_a_moved_account_has_no_button_to_follow(client_for: Any, maya: Account) -> None:
    ana, bea = make_account("ana"), make_account("bea")
    Account.objects.filter(pk=maya.pk).update(moved_to=ana)
    page = client_for(bea).get("/@maya").content.decode()
    assert '/@maya/follow"' not in page
    assert client_for(bea).post("/@maya/follow").status_code == 403


def test_aliases_are_named_and_removed(browser: Client, maya: Account) -> None:
    confirm(browser)
    make_account("ana")
    browser.post("/settings/move/account", {"what": "alias", "alias-acct": "ana"})
    maya.refresh_from_db()
    assert len(maya.also_known_as) == 1
    alias = maya.aliases.get()
    browser.post(f"/settings/move/aliases/{alias.pk}/remove")
    maya.refresh_from_db()
    assert maya.also_known_as == []
