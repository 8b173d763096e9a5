"""Filters as older apps know them: each keyword is one (docs.joinmastodon.org/methods/filters)."""

from typing import Any

import msgspec

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.mastodon_api.entities.statuses import V1Filter
from plenary.mastodon_api.serializers.filters import v1
from plenary.timelines import actions, queries
from plenary.timelines.actions import Word

_READ, _WRITE = "read:filters", "write:filters"
_FILTERS = "/api/v1/filters"


class Phrase(msgspec.Struct):
    """`irreversible` hides; else there is a warning. `expires_in` in seconds."""

    phrase: str = ""
    context: list[str] = []
    irreversible: bool = False
    whole_word: bool = True
    expires_in: int | None = None


@route("GET", _FILTERS, scopes=_READ, gives=list[V1Filter])
def many(call: Call) -> list[Any]:
    """Your filters, a keyword each."""
    made = []
    for row in queries.filters(call.me):
        for one in row.keywords.all():
            one.filter = row
            made.append(v1(one))
    return made


@route("POST", _FILTERS, scopes=_WRITE, takes=Phrase, gives=V1Filter)
def create(call: Call) -> dict[str, Any]:
    """Make a filter of one keyword."""
    given = call.read(Phrase)
    made = actions.add_filter(
        call.me,
        title=given.phrase,
        contexts=given.context,
        action="hide" if given.irreversible else "warn",
        expires_at=actions.until(given.expires_in),
        keywords=[Word(given.phrase, given.whole_word)],
    )
    return v1(queries.filter_(call.me, made.pk).keywords.all()[0])


@route("GET", _FILTERS + "/{id}", scopes=_READ, gives=V1Filter)
def show(call: Call, keyword_id: int) -> dict[str, Any]:
    """One of them."""
    return v1(queries.filter_keyword(call.me, keyword_id))


@route("PUT", _FILTERS + "/{id}", scopes=_WRITE, takes=Phrase, gives=V1Filter)
def change(call: Call, keyword_id: int) -> dict[str, Any]:
    """Change one; its context, action and end are those of all keywords of its filter."""
    given = call.read(Phrase)
    row = queries.filter_keyword(call.me, keyword_id)
    actions.change_filter(
        call.me,
        row.filter_id,
        contexts=given.context or None,
        action="hide" if given.irreversible else "warn",
        expires_at=actions.until(given.expires_in),
        keywords=[Word(given.phrase, given.whole_word, keyword_id)],
    )
    return v1(queries.filter_keyword(call.me, keyword_id))


@route("DELETE", _FILTERS + "/{id}", scopes=_WRITE, gives=dict[str, str])
def delete(call: Call, keyword_id: int) -> dict[str, str]:
    """Remove one; a filter without a keyword or a post left goes with it."""
    row = queries.filter_keyword(call.me, keyword_id).filter
    whole = queries.filter_(call.me, row.pk)
    if len(whole.keywords.all()) == 1 and not whole.statuses.all():
        actions.remove_filter(call.me, row.pk)
    else:
        actions.change_keyword(call.me, keyword_id, Word(remove=True))
    return {}
