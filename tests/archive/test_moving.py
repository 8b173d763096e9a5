"""Going to another account and coming from one: only with both sides' word, and everybody who
followed, blocked, muted or noted something is led along."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts import queries as people
from plenary.accounts.models import Account, AccountNote, Block, Follow, FollowRequest, Mute
from plenary.archive import actions, queries
from plenary.archive.actions import carrying
from plenary.archive.models import Move
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from plenary.lib.errors import Forbidden, NotFound, Refused
from plenary.mastodon_api.serializers import accounts as serializer
from plenary.timelines import actions as timelines
from plenary.timelines.models import ListMember
from tests.archive.conftest import stranger
from tests.factories import block, follow, make_account

pytestmark = pytest.mark.django_db


def named(new: Account, old: Account) -> None:
    """`new` says that it was `old`."""
    actions.add_alias(new, old.address)


def moved(old: Account, new: Account) -> None:
    named(new, old)
    actions.move_away(old, new.address)
    run_until_empty(strict=True)
    old.refresh_from_db()
    new.refresh_from_db()


def test_followers_are_led_along(maya: Account, ana: Account) -> None:
    bea = make_account("bea")
    follow(bea, maya)
    Follow.objects.filter(source=bea).update(reblogs=False, languages=["de"])
    ward = timelines.create_list(bea, "Ward")
    timelines.add_to_list(bea, ward.pk, [maya])
    moved(maya, ana)
    assert maya.moved_to_id == ana.pk
    tie = Follow.objects.get(source=bea)
    assert (tie.target_id, tie.reblogs, tie.languages) == (ana.pk, False, ["de"])
    assert ListMember.objects.get().account_id == ana.pk
    assert (maya.followers_count, ana.followers_count) == (0, 1)
    carrying.follow_moved(maya, ana)
    run_until_empty(strict=True)
    ana.refresh_from_db()
    assert (ana.followers_count, Follow.objects.count()) == (1, 1), "again changes nothing"


def test_many_followers_go_in_parts(maya: Account, ana: Account) -> None:
    for _ in range(carrying.AT_ONCE * 2 + 3):
        follow(make_account(), maya)
    follow(ana, maya)
    moved(maya, ana)
    assert ana.followers_count == carrying.AT_ONCE * 2 + 3
    assert list(Follow.objects.filter(target=maya).values_list("source", flat=True)) == [ana.pk]


def test_who_lets_nobody_in_unasked_takes_their_own_along(maya: Account, ana: Account) -> None:
    follow(make_account("bea"), maya)
    Account.objects.filter(pk=ana.pk).update(locked=True)
    moved(maya, ana)
    assert Follow.objects.get().target_id == ana.pk
    assert not FollowRequest.objects.exists()


def test_a_block_stands_in_the_way(maya: Account, ana: Account) -> None:
    """66"""
    bea, eve = make_account("bea"), make_account("eve")
    for who in (bea, eve):
        follow(who, maya)
    block(bea, ana)
    block(ana, eve)
    moved(maya, ana)
    assert not Follow.objects.filter(target=ana).exists()
    assert Follow.objects.filter(target=maya).count() == 2


def test_blocks_mutes_and_notes_go_along(maya: Account, ana: Account) -> None:
    bea, eve, fan, kim = (make_account(one) for one in ("bea", "eve", "fan", "kim"))
    accounts.block(bea, maya)
    accounts.mute(eve, maya, duration=timedelta(hours=1), hide_notifications=False)
    accounts.block(fan, maya)
    accounts.follow(fan, ana)
    accounts.write_note(kim, maya, "Met in Oslo")
    moved(maya, ana)
    assert Block.objects.filter(source=bea, target=ana).exists()
    assert not Block.objects.filter(source=fan, target=ana).exists(), "they follow by choice"
    mute = Mute.objects.get(source=eve, target=ana)
    assert not mute.hide_notifications
    assert mute.expires_at is not None
    assert mute.expires_at < clock.now() + timedelta(hours=1, minutes=1)
    notes = dict(AccountNote.objects.filter(target=ana).values_list("source", "comment"))
    assert set(notes) == {bea.pk, eve.pk, kim.pk}
    assert "Met in Oslo" in notes[kim.pk] and maya.address in notes[kim.pk]
    carrying.follow_moved(maya, ana)
    run_until_empty(strict=True)
    again = dict(AccountNote.objects.filter(target=ana).values_list("source", "comment"))
    assert again == notes


def test_a_stranger_moved_to_a_stranger(maya: Account) -> None:
    """The follow of another server's account is a request until that answers; everything stays as
    it is until then, and goes along once it does."""
    old, new = stranger("old"), stranger("new", "other.example")
    follow(maya, old)
    ward = timelines.create_list(maya, "Ward")
    timelines.add_to_list(maya, ward.pk, [old])
    actions.follow_moved(old, new)
    run_until_empty(strict=True)
    assert FollowRequest.objects.filter(source=maya, target=new).exists()
    assert Follow.objects.filter(source=maya, target=old).exists()
    assert ListMember.objects.get().account_id == old.pk
    accounts.accept_request(new, maya)
    run_until_empty(strict=True)
    assert [tie.target_id for tie in Follow.objects.filter(source=maya)] == [new.pk]
    assert ListMember.objects.get().account_id == new.pk


def test_nobody_moves_to_whom_does_not_name_them(maya: Account, ana: Account) -> None:
    """21"""
    with pytest.raises(Refused, match="does not say yet"):
        actions.move_away(maya, ana.address)
    for wrong in ("nobody", maya.address, "???"):
        with pytest.raises(Refused):
            actions.move_away(maya, wrong)
    assert not Move.objects.exists()
    maya.refresh_from_db()
    assert maya.moved_to_id is None


def test_who_blocked_one_is_as_unknown_as_nobody(maya: Account, ana: Account) -> None:
    """66"""
    named(ana, maya)
    block(ana, maya)
    said = set()
    for who in ("ana", "nobody"):
        for ask in (actions.move_away, actions.add_alias):
            with pytest.raises(Refused) as refusal:
                ask(maya, who)
            said.add(refusal.value.message)
    assert len(said) == 1


def test_the_other_server_is_asked_anew(maya: Account, answer: Callable[..., None]) -> None:
    """What was known of the other account may be older than its word."""
    far = stranger("far")

    def anew(known: Account) -> Account:
        known.also_known_as = [maya.actor_uri]
        return known

    answer("resolve_account", lambda acct: far if acct == far.address else None)
    answer("refetch_account", lambda known: known)
    actions.move_away(maya, far.address)
    run_until_empty(strict=True)
    refused = queries.latest_move(maya)
    assert refused is not None and refused.state == Move.State.REFUSED
    assert "does not say yet" in refused.problem
    assert queries.next_move_at(maya) is None, "who was refused may try again"
    answer("refetch_account", anew)
    actions.move_away(maya, far.address)
    run_until_empty(strict=True)
    maya.refresh_from_db()
    assert maya.moved_to_id == far.pk


def test_without_anybody_to_ask_it_is_said(maya: Account) -> None:
    actions.add_alias(maya, "old@far.example")
    actions.move_away(maya, "new@far.example")
    run_until_empty(strict=True)
    alias, move = queries.my_aliases(maya)[0], queries.latest_move(maya)
    assert alias.problem and move is not None and move.problem
    assert maya.also_known_as == []


def test_aliases(maya: Account, ana: Account, answer: Callable[..., None]) -> None:
    far = stranger("far")
    answer("resolve_account", lambda acct: None)
    actions.add_alias(maya, "FAR@hospital.example")
    actions.add_alias(maya, "@far@hospital.example")
    maya.refresh_from_db()
    assert maya.also_known_as == [far.uri]
    alias = queries.my_aliases(maya)[0]
    with pytest.raises(NotFound):
        actions.remove_alias(ana, alias.pk)
    actions.remove_alias(maya, alias.pk)
    maya.refresh_from_db()
    assert maya.also_known_as == []


def test_thirty_days_between_two_moves(maya: Account, ana: Account, freeze: Any) -> None:
    moved(maya, ana)
    actions.move_back(maya)
    maya.refresh_from_db()
    assert maya.moved_to_id is None
    with pytest.raises(Refused, match="30 days"):
        actions.move_away(maya, ana.address)
    freeze(clock.now() + timedelta(days=30, minutes=1))
    actions.move_away(maya, ana.address)
    maya.refresh_from_db()
    assert maya.moved_to_id == ana.pk


def test_taken_back_nobody_more_is_led_along(maya: Account, ana: Account) -> None:
    follow(make_account("bea"), maya)
    named(ana, maya)
    actions.move_away(maya, ana.address)
    actions.move_back(maya)
    run_until_empty(strict=True)
    assert Follow.objects.get().target_id == maya.pk


def test_who_moved_is_followed_and_suggested_no_more(maya: Account, ana: Account) -> None:
    bea = make_account("bea", specialty="haematology")
    Account.objects.filter(pk=maya.pk).update(specialty="haematology")
    assert [one.account.pk for one in people.suggestions(bea, 5)] == [maya.pk]
    moved(maya, ana)
    assert people.suggestions(bea, 5) == []
    assert maya not in people.directory(bea, 0, 20, newest=True, local=True)
    with pytest.raises(Forbidden, match="moved"):
        accounts.follow(bea, maya)


def test_apps_are_told_where_somebody_went(maya: Account, ana: Account) -> None:
    import json

    moved(maya, ana)
    told = json.loads(serializer.text_of(maya))
    assert told["moved"]["acct"] == "ana" and "moved" not in told["moved"]
    ana.display_name = "Ana P."
    accounts.edit_profile(ana, {"display_name": "Ana P."})
    assert json.loads(serializer.text_of(maya))["moved"]["display_name"] == "Ana P."
    Account.objects.filter(pk=ana.pk).update(suspended_at=clock.now())
    assert json.loads(serializer.text_of(maya))["moved"] is None
    assert "moved" not in json.loads(serializer.text_of(make_account("eve")))
