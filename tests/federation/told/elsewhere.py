"""What waits to be sent, and where to."""

import json
from typing import Any

from plenary.accounts.models import Account
from plenary.federation.models import Activity
from plenary.jobs.worker import run_until_empty
from plenary.statuses.models import Status
from tests.federation.makers import HERE

ADA = f"{HERE}/users/ada"
FAN, NAMED, STRANGER = "fans.example", "named.example", "stranger.example"


def their_post(author: Account, number: int = 1, **columns: Any) -> Status:
    made = Status(account=author, local=False, uri=f"{author.uri}/{number}", **columns)
    made.thread_id = made.pk
    made.save(force_insert=True)
    return made


def told(kind: str = "") -> list[tuple[dict[str, Any], set[str]]]:
    """Everything that waits to be sent: activities with their inboxes."""
    run_until_empty(strict=True)
    found = []
    for row in Activity.objects.order_by("pk"):
        body = json.loads(row.body)
        assert (body["id"], body["actor"]) == (row.uri, row.actor_uri)
        if not kind or body["type"] == kind:
            inboxes = row.deliveries.values_list("inbox", flat=True)
            found.append((body, set(inboxes)))
    return found


def shared(*domains: str) -> set[str]:
    return {f"https://{domain}/inbox" for domain in domains}


def alone(account: Account) -> set[str]:
    return {f"{account.uri}/inbox"}
