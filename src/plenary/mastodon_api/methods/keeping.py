"""What you keep about others: notes, endorsements, servers kept away; and whom you could follow
(docs.joinmastodon.org/methods/accounts, endorsements, domain_blocks, suggestions)."""

from typing import Any

import msgspec

from plenary.accounts import actions, queries
from plenary.api.call import Call
from plenary.api.routes import route
from plenary.mastodon_api.entities.accounts import Account, Relationship, Suggestion
from plenary.mastodon_api.methods.accounts import found
from plenary.mastodon_api.methods.relations import relation
from plenary.mastodon_api.serializers import accounts


class Note(msgspec.Struct):
    comment: str = ""


@route(
    "POST",
    "/api/v1/accounts/{id}/note",
    scopes="write:accounts",
    takes=Note,
    gives=Relationship,
)
def note(call: Call, account_id: int) -> Relationship:
    """Keep a note about somebody that only you read; an empty one removes it."""
    actions.write_note(call.me, found(call, account_id), call.read(Note).comment)
    return relation(call, account_id)


def _endorse(call: Call, account_id: int) -> Relationship:
    """Show somebody you follow on your profile."""
    actions.endorse(call.me, found(call, account_id))
    return relation(call, account_id)


def _unendorse(call: Call, account_id: int) -> Relationship:
    """Show somebody on your profile no more."""
    actions.unendorse(call.me, found(call, account_id))
    return relation(call, account_id)


# The names of old, and those of today.
for _words, _handler in (
    ("pin", _endorse),
    ("endorse", _endorse),
    ("unpin", _unendorse),
    ("unendorse", _unendorse),
):
    route("POST", f"/api/v1/accounts/{{id}}/{_words}", scopes="write:accounts", gives=Relationship)(
        _handler
    )


def _endorsed(call: Call, owner: Any) -> bytes:
    page = call.page(40, 80)
    rows = queries.endorsed(call.viewer, owner, page)
    call.link_ids([key for key, _ in rows], page)
    return accounts.accounts(one for _, one in rows)


@route("GET", "/api/v1/endorsements", scopes="read:accounts", paged=True, gives=list[Account])
def endorsements(call: Call) -> bytes:
    """Whom you show on your profile."""
    return _endorsed(call, call.me)


@route(
    "GET",
    "/api/v1/accounts/{id}/endorsements",
    who="anybody",
    scopes="read:accounts",
    paged=True,
    gives=list[Account],
)
def their_endorsements(call: Call, account_id: int) -> bytes:
    """Whom somebody shows on their profile."""
    return _endorsed(call, found(call, account_id))


@route("GET", "/api/v1/domain_blocks", scopes="read:blocks", paged=True, gives=list[str])
def domain_blocks(call: Call) -> list[str]:
    """Servers whose people you do not wish to meet."""
    page = call.page(100, 200)
    rows = queries.domains_kept_away(call.me, page)
    call.link_ids([key for key, _ in rows], page)
    return [domain for _, domain in rows]


class Domain(msgspec.Struct):
    domain: str = ""


@route("POST", "/api/v1/domain_blocks", scopes="write:blocks", takes=Domain, gives=dict[str, str])
def block_domain(call: Call) -> dict[str, str]:
    """Meet nobody of a server any more; follows between you and them end."""
    actions.block_domain(call.me, call.read(Domain).domain)
    return {}


@route("DELETE", "/api/v1/domain_blocks", scopes="write:blocks", takes=Domain, gives=dict[str, str])
def unblock_domain(call: Call) -> dict[str, str]:
    """Meet the people of a server again."""
    actions.unblock_domain(call.me, call.read(Domain).domain)
    return {}


class HowMany(msgspec.Struct):
    limit: int = 40


def _suggested(call: Call) -> list[Any]:
    limit = max(1, min(call.read(HowMany).limit, 80))
    return queries.suggestions(queries.authors([call.me.pk])[call.me.pk], limit)


# What each reason was called in earlier versions.
_OLD_SOURCES = {
    "featured": "staff",
    "friends_of_friends": "past_interactions",
    "similar_to_recently_followed": "past_interactions",
}


@route("GET", "/api/v1/suggestions", scopes="read:accounts", takes=HowMany, gives=list[Account])
def suggestions_v1(call: Call) -> bytes:
    """Whom you could follow, as older apps ask."""
    return accounts.accounts(one.account for one in _suggested(call))


@route("GET", "/api/v2/suggestions", scopes="read:accounts", takes=HowMany, gives=list[Suggestion])
def suggestions(call: Call) -> list[Any]:
    """Whom you could follow: people whom many follow that you follow, then people of your own
    specialty."""
    return [
        {
            "source": _OLD_SOURCES.get(one.reason, "global"),
            "sources": [one.reason],
            "account": accounts.account(one.account),
        }
        for one in _suggested(call)
    ]


@route("DELETE", "/api/v1/suggestions/{account_id}", scopes="write:accounts", gives=dict[str, str])
def dismiss_suggestion(call: Call, account_id: int) -> dict[str, str]:
    """Never have somebody suggested again."""
    actions.dismiss_suggestion(call.me, found(call, account_id))
    return {}
