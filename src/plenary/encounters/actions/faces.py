"""Turning a card of the deck."""

from datetime import datetime

from django.db import transaction

from plenary.accounts.models import Account
from plenary.encounters.models import FaceCard
from plenary.encounters.rules import recall
from plenary.events import visibility as events_visibility
from plenary.events.models import Event
from plenary.lib import clock
from plenary.lib.errors import NotFound, Refused


def review_face(actor: Account, event: Event, subject_id: int, rating: str) -> datetime:
    """Rate how well a face was remembered; returns when it is due again.

    Only of someone whose attendance the actor may see: a deck must not confirm who else exists. A
    face that is not due is not asked for: the same answer sent again changes nothing.
    """
    if rating not in recall.RATINGS:
        raise Refused("Choose Again, Hard, Good or Easy.", field="rating")
    seen = events_visibility.attendances(actor, event).filter(account_id=subject_id)
    if subject_id == actor.pk or not seen.exists():
        raise NotFound
    now = clock.now()
    with transaction.atomic():
        FaceCard.objects.get_or_create(
            account=actor, subject_id=subject_id, defaults={"due_at": now}
        )
        card = FaceCard.objects.select_for_update().get(account=actor, subject_id=subject_id)
        if card.state and card.due_at > now:
            return card.due_at
        kept = recall.review(card.state, rating, now)
        card.state, card.due_at, card.reviewed_at = kept.state, kept.due_at, now
        card.save(update_fields=["state", "due_at", "reviewed_at"])
    return kept.due_at
