"""Pins, muted conversations, quotes and who may quote (docs.joinmastodon.org/methods/statuses)."""

import msgspec

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.lib.errors import Forbidden, Refused
from plenary.mastodon_api.entities.statuses import Status
from plenary.mastodon_api.serializers import statuses
from plenary.statuses import actions, queries
from plenary.statuses.rules import QUOTE_POLICIES

_READ, _WRITE = "read:statuses", "write:statuses"


@route("POST", "/api/v1/statuses/{id}/pin", scopes="write:accounts", gives=Status)
def pin(call: Call, status_id: int) -> bytes:
    """Show a post of yours at the top of your profile."""
    actions.pin(call.me, status_id)
    return statuses.status(call.viewer, status_id)


@route("POST", "/api/v1/statuses/{id}/unpin", scopes="write:accounts", gives=Status)
def unpin(call: Call, status_id: int) -> bytes:
    """Show it there no more."""
    actions.unpin(call.me, status_id)
    return statuses.status(call.viewer, status_id)


@route("POST", "/api/v1/statuses/{id}/mute", scopes="write:mutes", gives=Status)
def mute(call: Call, status_id: int) -> bytes:
    """Be told no more of a conversation."""
    actions.mute_thread(call.me, status_id)
    return statuses.status(call.viewer, status_id)


@route("POST", "/api/v1/statuses/{id}/unmute", scopes="write:mutes", gives=Status)
def unmute(call: Call, status_id: int) -> bytes:
    """Be told of it again."""
    actions.unmute_thread(call.me, status_id)
    return statuses.status(call.viewer, status_id)


@route(
    "GET",
    "/api/v1/statuses/{id}/quotes",
    who="anybody",
    scopes=_READ,
    paged=True,
    gives=list[Status],
)
def quotes(call: Call, status_id: int) -> bytes:
    """Posts that quote a post."""
    found, page = queries.get(call.viewer, status_id), call.page()
    ids = queries.quote_ids(call.viewer, found, page)
    call.link_ids(ids, page)
    return statuses.statuses(call.viewer, ids)


@route(
    "POST",
    "/api/v1/statuses/{id}/quotes/{quoting_status_id}/revoke",
    scopes=_WRITE,
    gives=Status,
)
def revoke(call: Call, status_id: int, quoting_status_id: int) -> bytes:
    """Take your post out of a post that quotes it."""
    if queries.get(call.viewer, status_id).account_id != call.me.pk:
        raise Forbidden("This action is not allowed")
    actions.revoke_quote(call.me, status_id, quoting_status_id)
    return statuses.status(call.viewer, quoting_status_id)


class InteractionPolicy(msgspec.Struct):
    """Who may quote: public, followers or nobody."""

    quote_approval_policy: str = "public"


@route(
    "PUT",
    "/api/v1/statuses/{id}/interaction_policy",
    scopes=_WRITE,
    takes=InteractionPolicy,
    gives=Status,
)
def interaction_policy(call: Call, status_id: int) -> bytes:
    """Say who may quote a post of yours from now on."""
    asked = call.read(InteractionPolicy).quote_approval_policy
    if asked not in QUOTE_POLICIES:
        raise Refused("Validation failed: Quote approval policy is not included in the list")
    if queries.get(call.viewer, status_id).account_id != call.me.pk:
        raise Forbidden("This action is not allowed")
    actions.set_quote_policy(call.me, status_id, QUOTE_POLICIES[asked])
    return statuses.status(call.viewer, status_id)
