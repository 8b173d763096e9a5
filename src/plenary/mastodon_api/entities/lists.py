"""Lists of people (docs.joinmastodon.org/entities/List)."""

from typing import Literal

from plenary.mastodon_api.entities.base import Entity, Id


class List(Entity, kw_only=True):
    id: Id
    title: str
    replies_policy: Literal["followed", "list", "none"]
    exclusive: bool
