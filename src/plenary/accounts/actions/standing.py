"""What moderators decided of an account, short of suspending it, and who is a moderator. Who may
decide stands above; here it is stored."""

from typing import Literal

from django.db import transaction
from django.db.models import F

from plenary.accounts.models import Account, User
from plenary.lib import clock, pubsub
from plenary.lib.errors import Refused

Role = Literal["", "moderator", "admin"]


@transaction.atomic
def silence(account: Account) -> None:
    """From now on only those who follow them meet their posts unasked."""
    Account.objects.filter(pk=account.pk).exclude(silenced_because="").update(silenced_because="")
    _mark(account, "silenced_at")


@transaction.atomic
def unsilence(account: Account) -> None:
    _unmark(account, "silenced_at")
    Account.objects.filter(pk=account.pk).exclude(silenced_because="").update(silenced_because="")


@transaction.atomic
def sensitize(account: Account) -> None:
    """Their pictures stand behind a warning, those to come and those there are."""
    _mark(account, "sensitized_at")


@transaction.atomic
def unsensitize(account: Account) -> None:
    _unmark(account, "sensitized_at")


def _mark(account: Account, column: str) -> None:
    rows = Account.objects.filter(pk=account.pk, **{f"{column}__isnull": True})
    rows.update(**{column: clock.now()}, version=F("version") + 1)


def _unmark(account: Account, column: str) -> None:
    rows = Account.objects.filter(pk=account.pk, **{f"{column}__isnull": False})
    rows.update(**{column: None}, version=F("version") + 1)


@transaction.atomic
def disable(account: Account) -> None:
    """Their person can no longer sign in, and no app or open page speaks for them."""
    if not User.objects.filter(account=account).update(is_active=False):
        raise Refused("Only people of this server sign in here.")
    pubsub.publish([pubsub.account(account.pk)], "session-ended")


@transaction.atomic
def enable(account: Account) -> None:
    if not User.objects.filter(account=account).update(is_active=True):
        raise Refused("Only people of this server sign in here.")


@transaction.atomic
def set_role(account: Account, role: Role) -> None:
    """Make somebody moderator or administrator, or neither: for who runs the server."""
    kept = User.objects.filter(account=account)
    if not kept.update(is_staff=role != "", is_superuser=role == "admin"):
        raise Refused("Only people of this server moderate it.")
