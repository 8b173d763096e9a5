"""Statuses (docs.joinmastodon.org/methods/statuses)."""

from typing import Any

import msgspec

from plenary.accounts import queries as accounts
from plenary.api import params
from plenary.api.call import Call
from plenary.api.door import ApiError
from plenary.api.routes import route
from plenary.federation.actions import looking
from plenary.lib.errors import NotFound, Refused
from plenary.mastodon_api.entities.statuses import (
    Context,
    PreviewCard,
    ScheduledStatus,
    Status,
)
from plenary.mastodon_api.serializers import cards, scheduled, statuses
from plenary.statuses import actions, queries
from plenary.statuses.rules import NAMES, QUOTE_POLICIES, Draft, Question, QuotePolicy
from plenary.timelines import queries as timelines

_READ, _WRITE = "read:statuses", "write:statuses"


class NewPoll(msgspec.Struct):
    """A poll; it ends `expires_in` seconds from now."""

    options: list[str] = []
    expires_in: int = 0
    multiple: bool = False
    hide_totals: bool = False


class NewStatus(msgspec.Struct):
    """What is to be posted."""

    status: str = ""
    media_ids: list[int] = []
    in_reply_to_id: int | None = None
    sensitive: bool | None = None
    spoiler_text: str = ""
    visibility: str = ""
    language: str | None = None
    scheduled_at: str | None = None
    poll: dict[str, Any] | None = None
    quoted_status_id: int | None = None
    quote_approval_policy: str = ""


def _poll(given: dict[str, Any] | None) -> Question | None:
    if not given:
        return None
    asked = params.read(NewPoll, given)
    return Question(tuple(asked.options), asked.expires_in, asked.multiple, asked.hide_totals)


def _quote_policy(name: str) -> QuotePolicy:
    if name not in QUOTE_POLICIES:
        raise Refused("Validation failed: Quote approval policy is not included in the list")
    return QUOTE_POLICIES[name]


def _draft(call: Call, given: NewStatus) -> Draft:
    if given.visibility and given.visibility not in NAMES:
        raise Refused("Validation failed: Visibility is not included in the list")
    unsaid = accounts.posting_defaults(call.me)
    return Draft(
        text=given.status,
        visibility=NAMES[given.visibility or unsaid.visibility],
        spoiler_text=given.spoiler_text,
        sensitive=unsaid.sensitive if given.sensitive is None else given.sensitive,
        language=given.language or unsaid.language,
        in_reply_to_id=given.in_reply_to_id,
        attachments=tuple(dict.fromkeys(given.media_ids)),
        application_id=call.bearer.application_id if call.bearer else None,
        poll=_poll(given.poll),
        quote_of_id=given.quoted_status_id,
        quote_policy=_quote_policy(given.quote_approval_policy or unsaid.quotes),
    )


@route(
    "POST",
    "/api/v1/statuses",
    scopes=_WRITE,
    takes=NewStatus,
    gives=Status,
    or_gives=ScheduledStatus,
)
def create(call: Call) -> Any:
    """Post, now or at `scheduled_at`. A repeated Idempotency-Key answers with the first post
    again."""
    given = call.read(NewStatus)
    key = call.request.headers.get("Idempotency-Key", "")
    draft = _draft(call, given)
    if given.scheduled_at:
        at = params.moment(given.scheduled_at, "scheduled_at")
        made = actions.schedule(call.me, draft, at, idempotency_key=key)
        return scheduled.scheduled(made)
    return statuses.status(call.viewer, actions.publish(call.me, draft, idempotency_key=key).pk)


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
    return looked_at(call, [status_id], statuses.status(call.viewer, status_id))


def looked_at(call: Call, ids: list[int], body: bytes) -> bytes:
    """The answer as it is. Pictures in it that are not here are fetched for the next look; whether
    there can be any is seen in the text, so that most reads ask nothing."""
    if b'"remote_url":"' in body:
        looking.at_posts(call.viewer, ids)
    return body


class Deleting(msgspec.Struct):
    """`delete_media`: its files go with it, rather than wait a day for another post."""

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
    """Delete one of your posts; the answer holds its text, files and poll, to write it anew."""
    found = queries.get(call.me, status_id)
    body = statuses.status(call.viewer, status_id)
    if found.reblog_of_id is not None:
        if found.account_id != call.me.pk:
            raise NotFound
        actions.unboost(call.me, status_id)
        return body
    actions.delete(call.me, status_id, keep_media=not call.read(Deleting).delete_media)
    return body[:-1] + b',"text":' + msgspec.json.encode(found.text) + b"}"


@route("GET", "/api/v1/statuses/{id}/context", who="anybody", scopes=_READ, gives=Context)
def context(call: Call, status_id: int) -> bytes:
    """What a post answers, and what answers it."""
    above, _, below = timelines.thread_ids(call.viewer, status_id)
    under = [pk for _, pk in below]
    texts = statuses.texts(call.viewer, [*above, *under])
    before = ",".join(texts[pk] for pk in above if pk in texts)
    after = ",".join(texts[pk] for pk in under if pk in texts)
    body = f'{{"ancestors":[{before}],"descendants":[{after}]}}'.encode()
    return looked_at(call, [*above, *under], body)


class Boosting(msgspec.Struct):
    """Who sees that you boosted: public, unlisted or private."""

    visibility: str = "public"


@route("POST", "/api/v1/statuses/{id}/reblog", scopes=_WRITE, takes=Boosting, gives=Status)
def reblog(call: Call, status_id: int) -> bytes:
    """Boost a post to those who follow you."""
    seen_by = call.read(Boosting).visibility or "public"
    if seen_by not in NAMES or seen_by == "direct":
        raise Refused("Validation failed: Visibility is not included in the list")
    return statuses.status(call.viewer, actions.boost(call.me, status_id, NAMES[seen_by]).pk)


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
    focus: str | None = None


class ChangedStatus(msgspec.Struct):
    """What a post is to say from now on."""

    status: str = ""
    media_ids: list[int] = []
    media_attributes: list[MediaChange] = []
    sensitive: bool = False
    spoiler_text: str = ""
    language: str | None = None
    poll: dict[str, Any] | None = None
    quote_approval_policy: str = ""


@route("PUT", "/api/v1/statuses/{id}", scopes=_WRITE, takes=ChangedStatus, gives=Status)
def edit(call: Call, status_id: int) -> bytes:
    """Change one of your posts; what it said before stays in its history."""
    given = call.read(ChangedStatus)
    found = queries.get(call.me, status_id)
    words = {one.id: one.description for one in given.media_attributes}
    points = {one.id: params.focus(one.focus or "") for one in given.media_attributes}
    draft = Draft(
        text=given.status,
        spoiler_text=given.spoiler_text,
        sensitive=given.sensitive,
        language=given.language or found.language,
        attachments=tuple(dict.fromkeys(given.media_ids)),
        descriptions={pk: text for pk, text in words.items() if text is not None},
        focuses={pk: at for pk, at in points.items() if at is not None},
        poll=_poll(given.poll),
    )
    actions.edit(call.me, status_id, draft, keep_poll=False)
    if given.quote_approval_policy:
        actions.set_quote_policy(call.me, status_id, _quote_policy(given.quote_approval_policy))
    return statuses.status(call.viewer, status_id)


@route("POST", "/api/v1/statuses/{id}/translate", scopes=_READ, gives=dict[str, str])
def translate(call: Call, status_id: int) -> Any:
    """A post in another language. This server has no service that translates, and says so."""
    queries.get(call.viewer, status_id)
    raise ApiError(503, "Service Unavailable")


@route("GET", "/api/v1/statuses/{id}/card", who="anybody", scopes=_READ, gives=PreviewCard,
       or_gives=dict[str, str])  # fmt: skip
def card(call: Call, status_id: int) -> Any:
    """The preview of the first link in a post, as older apps ask; {} where there is none."""
    found = queries.get(call.viewer, status_id)
    return cards.card_or_none((found.reblog_of or found).card) or {}
