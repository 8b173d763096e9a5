"""Activities, and how they are sent."""

import json
from itertools import count
from typing import Any

from django.http import HttpResponse
from django.test import Client

from plenary.accounts.models import Account
from plenary.federation.signatures import SigningKey, sign
from plenary.jobs import worker
from plenary.statuses.models import Status
from tests.federation.makers import ACTIVITY, HERE, key_of

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
_numbers = count(1)


def activity(actor: Account, kind: str, thing: Any, **more: Any) -> dict[str, Any]:
    """One of somebody elsewhere; its id is new unless `id` says so."""
    made = {"id": f"{actor.uri}/activities/{next(_numbers)}", "type": kind, "actor": actor.uri}
    return {**made, "object": thing, **more}


def note(author: Account, number: int | str = 1, **more: Any) -> dict[str, Any]:
    """A public post of theirs."""
    made = {
        "id": f"{author.uri}/statuses/{number}",
        "type": "Note",
        "attributedTo": author.uri,
        "to": [PUBLIC],
        "cc": [f"{author.uri}/followers"],
        "content": "<p>Good morning</p>",
        "published": "2026-01-01T10:00:00Z",
    }
    return {**made, **more}


def send(
    body: dict[str, Any] | bytes,
    signer: Account | SigningKey | None = None,
    *,
    path: str = "/inbox",
    scheme: Any = "cavage",
    headers: dict[str, str] | None = None,
    sent: bytes | None = None,
) -> HttpResponse:
    """POST to an inbox as another server does. `sent`: what is sent instead of what was signed."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"Host": "plenary.example"}
    if signer is not None:
        key = key_of(signer) if isinstance(signer, Account) else signer
        given |= sign("POST", f"{HERE}{path}", raw, key, scheme=scheme)
    given |= headers or {}
    data = raw if sent is None else sent
    return Client().post(path, data, content_type=ACTIVITY, secure=True, headers=given)


def take(body: dict[str, Any], signer: Account) -> None:
    """Sent, taken, and all of it done."""
    answer = send(body, signer)
    assert answer.status_code == 202, answer.content
    worker.run_until_empty(strict=True)


def at(uri: str) -> Status | None:
    return Status.objects.filter(uri=uri).first()
