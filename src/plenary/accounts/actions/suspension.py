"""Suspending: whoever is suspended looks like somebody who is not there. Who decides it stands
above; here it is stored."""

from django.db import transaction
from django.db.models import F

from plenary.accounts.models import Account
from plenary.lib import clock, pubsub
from plenary.lib.errors import Refused


@transaction.atomic
def suspend(account: Account) -> None:
    """Nobody meets the account any more, it cannot sign in, its open streams end, and its tokens
    hold nothing until it is let back (`queries.clients` asks at every call)."""
    if account.domain:
        raise Refused("Only people of this server are suspended here.")
    Account.objects.filter(pk=account.pk, suspended_at=None).update(
        suspended_at=clock.now(), version=F("version") + 1
    )
    pubsub.publish([pubsub.account(account.pk)], "session-ended")


@transaction.atomic
def unsuspend(account: Account) -> None:
    """Everything they wrote is there again, and their apps are let in as before."""
    Account.objects.filter(pk=account.pk).update(suspended_at=None, version=F("version") + 1)
