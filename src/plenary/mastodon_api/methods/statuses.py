"""Statuses (docs.joinmastodon.org/methods/statuses)."""

from typing import Any

import msgspec

from plenary.api.call import Call
from plenary.api.door import ApiError
from plenary.api.routes import route
from plenary.lib.errors import Refused
from plenary.mastodon_api.entities.accounts import Account
from plenary.mastodon_api.entities.statuses import Context, Status, StatusEdit, StatusSource
from plenary.mastodon_api.serializers import accounts, media, moments, statuses
from plenary.statuses import actions, queries
from plenary.statuses.rules import NAMES, Draft
from plenary.timelines import queries as timelines

_READ, _WRITE = "read:statuses", "write:statuses"


class NewStatus(msgspec.Struct):
    """What is to be posted."""

    status: str = ""
    media_ids: list[int] = []
    in_reply_to_id: int | None = None
    sensitive: bool = False
    spoiler_text: str = ""
    visibility: str = ""
    language: str | None = None
    scheduled_at: str | None = None
    poll: dict[str, Any] | None = None
    quoted_status_id: int | None = None


def _not_here(given: NewStatus) -> None:
    """What is not built yet is refused, rather than silently left out of somebody's post."""
    if given.poll:
        raise Refused("Validation failed: polls are not possible on this server yet")
    if given.scheduled_at:
        raise Refused("Validation failed: posts cannot be scheduled on this server yet")
    if given.quoted_status_id:
        raise Refused("Validation failed: posts cannot be quoted on this server yet")


def _draft(call: Call, given: NewStatus) -> Draft:
    if given.visibility and given.visibility not in NAMES:
        raise Refused("Validation failed: Visibility is not included in the list")
    return Draft(
        text=given.status,
        visibility=NAMES[given.visibility or "public"],
        spoiler_text=given.spoiler_text,
        sensitive=given.sensitive,
        language=given.language or "",
        in_reply_to_id=given.in_reply_to_id,
        attachments=tuple(dict.fromkeys(given.media_ids)),
        application_id=call.bearer.application_id if call.bearer else None,
    )


@route("POST", "/api/v1/statuses", scopes=_WRITE, takes=NewStatus, gives=Status)
def create(call: Call) -> bytes:
    """Post. A repeated Idempotency-Key answers with the first post again."""
    given = call.read(NewStatus)
    _not_here(given)
    key = call.request.headers.get("Idempotency-Key", "")
    made = actions.publish(call.me, _draft(call, given), idempotency_key=key)
    return statuses.status(call.viewer, made.pk)


class ManyStatuses(msgspec.Struct):
    """Which ones, by id."""

    id: list[int] = []


@route(
    "GET", "/api/v1/statuses", who="anybody", scopes=_READ, takes=ManyStatuses, gives=list[Status]
)
def many(call: Call) -> bytes:
    """Several posts by id; those you may not see are left out."""
    return statuses.statuses(call.viewer, call.read(ManyStatuses).id[:20])


@route("GET", "/api/v1/statuses/{id}", who="anybody", scopes=_READ, gives=Status)
def show(call: Call, status_id: int) -> bytes:
    """One post."""
    return statuses.status(call.viewer, status_id)


class Deleting(msgspec.Struct):
    delete_media: bool = False


@route(
    "DELETE",
    "/api/v1/statuses/{id}",
    scopes=_WRITE,
    takes=Deleting,
    gives=Status,
    limit="delete",
)
def delete(call: Call, status_id: int) -> bytes:
    """Delete one of your posts; the answer holds its text, to write it anew. Its files go with
    it."""
    found = queries.get(call.me, status_id)
    body = statuses.status(call.viewer, status_id)
    if found.reblog_of_id is not None:
        raise Refused("This is a boost: unreblog the post instead.")
    actions.delete(call.me, status_id)
    return body[:-1] + b',"text":' + msgspec.json.encode(found.text) + b"}"


@route("GET", "/api/v1/statuses/{id}/context", who="anybody", scopes=_READ, gives=Context)
def context(call: Call, status_id: int) -> bytes:
    """What a post answers, and what answers it."""
    above, _, below = timelines.thread_ids(call.viewer, queries.get(call.viewer, status_id))
    under = [pk for _, pk in below]
    texts = statuses.texts(call.viewer, [*above, *under])
    before = ",".join(texts[pk] for pk in above if pk in texts)
    after = ",".join(texts[pk] for pk in under if pk in texts)
    return f'{{"ancestors":[{before}],"descendants":[{after}]}}'.encode()


@route("POST", "/api/v1/statuses/{id}/reblog", scopes=_WRITE, gives=Status)
def reblog(call: Call, status_id: int) -> bytes:
    """Boost a post to those who follow you."""
    return statuses.status(call.viewer, actions.boost(call.me, status_id).pk)


@route("POST", "/api/v1/statuses/{id}/unreblog", scopes=_WRITE, gives=Status, limit="delete")
def unreblog(call: Call, status_id: int) -> bytes:
    """Take a boost back."""
    shown = _shown(call, status_id)
    actions.unboost(call.me, status_id)
    return statuses.status(call.viewer, shown)


def _shown(call: Call, status_id: int) -> int:
    """The post itself, where the id is a boost's."""
    found = queries.get(call.viewer, status_id)
    return found.reblog_of_id or found.pk


@route("POST", "/api/v1/statuses/{id}/favourite", scopes="write:favourites", gives=Status)
def favourite(call: Call, status_id: int) -> bytes:
    """Favourite a post."""
    actions.favourite(call.me, status_id)
    return statuses.status(call.viewer, _shown(call, status_id))


@route("POST", "/api/v1/statuses/{id}/unfavourite", scopes="write:favourites", gives=Status)
def unfavourite(call: Call, status_id: int) -> bytes:
    """Take a favourite back."""
    actions.unfavourite(call.me, status_id)
    return statuses.status(call.viewer, _shown(call, status_id))


@route("POST", "/api/v1/statuses/{id}/bookmark", scopes="write:bookmarks", gives=Status)
def bookmark(call: Call, status_id: int) -> bytes:
    """Keep a post for yourself; nobody is told."""
    actions.bookmark(call.me, status_id)
    return statuses.status(call.viewer, _shown(call, status_id))


@route("POST", "/api/v1/statuses/{id}/unbookmark", scopes="write:bookmarks", gives=Status)
def unbookmark(call: Call, status_id: int) -> bytes:
    """Keep it no more."""
    actions.unbookmark(call.me, status_id)
    return statuses.status(call.viewer, _shown(call, status_id))


class MediaChange(msgspec.Struct):
    id: int
    description: str | None = None


class ChangedStatus(msgspec.Struct):
    """What a post is to say from now on."""

    status: str = ""
    media_ids: list[int] = []
    media_attributes: list[MediaChange] = []
    sensitive: bool = False
    spoiler_text: str = ""
    language: str | None = None
    poll: dict[str, Any] | None = None


@route("PUT", "/api/v1/statuses/{id}", scopes=_WRITE, takes=ChangedStatus, gives=Status)
def edit(call: Call, status_id: int) -> bytes:
    """Change one of your posts; what it said before stays in its history."""
    given = call.read(ChangedStatus)
    if given.poll:
        raise Refused("Validation failed: polls are not possible on this server yet")
    found = queries.get(call.me, status_id)
    words = {one.id: one.description for one in given.media_attributes}
    draft = Draft(
        text=given.status,
        spoiler_text=given.spoiler_text,
        sensitive=given.sensitive,
        language=given.language or found.language,
        attachments=tuple(dict.fromkeys(given.media_ids)),
        descriptions={pk: text for pk, text in words.items() if text is not None},
    )
    actions.edit(call.me, status_id, draft)
    return statuses.status(call.viewer, status_id)


@route("GET", "/api/v1/statuses/{id}/history", who="anybody", scopes=_READ, gives=list[StatusEdit])
def history(call: Call, status_id: int) -> list[StatusEdit]:
    """What a post said before each edit, and what it says now."""
    found = queries.get(call.viewer, status_id)
    author: Any = accounts.account(found.account)
    pictures = {str(one.pk): one for one in found.attachments.all()}

    def version(one: Any, at: Any, shown: list[Any]) -> StatusEdit:
        return StatusEdit(
            content=accounts.absolute_links(one.content_html),
            spoiler_text=one.spoiler_text,
            sensitive=one.sensitive,
            created_at=moments.moment(at),
            account=author,
            media_attachments=shown,
            emojis=[],
        )

    made = []
    for row in queries.history(call.viewer, found):
        kept = [
            {**media.attachment(pictures[one["id"]]), "description": one["description"] or None}
            for one in row.attachments
            if one["id"] in pictures
        ]
        made.append(version(row, row.created_at, kept))
    now = [media.attachment(one) for one in found.attachments.order_by("position")]
    return [*made, version(found, found.edited_at or found.created_at, now)]


@route("GET", "/api/v1/statuses/{id}/source", scopes=_READ, gives=StatusSource)
def source(call: Call, status_id: int) -> StatusSource:
    """A post of yours as you typed it."""
    found = queries.get(call.me, status_id)
    if found.account_id != call.me.pk:
        raise ApiError(403, "This action is not allowed")
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


@route("POST", "/api/v1/statuses/{id}/translate", scopes=_READ, gives=dict[str, str])
def translate(call: Call, status_id: int) -> Any:
    """A post in another language. This server has no service that translates, and says so."""
    queries.get(call.viewer, status_id)
    raise ApiError(503, "Service Unavailable")


@route("GET", "/api/v1/statuses/{id}/card", who="anybody", scopes=_READ, gives=dict[str, str])
def card(call: Call, status_id: int) -> dict[str, str]:
    """The preview of a link. None are made here."""
    queries.get(call.viewer, status_id)
    return {}


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
