"""Accounts: reading them (docs.joinmastodon.org/methods/accounts). What one does with them stands
in `relations`, one's own in `profile`."""

import re
from contextlib import suppress
from typing import Any

import msgspec

from plenary.accounts import queries
from plenary.api.call import Call
from plenary.api.routes import route
from plenary.federation.actions import looking
from plenary.federation.actions.seeking import seek
from plenary.lib.errors import NotFound
from plenary.mastodon_api.entities.accounts import Account, FamiliarFollowers, Relationship
from plenary.mastodon_api.entities.statuses import Status
from plenary.mastodon_api.methods.statuses import looked_at
from plenary.mastodon_api.serializers import accounts, moments, statuses
from plenary.timelines import queries as timelines

_READ, _FOLLOWS = "read:accounts", "read:follows"
_HANDLE = re.compile(r"^@?\w[\w.-]*(@[\w.:-]+)?$")


def found(call: Call, account_id: int) -> Any:
    """Somebody the viewer may know of; of those they blocked, nobody but in the list of blocks."""
    rows = queries.by_ids(call.viewer, [account_id])
    if account_id not in rows:
        raise NotFound
    return rows[account_id]


class ManyAccounts(msgspec.Struct):
    id: list[int] = []


@route(
    "GET", "/api/v1/accounts", who="anybody", scopes=_READ, takes=ManyAccounts, gives=list[Account]
)
def many(call: Call) -> bytes:
    """Several accounts by id; those you may not know of are left out."""
    wanted = call.read(ManyAccounts).id[:40]
    rows = queries.by_ids(call.viewer, wanted)
    return accounts.accounts(rows[pk] for pk in wanted if pk in rows)


class Lookup(msgspec.Struct):
    acct: str


@route("GET", "/api/v1/accounts/lookup", who="anybody", scopes=_READ, takes=Lookup, gives=Account)
def lookup(call: Call) -> bytes:
    """An account by its handle; also of somebody you blocked, so that you can unblock them."""
    acct = call.read(Lookup).acct
    if "@" in acct.lstrip("@"):
        seek(call.viewer, acct)
    try:
        row = queries.get_by_acct(call.viewer, acct)
    except NotFound:
        if call.viewer is None:
            raise
        row = queries.blocked_named(call.viewer, acct)
    looking.at_account(call.viewer, row)
    return accounts.text_of(row).encode()


class Search(msgspec.Struct):
    q: str = ""
    limit: int = 40
    offset: int = 0
    resolve: bool = False
    following: bool = False


@route("GET", "/api/v1/accounts/search", scopes=_READ, takes=Search, gives=list[Account])
def search(call: Call) -> bytes:
    """People by the beginnings of their names' words, or by handle."""
    asked = call.read(Search)
    if asked.resolve and not asked.offset:
        seek(call.viewer, asked.q)
    return accounts.accounts(people(call, asked.q, asked.limit, asked.offset, asked.following))


def people(call: Call, q: str, limit: int, offset: int = 0, following: bool = False) -> list[Any]:
    """Who is meant by `q`: of an exact handle first."""
    limit, offset = max(1, min(limit, 80)), max(0, min(offset, 400))
    if not (q := q.strip()):
        return []
    name = q.lstrip("@")[:60]
    found = queries.people_named(call.viewer, name, limit + offset, following=following)
    exact = queries.by_handles(call.viewer, [q])
    if call.viewer is not None and not exact and not following and _HANDLE.match(q):
        # toot finds the person by their whole handle before it lifts a block.
        with suppress(NotFound):
            exact = {q: queries.blocked_named(call.viewer, q)}
    if following and exact:
        ties = queries.relationships(call.me, [one.pk for one in exact.values()])
        exact = {acct: one for acct, one in exact.items() if ties[one.pk].following}
    for one in exact.values():
        found = [one, *(row for row in found if row.pk != one.pk)]
    return found[offset : offset + limit]


class WhichRelationships(msgspec.Struct):
    id: list[int] = []
    with_suspended: bool = False


@route(
    "GET",
    "/api/v1/accounts/relationships",
    scopes=_FOLLOWS,
    takes=WhichRelationships,
    gives=list[Relationship],
)
def relationships(call: Call) -> list[Relationship]:
    """How you stand to each. That somebody blocks you is told to nobody."""
    return relations(call, call.read(WhichRelationships).id[:80])


def relations(call: Call, ids: list[int]) -> list[Relationship]:
    """In the order asked for; of those you blocked too, so that it can be taken back."""
    ties = queries.relationships(call.me, ids, kept=True)
    known = queries.by_ids(call.viewer, ids)
    return [
        Relationship(
            id=str(pk),
            following=tie.following,
            showing_reblogs=tie.reblogs,
            notifying=tie.notify,
            languages=tie.languages,
            followed_by=tie.followed_by,
            blocking=tie.blocking,
            blocked_by=False,
            muting=tie.muting,
            muting_notifications=tie.muting_notifications,
            muting_expires_at=moments.moment_or_none(tie.muting_until),
            requested=tie.requested,
            requested_by=tie.requested_by,
            domain_blocking=tie.domain_blocking,
            endorsed=tie.endorsed,
            note=tie.note,
        )
        for pk, tie in ties.items()
        if pk in known or tie.blocking or tie.domain_blocking
    ]


@route(
    "GET",
    "/api/v1/accounts/familiar_followers",
    scopes=_FOLLOWS,
    takes=ManyAccounts,
    gives=list[FamiliarFollowers],
)
def familiar_followers(call: Call) -> list[Any]:
    """Whom you follow of those who follow each."""
    wanted = call.read(ManyAccounts).id[:40]
    familiar = queries.familiar(call.me, wanted)
    return [
        {"id": str(pk), "accounts": [accounts.account(one) for one in familiar.get(pk, [])]}
        for pk in wanted
    ]


@route("GET", "/api/v1/accounts/{id}", who="anybody", scopes=_READ, gives=Account)
def show(call: Call, account_id: int) -> bytes:
    """Somebody's profile."""
    row = found(call, account_id)
    looking.at_account(call.viewer, row)
    return accounts.text_of(row).encode()


class Posts(msgspec.Struct):
    only_media: bool = False
    exclude_replies: bool = False
    exclude_reblogs: bool = False
    pinned: bool = False
    tagged: str = ""


@route(
    "GET",
    "/api/v1/accounts/{id}/statuses",
    who="anybody",
    scopes="read:statuses",
    takes=Posts,
    paged=True,
    gives=list[Status],
)
def posts(call: Call, account_id: int) -> bytes:
    """What somebody wrote and boosted, as far as you may see it, newest first."""
    asked, page = call.read(Posts), call.page()
    owner = found(call, account_id)
    if asked.pinned:
        return statuses.statuses(call.viewer, timelines.pinned_ids(call.viewer, owner))
    ids = timelines.account_ids(
        call.viewer,
        owner,
        page,
        only_media=asked.only_media,
        exclude_replies=asked.exclude_replies,
        exclude_reblogs=asked.exclude_reblogs,
        tagged=asked.tagged,
    )
    call.link_ids(ids, page)
    return looked_at(call, ids, statuses.statuses(call.viewer, ids))


@route(
    "GET",
    "/api/v1/accounts/{id}/followers",
    who="anybody",
    scopes=_READ,
    paged=True,
    gives=list[Account],
)
def followers(call: Call, account_id: int) -> bytes:
    """Who follows somebody, the latest first."""
    return _ties(call, account_id, queries.followers)


@route(
    "GET",
    "/api/v1/accounts/{id}/following",
    who="anybody",
    scopes=_READ,
    paged=True,
    gives=list[Account],
)
def following(call: Call, account_id: int) -> bytes:
    """Whom somebody follows, the latest first."""
    return _ties(call, account_id, queries.following)


def _ties(call: Call, account_id: int, ask: Any) -> bytes:
    owner, page = found(call, account_id), call.page(40, 80)
    if owner.hide_collections and (call.viewer is None or call.viewer.pk != owner.pk):
        return b"[]"
    listing = ask(call.viewer, owner, before=page.max_id, limit=page.limit)
    call.link(older=listing.next, newer=None)
    return accounts.accounts(listing.accounts)


@route(
    "GET",
    "/api/v1/accounts/{id}/identity_proofs",
    who="anybody",
    scopes=_READ,
    gives=list[dict[str, str]],
)
def identity_proofs(call: Call, account_id: int) -> list[Any]:
    """Always empty: the API keeps this for old apps."""
    found(call, account_id)
    return []
