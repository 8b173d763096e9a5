"""Removing notifications of one's own."""

from django.db import transaction

from plenary.accounts.models import Account
from plenary.lib.errors import NotFound
from plenary.timelines.models import Notification


@transaction.atomic
def clear_notifications(actor: Account) -> None:
    Notification.objects.filter(account=actor).delete()


@transaction.atomic
def dismiss_notification(actor: Account, notification_id: int) -> None:
    gone, _ = Notification.objects.filter(account=actor, pk=notification_id).delete()
    if not gone:
        raise NotFound
