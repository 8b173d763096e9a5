"""What one shows first on one's profile, and threads one wants to hear no more of."""

from django.db import transaction

from plenary.accounts.models import Account
from plenary.jobs.facts import record
from plenary.lib import clock
from plenary.lib.errors import Refused
from plenary.statuses import queries
from plenary.statuses.facts import StatusPinned, StatusUnpinned
from plenary.statuses.models import Status, ThreadMute, Visibility
from plenary.statuses.rules import MAX_PINNED


def pin(actor: Account, status_id: int) -> None:
    """Show one's own status at the top of one's profile; may be repeated."""
    status = queries.get(actor, status_id)
    if status.account_id != actor.pk or status.reblog_of_id is not None:
        raise Refused("Someone else's post cannot be pinned")
    if status.visibility == Visibility.DIRECT:
        raise Refused("Posts for people you mention cannot be pinned")
    with transaction.atomic():
        # Two at the same moment: both count under the author's row.
        Account.objects.select_for_update(no_key=True).get(pk=actor.pk)
        pinned = Status.objects.filter(account=actor, pinned_at__isnull=False)
        if not pinned.filter(pk=status.pk).exists():
            if pinned.count() >= MAX_PINNED:
                raise Refused(f"Up to {MAX_PINNED} posts can be pinned. Unpin one first.")
            Status.objects.filter(pk=status.pk).update(pinned_at=clock.now())
            record(StatusPinned(status.pk, actor.pk))


def unpin(actor: Account, status_id: int) -> None:
    status = queries.get(actor, status_id)
    with transaction.atomic():
        pinned = Status.objects.filter(pk=status.pk, account=actor, pinned_at__isnull=False)
        if pinned.update(pinned_at=None):
            record(StatusUnpinned(status.pk, actor.pk))


def mute_thread(actor: Account, status_id: int) -> None:
    """Be told no more of a thread; its posts stay where they are."""
    status = queries.get(actor, status_id)
    thread = (status.reblog_of or status).thread_id
    with transaction.atomic():
        ThreadMute.objects.get_or_create(account=actor, thread_id=thread)


def unmute_thread(actor: Account, status_id: int) -> None:
    status = queries.get(actor, status_id)
    ThreadMute.objects.filter(
        account=actor, thread_id=(status.reblog_of or status).thread_id
    ).delete()
