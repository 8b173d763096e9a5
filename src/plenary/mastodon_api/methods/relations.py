"""Following, blocking, muting (docs.joinmastodon.org/methods/accounts, follow_requests, blocks,
mutes)."""

from datetime import timedelta
from typing import Any

import msgspec

from plenary.accounts import actions, queries
from plenary.api.call import Call
from plenary.api.routes import route
from plenary.lib.errors import NotFound
from plenary.mastodon_api.entities.accounts import Account, MutedAccount, Relationship
from plenary.mastodon_api.methods.accounts import found, relations
from plenary.mastodon_api.serializers import accounts, moments

_FOLLOWS, _BLOCKS, _MUTES = "write:follows", "write:blocks", "write:mutes"


def relation(call: Call, account_id: int) -> Relationship:
    rows = relations(call, [account_id])
    if not rows:
        raise NotFound
    return rows[0]


class Following(msgspec.Struct):
    """Whether to see their boosts, be told of their posts, and posts in which languages (all if
    empty); what is not sent stays."""

    reblogs: bool | None = None
    notify: bool | None = None
    languages: list[str] | None = None


_MOST_LANGUAGES = 50


@route("POST", "/api/v1/accounts/{id}/follow", scopes=_FOLLOWS, takes=Following, gives=Relationship)
def follow(call: Call, account_id: int) -> Relationship:
    """Follow somebody, or ask to where they approve who follows them."""
    given = call.read(Following)
    languages = (
        None
        if given.languages is None
        else tuple(one[:12] for one in given.languages[:_MOST_LANGUAGES])
    )
    how = actions.Following(given.reblogs, given.notify, languages)
    actions.follow(call.me, found(call, account_id), how)
    return relation(call, account_id)


@route("POST", "/api/v1/accounts/{id}/unfollow", scopes=_FOLLOWS, gives=Relationship)
def unfollow(call: Call, account_id: int) -> Relationship:
    """Follow somebody no more, or take the request back."""
    actions.unfollow(call.me, found(call, account_id))
    return relation(call, account_id)


@route("POST", "/api/v1/accounts/{id}/remove_from_followers", scopes=_FOLLOWS, gives=Relationship)
def remove_from_followers(call: Call, account_id: int) -> Relationship:
    """Have somebody follow you no more."""
    actions.remove_follower(call.me, found(call, account_id))
    return relation(call, account_id)


@route("POST", "/api/v1/accounts/{id}/block", scopes=_BLOCKS, gives=Relationship)
def block(call: Call, account_id: int) -> Relationship:
    """From now on neither of you meets the other. They are not told."""
    actions.block(call.me, found(call, account_id))
    return relation(call, account_id)


@route("POST", "/api/v1/accounts/{id}/unblock", scopes=_BLOCKS, gives=Relationship)
def unblock(call: Call, account_id: int) -> Relationship:
    """Take a block back."""
    try:
        target = queries.blocked_by_me(call.me, account_id)
    except NotFound:
        found(call, account_id)  # not blocked: nothing to do, unless they are not there
    else:
        actions.unblock(call.me, target)
    return relation(call, account_id)


class Muting(msgspec.Struct):
    """`duration` in seconds; 0 is for ever."""

    notifications: bool = True
    duration: int = 0


@route("POST", "/api/v1/accounts/{id}/mute", scopes=_MUTES, takes=Muting, gives=Relationship)
def mute(call: Call, account_id: int) -> Relationship:
    """Hear no more of somebody unasked. They are not told."""
    given = call.read(Muting)
    seconds = max(0, min(given.duration, 10 * 365 * 24 * 3600))
    actions.mute(
        call.me,
        found(call, account_id),
        duration=timedelta(seconds=seconds) if seconds else None,
        hide_notifications=given.notifications,
    )
    return relation(call, account_id)


@route("POST", "/api/v1/accounts/{id}/unmute", scopes=_MUTES, gives=Relationship)
def unmute(call: Call, account_id: int) -> Relationship:
    """Hear of somebody again."""
    actions.unmute(call.me, found(call, account_id))
    return relation(call, account_id)


def _listed(call: Call, ask: Any) -> Any:
    page = call.page(40, 80)
    listing = ask(call.me, before=page.max_id, limit=page.limit)
    call.link(older=listing.next, newer=None)
    return listing.accounts


@route("GET", "/api/v1/blocks", scopes="read:blocks", paged=True, gives=list[Account])
def blocks(call: Call) -> bytes:
    """Whom you block."""
    return accounts.accounts(_listed(call, queries.blocked))


@route("GET", "/api/v1/mutes", scopes="read:mutes", paged=True, gives=list[MutedAccount])
def mutes(call: Call) -> bytes:
    """Whom you mute."""
    people = _listed(call, queries.muted)
    ties = queries.relationships(call.me, [one.pk for one in people])
    rows = []
    for one in people:
        until = moments.moment_or_none(ties[one.pk].muting_until)
        ends = f'"{until}"' if until else "null"
        rows.append(f'{accounts.text_of(one)[:-1]},"mute_expires_at":{ends}}}')
    return f"[{','.join(rows)}]".encode()


@route("GET", "/api/v1/follow_requests", scopes="read:follows", paged=True, gives=list[Account])
def follow_requests(call: Call) -> bytes:
    """Who asks to follow you."""
    return accounts.accounts(_listed(call, queries.follow_requests))


@route(
    "POST", "/api/v1/follow_requests/{account_id}/authorize", scopes=_FOLLOWS, gives=Relationship
)
def authorize(call: Call, account_id: int) -> Relationship:
    """Let somebody follow you."""
    actions.accept_request(call.me, found(call, account_id))
    return relation(call, account_id)


@route("POST", "/api/v1/follow_requests/{account_id}/reject", scopes=_FOLLOWS, gives=Relationship)
def reject(call: Call, account_id: int) -> Relationship:
    """Do not let somebody follow you. They are not told."""
    actions.reject_request(call.me, found(call, account_id))
    return relation(call, account_id)
