"""Search (docs.joinmastodon.org/methods/search) and the directory."""

import re
from typing import Any

import msgspec
from django.conf import settings

from plenary.accounts import queries as accounts_queries
from plenary.api.call import Call
from plenary.api.routes import route
from plenary.federation.actions.seeking import seek
from plenary.mastodon_api.entities.accounts import Account
from plenary.mastodon_api.entities.instance import SearchResults
from plenary.mastodon_api.methods.accounts import people
from plenary.mastodon_api.serializers import accounts, statuses, tags
from plenary.statuses import queries

_STATUS = re.compile(r"^/(?:@[\w@.-]+|users/\w+/statuses)/(\d{1,19})$")
_PERSON = re.compile(r"^/(?:@|users/)([\w@.-]+)$")


class Search(msgspec.Struct):
    q: str
    type: str = ""
    limit: int = 20
    offset: int = 0
    resolve: bool = False
    following: bool = False


@route(
    "GET", "/api/v2/search", who="anybody", scopes="read:search", takes=Search, gives=SearchResults
)
def search(call: Call) -> dict[str, Any]:
    """People by name, hashtags, and posts by their address."""
    asked = call.read(Search)
    wanted = {asked.type} if asked.type else {"accounts", "statuses", "hashtags"}
    found: dict[str, list[Any]] = {"accounts": [], "statuses": [], "hashtags": []}
    if asked.q.startswith(settings.PUBLIC_URL + "/"):
        _by_address(call, asked.q.removeprefix(settings.PUBLIC_URL), wanted, found)
        return found
    if asked.resolve and not asked.offset:
        _elsewhere(call, asked.q, wanted, found)
        if found["accounts"] or found["statuses"]:
            return found
    limit = max(1, min(asked.limit, 40))
    if "accounts" in wanted:
        rows = people(call, asked.q, limit, asked.offset, asked.following)
        found["accounts"] = [accounts.account(one) for one in rows]
    if "hashtags" in wanted:
        rows = queries.hashtags_named(asked.q.strip().lstrip("#"), limit, asked.offset)
        found["hashtags"] = list(tags.tags(call.viewer, rows))
    return found


def _by_address(call: Call, path: str, wanted: set[str], found: dict[str, list[Any]]) -> None:
    """What of this server has that address, if the viewer may know of it."""
    if (match := _STATUS.match(path)) and "statuses" in wanted:
        found["statuses"] = list(statuses.raw(call.viewer, [int(match[1])]).values())
    elif (match := _PERSON.match(path)) and "accounts" in wanted:
        rows = accounts_queries.by_handles(call.viewer, [match[1]])
        found["accounts"] = [accounts.account(one) for one in rows.values()]


def _elsewhere(call: Call, q: str, wanted: set[str], found: dict[str, list[Any]]) -> None:
    """What another server knows by that handle or address, if the viewer may know of it."""
    sought = seek(call.viewer, q)
    if sought is None:
        return
    kind, pk = sought
    if kind == "status" and "statuses" in wanted:
        found["statuses"] = list(statuses.raw(call.viewer, [pk]).values())
    elif kind == "account" and "accounts" in wanted:
        rows = accounts_queries.by_ids(call.viewer, [pk])
        found["accounts"] = [accounts.account(one) for one in rows.values()]


class Directory(msgspec.Struct):
    limit: int = 40
    offset: int = 0
    order: str = "active"
    local: bool = False


@route("GET", "/api/v1/directory", who="anybody", takes=Directory, gives=list[Account])
def directory(call: Call) -> bytes:
    """People who wish to be found: who wrote last first, or with `order=new` who came last."""
    asked = call.read(Directory)
    limit, offset = max(1, min(asked.limit, 80)), max(0, min(asked.offset, 400))
    rows = accounts_queries.directory(
        call.viewer, offset, limit, newest=asked.order == "new", local=asked.local
    )
    call.link_offset(offset, limit, len(rows))
    return accounts.accounts(rows)
