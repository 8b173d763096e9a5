"""An activity on its way: one row with its bytes, one for each inbox it is for. Whoever calls is in
the transaction that removes the job of the fact that is told."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from plenary.accounts.models import Account
from plenary.federation import queries
from plenary.federation.models import Activity, Delivery, Server
from plenary.federation.render import encode
from plenary.jobs.tasks import task
from plenary.jobs.wake import wake_after_commit
from plenary.lib import clock
from plenary.lib.ids import new_id

QUEUE = "delivery"
AT_ONCE = 500
# When something is to be sent that waits until its server answers again.
PARKED = datetime(9999, 1, 1, tzinfo=UTC)


def send(
    activity: dict[str, Any],
    inboxes: Iterable[str],
    *,
    owner: Account | None,
    synchronise: bool = False,
) -> bool:
    """Have an activity delivered. `owner` is whose deed it is (None: the server's own). One that
    was sent already, by its id, is not sent again; whether this one is.

    `synchronise`: it is for followers, and carries the sum of those on each server."""
    wanted = queries.reachable(inboxes, owner)
    if not wanted:
        return False
    with transaction.atomic():
        made = Activity(
            pk=new_id(),
            uri=activity["id"],
            actor_uri=activity["actor"],
            body=encode(activity).decode(),
        )
        Activity.objects.bulk_create([made], ignore_conflicts=True)
        if not Activity.objects.filter(pk=made.pk).exists():
            return False
        rows = list(wanted.items())
        _write(made.pk, rows[:AT_ONCE], synchronise)
        for start in range(AT_ONCE, len(rows), AT_ONCE):
            send_more.enqueue(made.pk, rows[start : start + AT_ONCE], synchronise)
    return True


@task
def send_more(activity_id: int, rows: list[tuple[str, str]], synchronise: bool) -> None:
    """The rest of what is for many: each part in a transaction of its own, so that others write in
    between."""
    if Activity.objects.filter(pk=activity_id).exists():
        _write(activity_id, rows, synchronise)


def _write(activity_id: int, rows: Iterable[tuple[str, str]], synchronise: bool) -> None:
    rows = list(rows)
    known, failing = queries.failing_among({domain for _, domain in rows})
    now = clock.machine_now()
    Server.objects.bulk_create(
        [Server(domain=domain) for domain in sorted({domain for _, domain in rows} - known)],
        ignore_conflicts=True,
    )
    Delivery.objects.bulk_create(
        [
            Delivery(
                activity_id=activity_id,
                inbox=inbox,
                domain=domain,
                synchronise=synchronise,
                run_at=PARKED if domain in failing else now,
                created_at=now,
            )
            for inbox, domain in rows
        ],
        ignore_conflicts=True,
    )
    wake_after_commit(QUEUE)
