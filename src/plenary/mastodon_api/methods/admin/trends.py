"""What trends, as moderators see it: what everybody sees, for nothing waits here to be approved
(docs.joinmastodon.org/methods/admin/trends)."""

from typing import Any

from plenary.api.call import Call
from plenary.mastodon_api.entities.instance import Tag
from plenary.mastodon_api.entities.statuses import PreviewCard, Status
from plenary.mastodon_api.methods import trends
from plenary.mastodon_api.methods.admin.door import moderating


def _trending(noun: str, handler: Any, entity: Any) -> None:
    def asked(call: Call) -> Any:
        return handler(call)

    asked.__doc__ = f"The {noun} that trend, as everybody sees them."
    moderating("GET", f"v1/admin/trends/{noun}", "", takes=trends.Stretch, gives=entity)(asked)


_trending("tags", trends.tags, list[Tag])
_trending("statuses", trends.trending_statuses, list[Status])
_trending("links", trends.links, list[PreviewCard])
