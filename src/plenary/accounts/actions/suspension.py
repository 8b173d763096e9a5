"""Suspending: whoever is suspended looks like somebody who is not there. Who decides it stands
above; here it is stored."""

from django.db import transaction
from django.db.models import F

from plenary.accounts.actions.clients import revoke_all
from plenary.accounts.models import Account
from plenary.lib import clock


@transaction.atomic
def suspend(account: Account) -> None:
    """Nobody meets the account any more, its tokens and open streams end, and it cannot sign in."""
    Account.objects.filter(pk=account.pk, suspended_at=None).update(
        suspended_at=clock.now(), version=F("version") + 1
    )
    revoke_all(account)


@transaction.atomic
def unsuspend(account: Account) -> None:
    """Everything they wrote is there again; apps must be let in anew."""
    Account.objects.filter(pk=account.pk).update(suspended_at=None, version=F("version") + 1)
