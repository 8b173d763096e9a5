"""Groups of notifications are decided when one is written: which it joins, and which of a group is
its newest."""

from collections.abc import Iterable

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.statuses.models import Status
from plenary.timelines.models import Notification
from plenary.timelines.rules import notifications as rules


def key_for(account: Account, kind: str, status: Status | None) -> str | None:
    """The group that a notification of this moment joins; None where it stands alone."""
    keys = rules.group_keys(kind, status.pk if status is not None else None, clock.now())
    if not keys:
        return None
    # Not in any order: there is one, but for a moment's race.
    rows = Notification.objects.filter(account=account, group_key__in=keys)
    return next(iter(rows.order_by().values_list("group_key", flat=True)[:1]), keys[-1])


def lead(made: Notification) -> None:
    """The newest of a group is its head; the one before is it no more (two seeks, however large
    the group is)."""
    before = Notification.objects.filter(
        account_id=made.account_id,
        group_key=made.group_key,
        pk__lt=made.pk,
    )
    last = before.order_by("-pk").values_list("pk", flat=True).first()
    if last is not None:
        Notification.objects.filter(pk=last).update(head=False)


def remove(rows: Iterable[Notification]) -> None:
    """Delete notifications; where one was the head of its group, the one before it is."""
    rows = list(rows)
    Notification.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for account_id, key in {(row.account_id, row.group_key) for row in rows if row.group_key}:
        left = Notification.objects.filter(account_id=account_id, group_key=key).order_by("-pk")
        last = left.values_list("pk", flat=True).first()
        if last is not None:
            Notification.objects.filter(pk=last).update(head=True)
