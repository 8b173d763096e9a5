"""What trends, for moderators, and figures (docs.joinmastodon.org/methods/admin: trends, measures,
dimensions, retention). Nobody's activity is measured here, so that of the figures there are none.
"""

from typing import Any

from msgspec import structs

from plenary.api.call import Call
from plenary.mastodon_api.entities.instance import AdminTag
from plenary.mastodon_api.entities.statuses import Status, TrendingLink
from plenary.mastodon_api.methods.admin.door import moderating, page
from plenary.mastodon_api.serializers import cards, statuses
from plenary.mastodon_api.serializers import tags as tag_serializer
from plenary.timelines import queries

_READ = "admin:read"


@moderating("GET", "v1/admin/trends/tags", "trends", scope=_READ, gives=list[AdminTag])
def tags(call: Call) -> list[AdminTag]:
    """Hashtags that trend; nothing waits for a review here."""
    rows = queries.trending_hashtags(page(call, 10, 40).limit, 0)
    return [
        AdminTag(**structs.asdict(tag), trendable=True, usable=True, requires_review=False)
        for tag in tag_serializer.tags(call.viewer, rows)
    ]


@moderating("GET", "v1/admin/trends/links", "trends", scope=_READ, gives=list[TrendingLink])
def links(call: Call) -> list[dict[str, Any]]:
    """What people link to most."""
    return [cards.trend(one) for one in queries.trending_links(page(call, 10, 40).limit, 0)]


@moderating("GET", "v1/admin/trends/statuses", "trends", scope=_READ, gives=list[Status])
def trending(call: Call) -> bytes:
    """Posts that trend."""
    return statuses.statuses(
        call.viewer, queries.trending_ids(call.viewer, page(call, 20, 40).limit, 0)
    )


def _unmeasured(noun: str, words: str) -> None:
    def none(call: Call) -> list[Any]:
        return []

    none.__doc__ = words
    none.__module__ = __name__
    moderating("POST", f"v1/admin/{noun}", noun, reads=True, scope=_READ, gives=list[Any])(none)


_unmeasured("measures", "Counts over time: none are kept.")
_unmeasured("dimensions", "Where people come from and what they use: nobody is watched for it.")
_unmeasured("retention", "Who comes back: nobody is watched for it.")


@moderating("POST", "v1/admin/canonical_email_blocks/test", "canonical_email_blocks", reads=True,
            gives=list[Any])  # fmt: skip
def canonical_test(call: Call) -> list[Any]:
    """Which blocked addresses match one: none are kept here."""
    return []
