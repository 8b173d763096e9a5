"""Lists of people (docs.joinmastodon.org/entities/List)."""

from plenary.mastodon_api.entities.base import Entity


class List(Entity, kw_only=True):
    id: str
    title: str
    replies_policy: str
    exclusive: bool
