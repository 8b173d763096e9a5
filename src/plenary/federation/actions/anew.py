"""Follows, and their Undo, under an id that came before.

Misskey and Pixelfed make the id of a Follow of the two that it ties: who follows, stops and follows
again says so by one and the same. What is signed a good while after it first came is such a new
deed. What is sent once more because its answer was lost was answered long before; and what somebody
caught on its way and sends again has its old signature.
"""

from datetime import timedelta
from typing import Any

from plenary.federation.models import InboxItem, Received, Tombstone
from plenary.federation.reading import is_of
from plenary.lib import clock

_A_WHILE = timedelta(minutes=2)


def again(activity: dict[str, Any], digest: str, body: bytes, signed_at: float) -> int | None:
    """The item that is to be processed once more, as if its id had never come; None for what is
    but a copy. Called in a transaction."""
    undone = activity.get("object")
    if not is_of(activity, "Follow") and not (is_of(activity, "Undo") and is_of(undone, "Follow")):
        return None
    rows = InboxItem.objects.select_for_update().filter(digest=digest, done_at__isnull=False)
    item = rows.first()
    if item is None or signed_at < (item.received_at + _A_WHILE).timestamp():
        return None
    now = clock.now()
    InboxItem.objects.filter(pk=item.pk).update(body=body.decode(), received_at=now, done_at=None)
    if is_of(activity, "Follow"):
        # What was undone holds once more.
        Received.objects.filter(digest=digest, undone=True).delete()
        Tombstone.objects.filter(digest=digest).delete()
    return item.pk
