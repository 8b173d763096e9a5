"""Timelines (docs.joinmastodon.org/methods/timelines)."""

from __future__ import annotations

import msgspec

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.lib.errors import NotFound
from plenary.mastodon_api.entities.statuses import Status
from plenary.mastodon_api.serializers import statuses
from plenary.timelines import queries


@route("GET", "/api/v1/timelines/home", scopes="read:statuses", gives=list[Status])
def home(call: Call) -> bytes:
    """Posts of the people you follow, newest first."""
    page = call.page()
    parts = queries.home_parts(call.me, page)
    call.link_ids([part.id for part in parts], page)
    return statuses.page_of(call.viewer, parts)


class PublicFeed(msgspec.Struct):
    """Which of the public posts; pages as everywhere."""

    local: bool = False
    remote: bool = False
    only_media: bool = False


@route(
    "GET",
    "/api/v1/timelines/public",
    who="anybody",
    scopes="read:statuses",
    takes=PublicFeed,
    gives=list[Status],
)
def public(call: Call) -> bytes:
    """Public posts, newest first."""
    asked, page = call.read(PublicFeed), call.page()
    ids = queries.public_ids(
        call.viewer, page, local=asked.local, remote=asked.remote, only_media=asked.only_media
    )
    call.link_ids(ids, page)
    return statuses.statuses(call.viewer, ids)


class TagFeed(PublicFeed):
    """Further hashtags: one of `any`, all of `all`, none of `none`."""

    any: list[str] = []
    all: list[str] = []
    none: list[str] = []


_MOST_TAGS = 4  # of each kind, as Mastodon has it


@route(
    "GET",
    "/api/v1/timelines/tag/{hashtag}",
    who="anybody",
    scopes="read:statuses",
    takes=TagFeed,
    gives=list[Status],
)
def tag(call: Call, hashtag: str) -> bytes:
    """Public posts under a hashtag, newest first."""
    asked, page = call.read(TagFeed), call.page()
    ids = queries.hashtag_ids(
        call.viewer,
        queries.Tags(
            any=(hashtag, *asked.any[:_MOST_TAGS]),
            every=tuple(asked.all[:_MOST_TAGS]),
            never=tuple(asked.none[:_MOST_TAGS]),
        ),
        page,
        local=asked.local,
        remote=asked.remote,
        only_media=asked.only_media,
    )
    call.link_ids(ids, page)
    return statuses.statuses(call.viewer, ids)


class LinkFeed(msgspec.Struct):
    """The `url` of a link that trends."""

    url: str


@route(
    "GET",
    "/api/v1/timelines/link",
    who="anybody",
    scopes="read:statuses",
    takes=LinkFeed,
    gives=list[Status],
)
def link(call: Call) -> bytes:
    """Public posts that link to something that trends, newest first; 404 for any other address."""
    found = queries.trending_cards(call.read(LinkFeed).url)
    if not found:
        raise NotFound
    page = call.page()
    ids = queries.link_ids(call.viewer, found, page)
    call.link_ids(ids, page)
    return statuses.statuses(call.viewer, ids)
