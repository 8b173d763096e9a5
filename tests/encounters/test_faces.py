"""The deck of faces, and who may recognise the viewer."""

from datetime import timedelta

import pytest

from plenary.accounts.models import Account
from plenary.encounters import actions, queries
from plenary.encounters.models import FaceCard
from plenary.events.models import Event
from plenary.lib import clock
from plenary.lib.errors import NotFound, Refused
from tests.factories import attend, befriend, block, follow, make_account, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return make_event("congress")


@pytest.fixture
def maya(event: Event) -> Account:
    account = make_account("maya", avatar="a/m.webp")
    attend(event, account)
    return account


def friend(maya: Account, event: Event, name: str, audience: str = "everyone") -> Account:
    account = make_account(name, avatar=f"a/{name}.webp")
    befriend(maya, account)
    attend(event, account, audience)
    return account


def test_the_deck_holds_people_one_knows_who_go_and_have_a_face(
    event: Event, maya: Account
) -> None:
    tom = friend(maya, event, "tom")
    faceless = make_account("faceless")
    befriend(maya, faceless)
    attend(event, faceless)
    stranger = make_account("stranger", avatar="a/s.webp")
    attend(event, stranger)
    home = make_account("home", avatar="a/h.webp")
    befriend(maya, home)
    deck = queries.deck(maya, event)
    assert (deck.total, deck.due, deck.learned) == (1, 1, 0)
    assert deck.face is not None
    assert deck.face.account == tom
    assert deck.face.new
    assert set(deck.face.promises) == {"again", "hard", "good", "easy"}


def test_a_face_known_well_leaves_and_comes_back_when_due(event: Event, maya: Account) -> None:
    tom = friend(maya, event, "tom")
    due = actions.review_face(maya, event, tom.pk, "easy")
    assert due > clock.now() + timedelta(hours=20)
    deck = queries.deck(maya, event)
    assert (deck.due, deck.learned, deck.face) == (0, 1, None)
    with clock.freeze(due + timedelta(minutes=1)):
        later = queries.deck(maya, event)
    assert later.face is not None and later.face.account == tom and not later.face.new


def test_the_same_answer_sent_again_counts_once(event: Event, maya: Account) -> None:
    tom = friend(maya, event, "tom")
    due = actions.review_face(maya, event, tom.pk, "good")
    kept = FaceCard.objects.get().state
    assert actions.review_face(maya, event, tom.pk, "good") == due
    assert actions.review_face(maya, event, tom.pk, "again") == due
    assert FaceCard.objects.get().state == kept
    with clock.freeze(due + timedelta(seconds=1)):
        assert actions.review_face(maya, event, tom.pk, "good") > due


def test_due_faces_come_before_new_ones(event: Event, maya: Account) -> None:
    friend(maya, event, "ana")
    bo = friend(maya, event, "bo")
    actions.review_face(maya, event, bo.pk, "again")
    with clock.freeze(clock.now() + timedelta(minutes=5)):
        deck = queries.deck(maya, event)
    assert deck.face is not None and deck.face.account == bo


@pytest.mark.parametrize("hidden_by", ["audience", "block", "not going"])
def test_a_deck_tells_nothing_of_those_one_may_not_see(
    event: Event, maya: Account, hidden_by: str
) -> None:
    other = make_account("other", avatar="a/o.webp")
    follow(maya, other)
    if hidden_by == "audience":
        attend(event, other, "following")  # only those the other follows
    if hidden_by == "block":
        attend(event, other)
        block(other, maya)
    assert queries.deck(maya, event).total == 0
    with pytest.raises(NotFound):
        actions.review_face(maya, event, other.pk, "good")
    assert not FaceCard.objects.exists()


def test_only_the_four_ratings_count(event: Event, maya: Account) -> None:
    tom = friend(maya, event, "tom")
    with pytest.raises(Refused):
        actions.review_face(maya, event, tom.pk, "perfect")


def test_who_may_recognise_you(event: Event, maya: Account) -> None:
    friend(maya, event, "tom")  # known: not in this list
    fan = make_account("fan")
    follow(fan, maya)
    attend(event, fan)
    shy = make_account("shy")
    follow(shy, maya)
    attend(event, shy, "following")  # shy does follow maya: she may see it
    blocked = make_account("blocked")
    follow(blocked, maya)
    attend(event, blocked)
    block(maya, blocked)
    away = make_account("away")
    follow(away, maya)
    assert {person.username for person in queries.may_recognise_you(maya, event)} == {"fan", "shy"}


def test_the_deck_costs_the_same_for_few_and_many(
    event: Event, maya: Account, django_assert_max_num_queries
) -> None:
    for number in range(15):
        friend(maya, event, f"friend{number}")
    with django_assert_max_num_queries(10):
        assert queries.deck(maya, event).total == 15
