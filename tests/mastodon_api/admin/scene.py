"""Who moderates, and what is reported."""

from typing import Any

from plenary.accounts.models import Account, User
from plenary.conduct import actions
from plenary.conduct.models import Report
from plenary.statuses import actions as statuses
from plenary.statuses.rules import Draft
from tests.factories import make_account

ADMIN = "read admin:read admin:write"


def staff(username: str, *, admin: bool = False) -> Account:
    account = make_account(username)
    User.objects.filter(account=account).update(is_staff=True, is_superuser=admin)
    return account


def post(account: Account, text: str = "Words", **more: Any) -> int:
    return statuses.publish(account, Draft(text=text, **more)).pk


def reported(target: Account, *status_ids: int, by: str = "ana") -> Report:
    reporter = Account.objects.filter(username=by).first() or make_account(by)
    return actions.make_report(reporter, target.pk, status_ids=status_ids, comment="Unkind")
