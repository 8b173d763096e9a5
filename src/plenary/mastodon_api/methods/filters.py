"""Filters (docs.joinmastodon.org/methods/filters)."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.mastodon_api.entities.statuses import Filter, FilterKeyword, FilterStatus
from plenary.mastodon_api.serializers import filters as shown
from plenary.timelines import actions, queries
from plenary.timelines.actions import Word

_READ, _WRITE = "read:filters", "write:filters"
_FILTERS = "/api/v2/filters"


class KeywordChange(msgspec.Struct):
    """A keyword; with `id` one that is there, with `_destroy` one to remove."""

    keyword: str = ""
    whole_word: bool = True
    id: int | None = None
    destroy: bool = msgspec.field(default=False, name="_destroy")


class NewFilter(msgspec.Struct):
    """`context`: home, notifications, public, thread, account. `filter_action`: warn, hide, blur.
    `expires_in` in seconds."""

    title: str = ""
    context: list[str] = []
    filter_action: str = "warn"
    expires_in: int | None = None
    keywords_attributes: list[KeywordChange] = []


class FilterChange(msgspec.Struct):
    """What is not given stays as it is; an empty `expires_in` takes the end away."""

    title: str | None = None
    context: list[str] | None = None
    filter_action: str | None = None
    expires_in: int | UnsetType | None = UNSET
    keywords_attributes: list[KeywordChange] = []


def _words(given: list[KeywordChange]) -> list[Word]:
    return [Word(one.keyword, one.whole_word, one.id, one.destroy) for one in given]


@route("GET", _FILTERS, scopes=_READ, gives=list[Filter])
def many(call: Call) -> list[Any]:
    """Your filters."""
    return [shown.filter_(row) for row in queries.filters(call.me)]


@route("POST", _FILTERS, scopes=_WRITE, takes=NewFilter, gives=Filter)
def create(call: Call) -> dict[str, Any]:
    """Make a filter."""
    given = call.read(NewFilter)
    made = actions.add_filter(
        call.me,
        title=given.title,
        contexts=given.context,
        action=given.filter_action or "warn",
        expires_at=actions.until(given.expires_in),
        keywords=_words(given.keywords_attributes),
    )
    return shown.filter_(queries.filter_(call.me, made.pk))


@route("GET", _FILTERS + "/{id}", scopes=_READ, gives=Filter)
def show(call: Call, filter_id: int) -> dict[str, Any]:
    """One of them."""
    return shown.filter_(queries.filter_(call.me, filter_id))


@route("PUT", _FILTERS + "/{id}", scopes=_WRITE, takes=FilterChange, gives=Filter)
def change(call: Call, filter_id: int) -> dict[str, Any]:
    """Change one of them."""
    given = call.read(FilterChange)
    expires_at: Any = False
    if isinstance(given.expires_in, int):
        expires_at = actions.until(given.expires_in)
    elif "expires_in" in call.given:
        expires_at = None
    actions.change_filter(
        call.me,
        filter_id,
        title=given.title,
        contexts=given.context,
        action=given.filter_action,
        expires_at=expires_at,
        keywords=_words(given.keywords_attributes),
    )
    return shown.filter_(queries.filter_(call.me, filter_id))


@route("DELETE", _FILTERS + "/{id}", scopes=_WRITE, gives=dict[str, str])
def delete(call: Call, filter_id: int) -> dict[str, str]:
    """Remove one of them."""
    actions.remove_filter(call.me, filter_id)
    return {}


class NewKeyword(msgspec.Struct):
    keyword: str = ""
    whole_word: bool = True


@route("GET", _FILTERS + "/{id}/keywords", scopes=_READ, gives=list[FilterKeyword])
def keywords(call: Call, filter_id: int) -> list[Any]:
    """The words of a filter."""
    return [shown.keyword(one) for one in queries.filter_(call.me, filter_id).keywords.all()]


@route(
    "POST",
    _FILTERS + "/{id}/keywords",
    scopes=_WRITE,
    takes=NewKeyword,
    gives=FilterKeyword,
)
def add_keyword(call: Call, filter_id: int) -> dict[str, Any]:
    """Add a word to a filter."""
    given = call.read(NewKeyword)
    word = Word(given.keyword, given.whole_word)
    return shown.keyword(actions.add_keyword(call.me, filter_id, word))


@route("GET", _FILTERS + "/keywords/{id}", scopes=_READ, gives=FilterKeyword)
def keyword(call: Call, keyword_id: int) -> dict[str, Any]:
    """One word of a filter."""
    return shown.keyword(queries.filter_keyword(call.me, keyword_id))


@route(
    "PUT",
    _FILTERS + "/keywords/{id}",
    scopes=_WRITE,
    takes=NewKeyword,
    gives=FilterKeyword,
)
def change_keyword(call: Call, keyword_id: int) -> dict[str, Any]:
    """Change one word of a filter."""
    given = call.read(NewKeyword)
    actions.change_keyword(call.me, keyword_id, Word(given.keyword, given.whole_word))
    return shown.keyword(queries.filter_keyword(call.me, keyword_id))


@route("DELETE", _FILTERS + "/keywords/{id}", scopes=_WRITE, gives=dict[str, str])
def delete_keyword(call: Call, keyword_id: int) -> dict[str, str]:
    """Remove one word of a filter."""
    actions.change_keyword(call.me, keyword_id, Word(remove=True))
    return {}


class FilteredPost(msgspec.Struct):
    status_id: int


@route("GET", _FILTERS + "/{id}/statuses", scopes=_READ, gives=list[FilterStatus])
def statuses(call: Call, filter_id: int) -> list[Any]:
    """The posts of a filter."""
    return [shown.filtered(one) for one in queries.filter_(call.me, filter_id).statuses.all()]


@route(
    "POST",
    _FILTERS + "/{id}/statuses",
    scopes=_WRITE,
    takes=FilteredPost,
    gives=FilterStatus,
)
def add_status(call: Call, filter_id: int) -> dict[str, Any]:
    """Filter one post."""
    post = call.read(FilteredPost).status_id
    return shown.filtered(actions.filter_post(call.me, filter_id, post))


@route("GET", _FILTERS + "/statuses/{id}", scopes=_READ, gives=FilterStatus)
def status(call: Call, filtered_id: int) -> dict[str, Any]:
    """One post of a filter."""
    return shown.filtered(queries.filter_status(call.me, filtered_id))


@route("DELETE", _FILTERS + "/statuses/{id}", scopes=_WRITE, gives=FilterStatus)
def delete_status(call: Call, filtered_id: int) -> dict[str, Any]:
    """Filter it no more."""
    found = shown.filtered(queries.filter_status(call.me, filtered_id))
    actions.unfilter_post(call.me, filtered_id)
    return found
