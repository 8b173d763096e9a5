"""Announcements (docs.joinmastodon.org/entities/Announcement)."""

from typing import Any

from msgspec import UNSET, UnsetType

from plenary.mastodon_api.entities.accounts import CustomEmoji
from plenary.mastodon_api.entities.base import Entity


class Reaction(Entity, kw_only=True):
    name: str
    count: int
    me: bool | UnsetType = UNSET
    url: str | UnsetType = UNSET
    static_url: str | UnsetType = UNSET


class AnnouncementTag(Entity, kw_only=True):
    name: str
    url: str


class Announcement(Entity, kw_only=True):
    """`mentions` and `statuses` are what the text leads to; here always none."""

    id: str
    content: str
    starts_at: str | None
    ends_at: str | None
    all_day: bool
    published_at: str
    updated_at: str
    read: bool | UnsetType = UNSET
    mentions: list[Any]
    statuses: list[Any]
    tags: list[AnnouncementTag]
    emojis: list[CustomEmoji]
    reactions: list[Reaction]
