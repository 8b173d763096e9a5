"""How far somebody has read."""

from django.db import transaction
from django.db.models import F

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.lib.errors import Refused
from plenary.lib.numbers import MOST
from plenary.timelines.models import Marker


def mark_read(actor: Account, timeline: str, last_read_id: int) -> None:
    """Move the marker of 'home' or 'notifications' forward; it never goes back. Each move raises
    its version, by which apps tell an old answer from a new one."""
    if not 0 <= last_read_id <= MOST:
        raise Refused("Validation failed: Last read is not valid")
    with transaction.atomic():
        _, new = Marker.objects.get_or_create(
            account=actor, timeline=timeline, defaults={"last_read_id": last_read_id}
        )
        if not new:
            Marker.objects.filter(
                account=actor, timeline=timeline, last_read_id__lt=last_read_id
            ).update(last_read_id=last_read_id, version=F("version") + 1, updated_at=clock.now())
