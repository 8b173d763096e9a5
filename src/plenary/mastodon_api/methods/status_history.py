"""What a post said, and who did what with it (docs.joinmastodon.org/methods/statuses)."""

from typing import Any

import msgspec
from msgspec import UNSET

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.mastodon_api.entities.accounts import Account, CustomEmoji
from plenary.mastodon_api.entities.statuses import Status, StatusEdit, StatusSource
from plenary.mastodon_api.serializers import accounts, emojis, media, moments, statuses
from plenary.statuses import queries
from plenary.timelines import queries as timelines

_READ = "read:statuses"


@route("GET", "/api/v1/statuses/{id}/history", who="anybody", scopes=_READ, gives=list[StatusEdit])
def history(call: Call, status_id: int) -> list[StatusEdit]:
    """What a post said before each edit, and what it says now."""
    found = queries.get(call.viewer, status_id)
    author: Any = accounts.account(found.account)
    pictures = {str(one.pk): one for one in found.attachments.all()}

    private = found.visibility > 1 and call.viewer is not None
    key = queries.pass_for(call.viewer.pk) if private and call.viewer else ""

    def version(one: Any, at: Any, shown: list[Any], options: list[str]) -> StatusEdit:
        return StatusEdit(
            content=accounts.absolute_links(one.content_html),
            spoiler_text=one.spoiler_text,
            sensitive=one.sensitive,
            created_at=moments.moment(at),
            account=author,
            media_attachments=shown,
            emojis=msgspec.convert(emojis.emojis(one.emojis), list[CustomEmoji]),
            poll={"options": [{"title": title} for title in options]} if options else UNSET,
        )

    made = []
    for row in queries.history(call.viewer, found):
        kept = [
            {
                **media.attachment(pictures[one["id"]], key),
                "description": one["description"] or None,
            }
            for one in row.attachments
            if one["id"] in pictures
        ]
        made.append(version(row, row.created_at, kept, row.poll))
    now = [media.attachment(one, key) for one in found.attachments.order_by("position")]
    options = []
    if found.has_poll:
        polls = queries.polls(call.viewer, [found.pk])
        options = [title for one in polls.values() for title, _ in one.options]
    return [*made, version(found, found.edited_at or found.created_at, now, options)]


@route("GET", "/api/v1/statuses/{id}/source", scopes=_READ, gives=StatusSource)
def source(call: Call, status_id: int) -> StatusSource:
    """A post as it was typed."""
    found = queries.get(call.me, status_id)
    return StatusSource(id=str(found.pk), text=found.text, spoiler_text=found.spoiler_text)


@route(
    "GET", "/api/v1/statuses/{id}/reblogged_by", who="anybody", scopes=_READ, gives=list[Account]
)
def reblogged_by(call: Call, status_id: int) -> bytes:
    """Who boosted a post."""
    return _people(call, queries.boosted_by, status_id)


@route(
    "GET", "/api/v1/statuses/{id}/favourited_by", who="anybody", scopes=_READ, gives=list[Account]
)
def favourited_by(call: Call, status_id: int) -> bytes:
    """Who favourited a post."""
    return _people(call, queries.favourited_by, status_id)


def _people(call: Call, ask: Any, status_id: int) -> bytes:
    found = queries.get(call.viewer, status_id)
    page = call.page(40, 80)
    rows = ask(call.viewer, found.reblog_of or found, page)
    call.link_ids([key for key, _ in rows], page)
    return accounts.accounts([one for _, one in rows])


@route("GET", "/api/v1/bookmarks", scopes="read:bookmarks", gives=list[Status])
def bookmarks(call: Call) -> bytes:
    """What you keep, the latest first."""
    return _marked(call, timelines.bookmark_ids)


@route("GET", "/api/v1/favourites", scopes="read:favourites", gives=list[Status])
def favourites(call: Call) -> bytes:
    """What you favourited, the latest first."""
    return _marked(call, timelines.favourite_ids)


def _marked(call: Call, ask: Any) -> bytes:
    page = call.page()
    pairs = ask(call.me, page)
    call.link_ids([key for key, _ in pairs], page)
    return statuses.statuses(call.viewer, [status_id for _, status_id in pairs])
