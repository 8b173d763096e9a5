"""Removing notifications of one's own."""

from django.db import transaction

from plenary.accounts.models import Account
from plenary.lib.errors import NotFound
from plenary.timelines.actions.groups import remove
from plenary.timelines.models import Notification, NotificationRequest


@transaction.atomic
def clear_notifications(actor: Account) -> None:
    Notification.objects.filter(account=actor).delete()
    NotificationRequest.objects.filter(account=actor).delete()


@transaction.atomic
def dismiss_notification(actor: Account, notification_id: int) -> None:
    found = list(Notification.objects.filter(account=actor, pk=notification_id))
    if not found:
        raise NotFound
    remove(found)


@transaction.atomic
def dismiss_group(actor: Account, group_key: str) -> None:
    """Remove all of a group; of one that is not there nothing is left to remove."""
    Notification.objects.filter(account=actor, group_key=group_key).delete()
