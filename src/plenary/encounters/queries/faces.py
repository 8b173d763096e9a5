"""The deck of faces to learn, and who may recognise the viewer."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from plenary.accounts.models import Account, Follow
from plenary.encounters.models import Encounter, FaceCard
from plenary.encounters.rules import recall
from plenary.events import queries as events
from plenary.events import visibility as events_visibility
from plenary.events.models import Event
from plenary.lib import clock
from plenary.statuses.models import ConversationPair

ROUND = 20  # faces in one sitting: what fits between two sessions


@dataclass(frozen=True)
class Face:
    """One card. `promises` says for each rating when the face would come back."""

    account: Account
    acquaintance: events.Acquaintance | None
    new: bool
    promises: dict[str, str]


@dataclass(frozen=True)
class Deck:
    """`total` people one knows who go, `learned` of them seen and not due; `face` is next."""

    total: int
    learned: int
    due: int
    face: Face | None


def known_ids(viewer: Account) -> list[int]:
    """Everyone the viewer knows: followed, conversed with, or met (one query)."""
    followed = Follow.objects.filter(source=viewer).values_list("target_id")
    low = ConversationPair.objects.filter(high=viewer).values_list("low_id")
    high = ConversationPair.objects.filter(low=viewer).values_list("high_id")
    met_low = Encounter.objects.filter(high=viewer, met_at__isnull=False).values_list("low_id")
    met_high = Encounter.objects.filter(low=viewer, met_at__isnull=False).values_list("high_id")
    rows = followed.order_by().union(low, high, met_low, met_high)
    return [row[0] for row in rows]


def deck(viewer: Account, event: Event) -> Deck:
    """The next face: what is due first, then people not yet seen. Only people with a picture."""
    now = clock.now()
    going = (
        events_visibility.attendances(viewer, event)
        .filter(account_id__in=known_ids(viewer))
        .exclude(account=viewer)
        .exclude(account__avatar="")
    )
    people = set(going.values_list("account_id", flat=True))
    cards = {
        card.subject_id: card
        for card in FaceCard.objects.filter(account=viewer, subject_id__in=people)
    }
    due = sorted(
        (pk for pk, card in cards.items() if card.due_at <= now), key=lambda pk: cards[pk].due_at
    )
    unseen = sorted(people - cards.keys())
    order = due + unseen
    face = None
    if order:
        account = Account.objects.get(pk=order[0])
        known = events.acquaintance(viewer, [account], event)
        state = cards[order[0]].state if order[0] in cards else {}
        promises = {
            rating: recall.in_words(recall.review(state, rating, now).due_at - now)
            for rating in recall.RATINGS
        }
        face = Face(account, known.get(account.pk), not state, promises)
    return Deck(len(people), len(people) - len(order), len(order), face)


def may_recognise_you(viewer: Account, event: Event, limit: int = 48) -> list[Account]:
    """People who are going, follow the viewer, and whom the viewer does not know."""
    stranger = ~Q(account_id__in=known_ids(viewer))
    rows = (
        events_visibility.attendances(viewer, event)
        .filter(
            stranger,
            Exists(Follow.objects.filter(source=OuterRef("account_id"), target=viewer)),
        )
        .select_related("account")
        .order_by("-account__followers_count", "account_id")[:limit]
    )
    return [row.account for row in rows]
