"""What trends (docs.joinmastodon.org/methods/trends)."""

from typing import Any

import msgspec

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.mastodon_api.entities.instance import Tag
from plenary.mastodon_api.entities.statuses import Status, TrendingLink
from plenary.mastodon_api.serializers import cards, statuses
from plenary.mastodon_api.serializers import tags as tag_serializer
from plenary.timelines import queries

_FURTHEST = 1000


class Stretch(msgspec.Struct):
    limit: int | None = None
    offset: int = 0


def _stretch(call: Call, limit: int, most: int) -> tuple[int, int]:
    asked = call.read(Stretch)
    limit = limit if asked.limit is None else asked.limit
    return max(1, min(limit, most)), max(0, min(asked.offset, _FURTHEST))


def _tags(call: Call) -> list[Tag]:
    limit, offset = _stretch(call, 10, 20)
    rows = queries.trending_hashtags(limit, offset)
    call.link_offset(offset, limit, len(rows))
    return tag_serializer.tags(call.viewer, rows)


@route("GET", "/api/v1/trends/tags", who="anybody", takes=Stretch, gives=list[Tag])
def tags(call: Call) -> list[Tag]:
    """Hashtags that many people use just now."""
    return _tags(call)


@route("GET", "/api/v1/trends", who="anybody", takes=Stretch, gives=list[Tag])
def trends(call: Call) -> list[Tag]:
    """The same, as older apps ask."""
    return _tags(call)


@route("GET", "/api/v1/trends/statuses", who="anybody", takes=Stretch, gives=list[Status])
def trending_statuses(call: Call) -> bytes:
    """Public posts that many people mark just now."""
    limit, offset = _stretch(call, 20, 40)
    ids = queries.trending_ids(call.viewer, limit, offset)
    call.link_offset(offset, limit, len(ids))
    return statuses.statuses(call.viewer, ids)


@route("GET", "/api/v1/trends/links", who="anybody", takes=Stretch, gives=list[TrendingLink])
def links(call: Call) -> list[dict[str, Any]]:
    """What many people link to just now."""
    limit, offset = _stretch(call, 10, 20)
    rows = queries.trending_links(limit, offset)
    call.link_offset(offset, limit, len(rows))
    return [cards.trend(one) for one in rows]
