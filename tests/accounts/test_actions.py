"""Sign-up, profile, follows, blocks and mutes, one at a time."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from PIL import Image

from plenary.accounts import actions, queries
from plenary.accounts.facts import (
    AccountBlocked,
    AccountFollowed,
    AccountUnblocked,
    AccountUnfollowed,
    FollowRequested,
    FollowRequestEnded,
)
from plenary.accounts.models import Account, Block, Follow, FollowRequest, Mute, User
from plenary.jobs import facts
from plenary.lib import clock
from plenary.lib.errors import NotFound, Refused
from tests.factories import PASSWORD, make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was recorded, as it was, in order."""
    seen: list[Any] = []

    def note(*given: Any) -> None:
        assert connection.in_atomic_block
        seen.extend(given)

    monkeypatch.setattr(facts, "record", note)
    monkeypatch.setattr("plenary.accounts.actions.ties.record", note)
    monkeypatch.setattr("plenary.accounts.actions.stances.record", note)
    return seen


def counts(account: Account) -> tuple[int, int]:
    account.refresh_from_db()
    return account.followers_count, account.following_count


def sign_up(username: str, email: str = "", name: str = "") -> Account:
    return actions.create_account(
        email=email or f"{username}@example.org",
        password=PASSWORD,
        username=username,
        display_name=name,
    )


def test_sign_up_makes_all_that_belongs_to_a_person() -> None:
    maya = actions.create_account(
        email="Maya@Example.org ",
        password=PASSWORD,
        username="Maya",
        display_name="Maya Okafor",
        email_verified=True,
    )
    user = User.objects.get(account=maya)
    assert user.email == "maya@example.org"
    assert user.check_password(PASSWORD)
    assert not user.is_staff
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == ("maya@example.org", True, True)
    assert queries.search(None, queries.Filters(q="oka")).accounts == [maya]


@pytest.mark.parametrize("handle", ["maya", "MAYA", "m_aya", "rnaya"])
def test_a_handle_is_taken_once_and_by_nothing_that_looks_like_it(handle: str) -> None:
    sign_up("maya")
    with pytest.raises(Refused) as refusal:
        sign_up(handle, "other@example.org")
    assert refusal.value.field == "username"
    assert User.objects.count() == 1


def test_an_address_is_taken_once_and_a_refused_sign_up_leaves_nothing() -> None:
    sign_up("maya", "maya@example.org")
    with pytest.raises(Refused) as refusal:
        sign_up("jonas", "MAYA@example.org")
    assert refusal.value.field == "email"
    assert Account.objects.count() == 1


def test_follow_counts_and_tells_once(recorded: list[Any]) -> None:
    maya, jonas = make_account("maya"), make_account("jonas")
    assert actions.follow(maya, jonas) == "following"
    assert actions.follow(maya, jonas) == "following"
    tie = Follow.objects.get()
    assert (counts(maya), counts(jonas)) == ((0, 1), (1, 0))
    assert recorded == [AccountFollowed(tie.pk, maya.pk, jonas.pk)]


def test_unfollow_twice_counts_once() -> None:
    maya, jonas = make_account("maya"), make_account("jonas")
    actions.follow(maya, jonas)
    actions.unfollow(maya, jonas)
    actions.unfollow(maya, jonas)
    assert (counts(maya), counts(jonas)) == ((0, 0), (0, 0))


def test_nobody_follows_themselves_the_suspended_or_who_blocked_them() -> None:
    maya, jonas = make_account("maya"), make_account("jonas")
    gone = make_account("gone", suspended_at=clock.now())
    with pytest.raises(Refused):
        actions.follow(maya, maya)
    with pytest.raises(NotFound):
        actions.follow(maya, gone)
    actions.block(jonas, maya)
    for one, other in ((maya, jonas), (jonas, maya)):
        with pytest.raises(NotFound):
            actions.follow(one, other)


def test_a_locked_account_is_asked_and_answers(recorded: list[Any]) -> None:
    maya, jonas = make_account("maya"), make_account("jonas", locked=True)
    assert actions.follow(maya, jonas) == "requested"
    assert actions.follow(maya, jonas) == "requested"
    request = FollowRequest.objects.get()
    assert recorded == [FollowRequested(request.pk, maya.pk, jonas.pk)]
    assert counts(jonas) == (0, 0)

    actions.accept_request(jonas, maya)
    actions.accept_request(jonas, maya)
    assert counts(jonas) == (1, 0)
    assert not FollowRequest.objects.exists()
    assert actions.follow(maya, jonas) == "following"


def test_accepting_makes_nobody_follow_who_did_not_ask() -> None:
    maya, jonas = make_account("maya"), make_account("jonas", locked=True)
    actions.accept_request(jonas, maya)
    assert not Follow.objects.exists()


def test_a_request_is_rejected_or_taken_back() -> None:
    maya, jonas = make_account("maya"), make_account("jonas", locked=True)
    actions.follow(maya, jonas)
    actions.reject_request(jonas, maya)
    assert not FollowRequest.objects.exists()
    actions.follow(maya, jonas)
    actions.unfollow(maya, jonas)
    assert not FollowRequest.objects.exists()


def test_a_follower_is_removed() -> None:
    maya, jonas = make_account("maya"), make_account("jonas")
    actions.follow(maya, jonas)
    actions.remove_follower(jonas, maya)
    actions.remove_follower(jonas, maya)
    assert (counts(maya), counts(jonas)) == ((0, 0), (0, 0))


def test_a_block_undoes_what_tied_two_people(recorded: list[Any]) -> None:
    maya, jonas = make_account("maya"), make_account("jonas")
    actions.follow(maya, jonas)
    actions.follow(jonas, maya)
    asked = FollowRequest.objects.create(source=maya, target=jonas)
    ties = {tie.source_id: tie.pk for tie in Follow.objects.all()}
    recorded.clear()

    actions.block(maya, jonas)
    actions.block(maya, jonas)
    assert (counts(maya), counts(jonas)) == ((0, 0), (0, 0))
    assert not FollowRequest.objects.exists()
    block = Block.objects.get()
    assert set(recorded) == {
        AccountUnfollowed(maya.pk, jonas.pk, ties[maya.pk], maya.pk),
        AccountUnfollowed(jonas.pk, maya.pk, ties[jonas.pk], maya.pk),
        FollowRequestEnded(asked.pk, maya.pk, jonas.pk, maya.pk),
        AccountBlocked(maya.pk, jonas.pk, block.pk),
    }
    assert len(recorded) == 4

    recorded.clear()
    actions.unblock(maya, jonas)
    actions.unblock(maya, jonas)
    assert recorded == [AccountUnblocked(maya.pk, jonas.pk, block.pk)]
    assert not Block.objects.exists()
    assert not Follow.objects.exists()
    with pytest.raises(Refused):
        actions.block(maya, maya)


def test_a_mute_ends_by_itself_and_can_be_changed() -> None:
    maya, jonas = make_account("maya"), make_account("jonas")
    actions.mute(maya, jonas, duration=timedelta(hours=1))
    assert queries.relationship(maya, jonas).muting
    with clock.freeze(clock.now() + timedelta(hours=2)):
        assert not queries.relationship(maya, jonas).muting
        assert queries.muted(maya).accounts == []
    actions.mute(maya, jonas, hide_notifications=False)
    tie = Mute.objects.get()
    assert tie.expires_at is None
    assert not tie.hide_notifications
    actions.unmute(maya, jonas)
    assert not Mute.objects.exists()


def test_a_profile_is_edited_and_rendered_safely() -> None:
    maya, jonas = sign_up("maya"), sign_up("jonas")
    maya = actions.edit_profile(
        maya,
        {
            "display_name": "Maya Okafor",
            "note": "Hello @jonas and @nobody <script>alert(1)</script> #Sepsis",
            "fields": [{"name": "Site", "value": "https://maya.example/about"}],
            "specialty": "haematology",
            "interests": ["POCUS", "pocus", "Sickle cell"],
            "is_staff": True,
            "followers_count": 1000,
        },
    )
    maya.refresh_from_db()
    assert f'href="{jonas.url}"' in maya.note_html
    assert "@nobody" in maya.note_html
    assert "/@nobody" not in maya.note_html
    assert "<script" not in maya.note_html
    assert 'href="/tags/Sepsis"' in maya.note_html
    assert 'rel="nofollow noopener' in maya.fields[0]["html"]
    assert ">maya.example/about<" in maya.fields[0]["html"]
    assert maya.specialty_label == "Haematology"
    assert maya.followers_count == 0
    assert not User.objects.get(account=maya).is_staff
    assert [interest.name for interest in queries.interests(None, maya)] == ["POCUS", "Sickle cell"]


def test_a_changed_name_is_found_and_the_old_one_is_not() -> None:
    maya = sign_up("maya", name="Maya Okafor")
    actions.edit_profile(maya, {"display_name": "Maya Lindqvist"})
    assert queries.search(None, queries.Filters(q="lindq")).accounts == [maya]
    assert queries.search(None, queries.Filters(q="okafor")).accounts == []


def test_a_new_picture_replaces_the_file_of_the_old(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    def picture(colour: str) -> io.BytesIO:
        out = io.BytesIO()
        Image.new("RGB", (500, 600), colour).save(out, "PNG")
        return out

    def files() -> set[str]:
        root = Path(settings.MEDIA_ROOT)
        return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}

    maya = make_account("maya")
    with django_capture_on_commit_callbacks(execute=True):
        actions.set_avatar(maya, picture("red"))
    first = maya.avatar
    assert len(files()) == 2
    with django_capture_on_commit_callbacks(execute=True):
        actions.set_avatar(maya, picture("blue"))
    maya.refresh_from_db()
    assert maya.avatar != first
    assert maya.avatar in files()
    assert len(files()) == 2
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_avatar(maya)
    assert files() == set()
    assert maya.avatar_url == ""
