"""Who moderates."""

from django.db import transaction

from plenary.accounts import actions as accounts
from plenary.accounts.actions.standing import Role
from plenary.accounts.models import Account
from plenary.conduct.actions import book
from plenary.timelines.models import Notification


@transaction.atomic
def appoint(account: Account, role: Role) -> None:
    """Make somebody moderator or administrator, or neither: for who runs the server. Whoever
    moderates no more keeps no notices of who reported whom."""
    accounts.set_role(account, role)
    if not role:
        Notification.objects.filter(account=account, kind="admin.report").delete()
    book.write(None, f"make {role}" if role else "remove from moderators", account)
