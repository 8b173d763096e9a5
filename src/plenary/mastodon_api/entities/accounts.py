"""Accounts (docs.joinmastodon.org/entities/Account)."""

from typing import Any, Literal

from msgspec import UNSET, UnsetType

from plenary.mastodon_api.entities.base import Amount, Date, Entity, Id, Moment, Url


class CustomEmoji(Entity, kw_only=True):
    shortcode: str
    url: Url
    static_url: Url
    visible_in_picker: bool
    category: str | UnsetType | None = UNSET


class Field(Entity, kw_only=True):
    name: str
    value: str
    verified_at: Moment | None


class AccountRole(Entity, kw_only=True):
    id: Id
    name: str
    color: str


class Role(Entity, kw_only=True):
    id: Id
    name: str
    color: str
    permissions: str
    highlighted: bool


class Account(Entity, kw_only=True):
    id: Id
    username: str
    acct: str
    url: Url
    uri: Url
    display_name: str
    note: str
    avatar: Url
    avatar_static: Url
    header: Url
    header_static: Url
    locked: bool
    fields: list[Field]
    emojis: list[CustomEmoji]
    bot: bool
    group: bool
    discoverable: bool | None
    indexable: bool
    hide_collections: bool | None
    noindex: bool | UnsetType | None = UNSET
    roles: list[AccountRole] | UnsetType = UNSET
    moved: "Account | UnsetType | None" = UNSET
    suspended: bool | UnsetType = UNSET
    limited: bool | UnsetType = UNSET
    memorial: bool | UnsetType = UNSET
    created_at: Moment
    last_status_at: Date | None
    statuses_count: Amount
    followers_count: Amount
    following_count: Amount


class Source(Entity, kw_only=True):
    note: str
    fields: list[Field]
    privacy: Literal["public", "unlisted", "private", "direct"]
    sensitive: bool
    language: str
    follow_requests_count: Amount
    hide_collections: bool | None
    discoverable: bool | None
    indexable: bool
    attribution_domains: list[str]
    quote_policy: Literal["public", "followers", "nobody"]


class CredentialAccount(Account, kw_only=True):
    source: Source
    role: Role


class MutedAccount(Account, kw_only=True):
    mute_expires_at: Moment | None


class Relationship(Entity, kw_only=True):
    id: Id
    following: bool
    showing_reblogs: bool
    notifying: bool
    languages: list[str] | None
    followed_by: bool
    blocking: bool
    blocked_by: bool
    muting: bool
    muting_notifications: bool
    muting_expires_at: Moment | UnsetType | None = UNSET
    requested: bool
    requested_by: bool
    domain_blocking: bool
    endorsed: bool
    note: str


class Suggestion(Entity, kw_only=True):
    source: Literal["staff", "past_interactions", "global"]
    sources: list[
        Literal[
            "featured",
            "most_followed",
            "most_interactions",
            "similar_to_recently_followed",
            "friends_of_friends",
        ]
    ]
    account: Account


class FamiliarFollowers(Entity, kw_only=True):
    id: Id
    accounts: list[Account]


class Token(Entity, kw_only=True):
    access_token: str
    token_type: str
    scope: str
    created_at: int
    refresh_token: str | UnsetType = UNSET
    expires_in: int | UnsetType = UNSET


class Error(Entity, kw_only=True):
    error: str
    error_description: str | UnsetType = UNSET
    details: dict[str, Any] | UnsetType = UNSET
    existing_domain_block: dict[str, Any] | UnsetType = UNSET
