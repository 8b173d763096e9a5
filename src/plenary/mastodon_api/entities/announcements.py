"""Announcements (docs.joinmastodon.org/entities/Announcement)."""

from msgspec import UNSET, UnsetType

from plenary.mastodon_api.entities.accounts import CustomEmoji
from plenary.mastodon_api.entities.base import Amount, Entity, Id, Moment, Url


class Reaction(Entity, kw_only=True):
    name: str
    count: Amount
    me: bool | UnsetType = UNSET
    url: Url | UnsetType = UNSET
    static_url: Url | UnsetType = UNSET


class AnnouncementTag(Entity, kw_only=True):
    name: str
    url: Url


class AnnouncementAccount(Entity, kw_only=True):
    id: Id
    username: str
    url: Url
    acct: str


class AnnouncementStatus(Entity, kw_only=True):
    id: Id
    url: Url


class Announcement(Entity, kw_only=True):
    """`mentions` and `statuses` are what the text leads to; here always none."""

    id: Id
    content: str
    starts_at: Moment | None
    ends_at: Moment | None
    all_day: bool
    published: bool
    published_at: Moment
    updated_at: Moment
    read: bool | UnsetType = UNSET
    mentions: list[AnnouncementAccount]
    statuses: list[AnnouncementStatus]
    tags: list[AnnouncementTag]
    emojis: list[CustomEmoji]
    reactions: list[Reaction]
