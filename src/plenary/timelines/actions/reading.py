"""How far somebody has read."""

from django.db import transaction

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.timelines.models import Marker


def mark_read(actor: Account, timeline: str, last_read_id: int) -> None:
    """Move the marker of 'home' or 'notifications' forward; it never goes back."""
    with transaction.atomic():
        Marker.objects.get_or_create(account=actor, timeline=timeline)
        Marker.objects.filter(
            account=actor, timeline=timeline, last_read_id__lt=last_read_id
        ).update(last_read_id=last_read_id, updated_at=clock.now())
