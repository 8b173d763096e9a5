"""Accounts of other servers, as those describe them."""

from dataclasses import replace

import pytest

from plenary.accounts.actions.elsewhere import RemoteProfile, keep_remote
from plenary.accounts.actions.emojis import show_remote_emoji
from plenary.accounts.models import Account, CustomEmoji
from plenary.accounts.queries import people_named
from plenary.lib.media import StoredEmoji
from tests.factories import make_account

pytestmark = pytest.mark.django_db

LIN = RemoteProfile(
    uri="https://clinic.example/users/lin",
    username="Lin",
    domain="clinic.example",
    display_name="Lin :heart: Wei\u202e",
    note='<p>Anaesthetist<script>x()</script><a href="https://lin.example" onclick="x()">I</a></p>',
    fields=(("ORCID", "0000-0002"), ("Web", '<a href="https://lin.example">lin.example</a>')),
    page="https://clinic.example/@lin",
    discoverable=True,
    emojis=(("heart", "https://clinic.example/heart.png"),),
)


def test_an_account_is_kept_by_its_id_and_its_version_moves_with_changes_alone() -> None:
    first = keep_remote(LIN)
    assert first.acct == ("Lin@clinic.example")
    assert first.display_name == "Lin :heart: Wei"
    assert "script" not in first.note_html and "onclick" not in first.note_html
    assert keep_remote(LIN).pk == first.pk
    assert Account.objects.get().version == 0
    keep_remote(replace(LIN, display_name="Lin Wei", actor_type="Service"))
    kept = Account.objects.get()
    assert (kept.version, kept.display_name, kept.bot) == (1, "Lin Wei", True)
    assert [one.pk for one in people_named(make_account(), "wei", 5)] == [kept.pk]


def test_a_handle_given_anew_is_another_person() -> None:
    old = keep_remote(LIN)
    new = keep_remote(replace(LIN, uri="https://clinic.example/users/lin2"))
    assert old.pk != new.pk
    assert Account.objects.get(pk=new.pk).username == "Lin"
    assert Account.objects.get(pk=old.pk).username != "Lin"


def test_a_handle_like_one_of_ours_takes_nothing_from_it() -> None:
    here = make_account("lin")
    there = keep_remote(LIN)
    assert {here.acct, there.acct} == {"lin", "Lin@clinic.example"}


def test_an_emoji_is_a_word_until_its_picture_is_here() -> None:
    assert keep_remote(LIN).emojis == []
    row = CustomEmoji.objects.get()
    stored = StoredEmoji("emoji/aa/1.webp", "emoji/aa/1.webp")
    assert not show_remote_emoji("clinic.example", "heart", "https://other.example/h.png", stored)
    assert show_remote_emoji("clinic.example", "heart", row.remote_url, stored)
    assert [one["shortcode"] for one in keep_remote(LIN).emojis] == ["heart"]
