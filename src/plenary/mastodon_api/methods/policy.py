"""Whose notifications are kept apart, and what becomes of them
(docs.joinmastodon.org/methods/notifications)."""

from typing import Any

import msgspec

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.mastodon_api.entities.notifications import (
    Merged,
    NotificationPolicy,
    NotificationPolicyV1,
    NotificationRequest,
    PolicySummary,
)
from plenary.mastodon_api.serializers import notifications
from plenary.timelines import actions, queries
from plenary.timelines.rules.notifications import ACCEPT, CLAUSES, FILTER

_READ, _WRITE = "read:notifications", "write:notifications"
_REQUESTS = "/api/v1/notifications/requests"
# What the older form has, by the newer.
_OLDER = {name: name.replace("for_", "filter_", 1) for name in CLAUSES[:4]}


def _summary(call: Call) -> PolicySummary:
    waiting = queries.pending(call.me)
    return PolicySummary(
        pending_requests_count=waiting.requests,
        pending_notifications_count=waiting.notifications,
    )


def _policy(call: Call) -> dict[str, Any]:
    held = queries.policy(call.me)
    return {name: getattr(held, name) for name in CLAUSES} | {"summary": _summary(call)}


def _older(call: Call) -> dict[str, Any]:
    held = queries.policy(call.me)
    clauses = {older: getattr(held, name) != ACCEPT for name, older in _OLDER.items()}
    return clauses | {"summary": _summary(call)}


class Clauses(msgspec.Struct):
    """Each accept, filter or drop; what is left out stays as it is."""

    for_not_following: str | None = None
    for_not_followers: str | None = None
    for_new_accounts: str | None = None
    for_private_mentions: str | None = None
    for_limited_accounts: str | None = None


class OlderClauses(msgspec.Struct):
    """What is kept apart; what is left out stays as it is."""

    filter_not_following: bool | None = None
    filter_not_followers: bool | None = None
    filter_new_accounts: bool | None = None
    filter_private_mentions: bool | None = None


def _change(call: Call) -> dict[str, Any]:
    given = call.read(Clauses)
    changes = {name: getattr(given, name) for name in CLAUSES}
    said = {name: stance for name, stance in changes.items() if stance is not None}
    actions.set_policy(call.me, said)
    return _policy(call)


def _change_older(call: Call) -> dict[str, Any]:
    given = call.read(OlderClauses)
    changes = {name: getattr(given, older) for name, older in _OLDER.items()}
    actions.set_policy(
        call.me,
        {name: FILTER if on else ACCEPT for name, on in changes.items() if on is not None},
    )
    return _older(call)


@route("GET", "/api/v2/notifications/policy", scopes=_READ, gives=NotificationPolicy)
def policy(call: Call) -> dict[str, Any]:
    """Whose notifications you accept, keep apart or drop."""
    return _policy(call)


@route(
    "PATCH",
    "/api/v2/notifications/policy",
    scopes=_WRITE,
    takes=Clauses,
    gives=NotificationPolicy,
)
def change(call: Call) -> dict[str, Any]:
    """Change some of it."""
    return _change(call)


@route(
    "PUT", "/api/v2/notifications/policy", scopes=_WRITE, takes=Clauses, gives=NotificationPolicy
)
def put(call: Call) -> dict[str, Any]:
    """The same as PATCH."""
    return _change(call)


@route("GET", "/api/v1/notifications/policy", scopes=_READ, gives=NotificationPolicyV1)
def policy_v1(call: Call) -> dict[str, Any]:
    """The same, as 4.3 had it first; what is dropped is shown as kept apart."""
    return _older(call)


@route(
    "PATCH",
    "/api/v1/notifications/policy",
    scopes=_WRITE,
    takes=OlderClauses,
    gives=NotificationPolicyV1,
)
def change_v1(call: Call) -> dict[str, Any]:
    """Change some of it, as 4.3 had it first."""
    return _change_older(call)


@route(
    "PUT",
    "/api/v1/notifications/policy",
    scopes=_WRITE,
    takes=OlderClauses,
    gives=NotificationPolicyV1,
)
def put_v1(call: Call) -> dict[str, Any]:
    """The same as PATCH."""
    return _change_older(call)


@route("GET", _REQUESTS, paged=True, scopes=_READ, gives=list[NotificationRequest])
def requests(call: Call) -> list[Any]:
    """Whose notifications are kept apart, newest first."""
    found = queries.requests(call.me, call.page(40, 80))
    call.link(older=found.older, newer=found.newer)
    return notifications.requests(call.me, found.rows)


class Chosen(msgspec.Struct):
    id: list[int] = []


@route("POST", f"{_REQUESTS}/accept", scopes=_WRITE, takes=Chosen, gives=dict[str, str])
def accept_many(call: Call) -> dict[str, str]:
    """Hear several people from now on, and what they did so far."""
    actions.accept_requests(call.me, call.read(Chosen).id)
    return {}


@route("POST", f"{_REQUESTS}/dismiss", scopes=_WRITE, takes=Chosen, gives=dict[str, str])
def dismiss_many(call: Call) -> dict[str, str]:
    """Let go what several people did so far."""
    actions.dismiss_requests(call.me, call.read(Chosen).id)
    return {}


@route("GET", f"{_REQUESTS}/merged", scopes=_READ, gives=Merged)
def merged(call: Call) -> Merged:
    """Whether all you accepted is among your notifications: it is, as soon as you did."""
    return Merged(merged=True)


@route("GET", f"{_REQUESTS}/{{id}}", scopes=_READ, gives=NotificationRequest)
def request(call: Call, request_id: int) -> Any:
    """One of those."""
    return notifications.requests(call.me, [queries.request(call.me, request_id)])[0]


@route("POST", f"{_REQUESTS}/{{id}}/accept", scopes=_WRITE, gives=dict[str, str])
def accept(call: Call, request_id: int) -> dict[str, str]:
    """Hear somebody from now on, and what they did so far."""
    actions.accept_requests(call.me, [request_id])
    return {}


@route("POST", f"{_REQUESTS}/{{id}}/dismiss", scopes=_WRITE, gives=dict[str, str])
def dismiss(call: Call, request_id: int) -> dict[str, str]:
    """Let go what somebody did so far."""
    actions.dismiss_requests(call.me, [request_id])
    return {}
