"""Lists of people whose posts you read apart (docs.joinmastodon.org/methods/lists)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from plenary.accounts import queries as accounts_queries
from plenary.api.call import Call
from plenary.api.routes import route
from plenary.lib.errors import NotFound
from plenary.mastodon_api.entities.accounts import Account
from plenary.mastodon_api.entities.lists import List
from plenary.mastodon_api.entities.statuses import Status
from plenary.mastodon_api.methods.accounts import found
from plenary.mastodon_api.serializers import accounts, statuses
from plenary.timelines import actions, queries

if TYPE_CHECKING:
    from plenary.timelines.models import AccountList

_READ, _WRITE = "read:lists", "write:lists"


def _shown(row: AccountList) -> List:
    return List(
        id=str(row.pk),
        title=row.title,
        replies_policy=row.replies_policy,  # type: ignore[arg-type]  # rules let in no other
        exclusive=row.exclusive,
    )


class NewList(msgspec.Struct):
    """`replies_policy`: whose answers show that are to others (none, list, followed). What is on an
    `exclusive` list is not in home."""

    title: str = ""
    replies_policy: str = "list"
    exclusive: bool = False


class ListChange(msgspec.Struct):
    title: str | None = None
    replies_policy: str | None = None
    exclusive: bool | None = None


class Members(msgspec.Struct):
    account_ids: list[int] = []


@route("GET", "/api/v1/lists", scopes=_READ, gives=list[List])
def lists(call: Call) -> list[List]:
    """Your lists."""
    return [_shown(row) for row in queries.my_lists(call.me)]


@route("POST", "/api/v1/lists", scopes=_WRITE, takes=NewList, gives=List)
def create(call: Call) -> List:
    """Make a list."""
    given = call.read(NewList)
    return _shown(
        actions.create_list(
            call.me,
            given.title,
            replies_policy=given.replies_policy,
            exclusive=given.exclusive,
        )
    )


@route("GET", "/api/v1/lists/{id}", scopes=_READ, gives=List)
def show(call: Call, list_id: int) -> List:
    """One of your lists."""
    return _shown(queries.own_list(call.me, list_id))


@route("PUT", "/api/v1/lists/{id}", scopes=_WRITE, takes=ListChange, gives=List)
def change(call: Call, list_id: int) -> List:
    """Change one of your lists."""
    given = call.read(ListChange)
    return _shown(
        actions.change_list(
            call.me,
            list_id,
            title=given.title,
            replies_policy=given.replies_policy,
            exclusive=given.exclusive,
        )
    )


@route("DELETE", "/api/v1/lists/{id}", scopes=_WRITE, gives=dict[str, str])
def delete(call: Call, list_id: int) -> dict[str, str]:
    """Remove one of your lists."""
    actions.delete_list(call.me, list_id)
    return {}


@route("GET", "/api/v1/lists/{id}/accounts", scopes=_READ, paged=True, gives=list[Account])
def members(call: Call, list_id: int) -> bytes:
    """Who is on a list; `limit=0` gives all of them."""
    which = queries.own_list(call.me, list_id)
    if str(call.given.get("limit", "")) == "0":
        rows = queries.all_members(call.me, which, actions.MOST_MEMBERS)
    else:
        page = call.page(40, 80)
        rows = queries.members(call.me, which, page)
        call.link_ids([key for key, _ in rows], page)
    return accounts.accounts(one for _, one in rows)


@route("POST", "/api/v1/lists/{id}/accounts", scopes=_WRITE, takes=Members, gives=dict[str, str])
def add(call: Call, list_id: int) -> dict[str, str]:
    """Put people on a list whom you follow."""
    wanted = call.read(Members).account_ids
    people = accounts_queries.by_ids(call.me, wanted[: actions.MOST_MEMBERS])
    if len(people) != len(set(wanted)):
        raise NotFound
    actions.add_to_list(call.me, list_id, list(people.values()))
    return {}


@route("DELETE", "/api/v1/lists/{id}/accounts", scopes=_WRITE, takes=Members, gives=dict[str, str])
def remove(call: Call, list_id: int) -> dict[str, str]:
    """Take people off a list."""
    wanted = call.read(Members).account_ids[: actions.MOST_MEMBERS]
    actions.remove_from_list(call.me, list_id, wanted)
    return {}


@route("GET", "/api/v1/accounts/{id}/lists", scopes=_READ, gives=list[List])
def lists_with(call: Call, account_id: int) -> list[List]:
    """Which of your lists somebody is on."""
    return [_shown(row) for row in queries.lists_with(call.me, found(call, account_id))]


@route("GET", "/api/v1/timelines/list/{id}", scopes=_READ, paged=True, gives=list[Status])
def timeline(call: Call, list_id: int) -> bytes:
    """Posts of the people on one of your lists, newest first."""
    page = call.page()
    parts = queries.list_parts(call.me, queries.own_list(call.me, list_id), page)
    call.link_ids([part.id for part in parts], page)
    return statuses.page_of(call.viewer, parts)
