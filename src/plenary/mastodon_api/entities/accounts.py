"""Accounts (docs.joinmastodon.org/entities/Account)."""

from typing import Any

from msgspec import UNSET, UnsetType

from plenary.mastodon_api.entities.base import Entity


class CustomEmoji(Entity, kw_only=True):
    shortcode: str
    url: str
    static_url: str
    visible_in_picker: bool
    category: str | UnsetType | None = UNSET


class Field(Entity, kw_only=True):
    name: str
    value: str
    verified_at: str | None


class AccountRole(Entity, kw_only=True):
    id: str
    name: str
    color: str


class Role(Entity, kw_only=True):
    id: str
    name: str
    color: str
    permissions: str
    highlighted: bool


class Account(Entity, kw_only=True):
    id: str
    username: str
    acct: str
    url: str
    uri: str
    display_name: str
    note: str
    avatar: str
    avatar_static: str
    header: str
    header_static: str
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
    created_at: str
    last_status_at: str | None
    statuses_count: int
    followers_count: int
    following_count: int


class Source(Entity, kw_only=True):
    note: str
    fields: list[Field]
    privacy: str
    sensitive: bool
    language: str | None
    follow_requests_count: int
    hide_collections: bool | None
    discoverable: bool | None
    indexable: bool
    attribution_domains: list[str]
    quote_policy: str


class CredentialAccount(Account, kw_only=True):
    source: Source
    role: Role


class MutedAccount(Account, kw_only=True):
    mute_expires_at: str | None


class Relationship(Entity, kw_only=True):
    id: str
    following: bool
    showing_reblogs: bool
    notifying: bool
    languages: list[str] | None
    followed_by: bool
    blocking: bool
    blocked_by: bool
    muting: bool
    muting_notifications: bool
    muting_expires_at: str | UnsetType | None = UNSET
    requested: bool
    requested_by: bool
    domain_blocking: bool
    endorsed: bool
    note: str


class Suggestion(Entity, kw_only=True):
    source: str
    sources: list[str]
    account: Account


class FamiliarFollowers(Entity, kw_only=True):
    id: str
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
