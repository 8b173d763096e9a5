"""Suspending: whoever is suspended looks like somebody who is not there. Who decides it stands
above; here it is stored."""

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from plenary.accounts.actions.clients import revoke_all
from plenary.accounts.models import Account
from plenary.lib import clock


@transaction.atomic
def suspend(account: Account) -> None:
    """Nobody meets the account any more, its tokens and open streams end, and it cannot sign in."""
    free = Q(suspended_at=None) | ~Q(suspended_because="")
    Account.objects.filter(free, pk=account.pk).update(
        suspended_at=Coalesce("suspended_at", clock.now()),
        suspended_because="",
        version=F("version") + 1,
    )
    revoke_all(account)


@transaction.atomic
def unsuspend(account: Account) -> None:
    """Everything they wrote is there again; apps must be let in anew."""
    Account.objects.filter(pk=account.pk).update(
        suspended_at=None, suspended_because="", version=F("version") + 1
    )
