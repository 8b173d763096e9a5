"""The server itself, and small things of one's own (docs.joinmastodon.org/entities/Instance)."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from plenary.mastodon_api.entities.accounts import Account
from plenary.mastodon_api.entities.admin import AdminReport
from plenary.mastodon_api.entities.base import Entity
from plenary.mastodon_api.entities.reports import AccountWarning, Rule
from plenary.mastodon_api.entities.statuses import Status


class Marker(Entity, kw_only=True):
    last_read_id: str
    version: int
    updated_at: str


class Markers(Entity, kw_only=True):
    home: Marker | UnsetType = UNSET
    notifications: Marker | UnsetType = UNSET


class Preferences(Entity, kw_only=True):
    visibility: str = msgspec.field(name="posting:default:visibility")
    sensitive: bool = msgspec.field(name="posting:default:sensitive")
    language: str | None = msgspec.field(name="posting:default:language")
    quote_policy: str = msgspec.field(name="posting:default:quote_policy")
    media: str = msgspec.field(name="reading:expand:media")
    spoilers: bool = msgspec.field(name="reading:expand:spoilers")
    gifs: bool = msgspec.field(name="reading:autoplay:gifs")


class Notification(Entity, kw_only=True):
    id: str
    type: str
    group_key: str
    created_at: str
    account: Account
    status: Status | UnsetType | None = UNSET
    report: AdminReport | UnsetType = UNSET
    moderation_warning: AccountWarning | UnsetType = UNSET


class Count(Entity, kw_only=True):
    count: int


class Instance(Entity, kw_only=True):
    domain: str
    title: str
    version: str
    source_url: str
    description: str
    usage: dict[str, Any]
    thumbnail: dict[str, Any]
    icon: list[dict[str, str]]
    languages: list[str]
    configuration: dict[str, Any]
    registrations: dict[str, Any]
    api_versions: dict[str, int]
    contact: dict[str, Any]
    rules: list[Rule]


class InstanceV1(Entity, kw_only=True):
    uri: str
    title: str
    short_description: str
    description: str
    email: str
    version: str
    urls: dict[str, str]
    stats: dict[str, int]
    thumbnail: str | None
    languages: list[str]
    registrations: bool
    approval_required: bool
    invites_enabled: bool
    configuration: dict[str, Any]
    contact_account: Account | None
    rules: list[Rule]


class ExtendedDescription(Entity, kw_only=True):
    updated_at: str | None
    content: str


class PrivacyPolicy(Entity, kw_only=True):
    """`updated_at` is null where none was written down yet."""

    updated_at: str | None
    content: str


class TermsOfService(Entity, kw_only=True):
    effective_date: str
    effective: bool
    content: str
    succeeded_by: str | None


class AsyncRefresh(Entity, kw_only=True):
    id: str
    status: str
    result_count: int | UnsetType = UNSET


class AsyncRefreshed(Entity, kw_only=True):
    async_refresh: AsyncRefresh


class AnnualReports(Entity, kw_only=True):
    annual_reports: list[dict[str, Any]]
    accounts: list[Account]
    statuses: list[Status]


class AnnualReportState(Entity, kw_only=True):
    state: str


class TagHistory(Entity, kw_only=True):
    day: str
    uses: str
    accounts: str


class Tag(Entity, kw_only=True):
    id: str
    name: str
    url: str
    history: list[TagHistory]
    following: bool | UnsetType = UNSET
    featuring: bool | UnsetType = UNSET


class AdminTag(Tag, kw_only=True):
    trendable: bool
    usable: bool
    requires_review: bool


class FeaturedTag(Entity, kw_only=True):
    id: str
    name: str
    url: str
    statuses_count: str
    last_status_at: str | None


class SearchResults(Entity, kw_only=True):
    accounts: list[Account]
    statuses: list[Status]
    hashtags: list[Tag]


class Activity(Entity, kw_only=True):
    """Numbers are text, as the API has them; `week` is in seconds since 1970."""

    week: str
    statuses: str
    logins: str
    registrations: str


class Language(Entity, kw_only=True):
    code: str
    name: str


class NodeInfoLinks(Entity, kw_only=True):
    links: list[dict[str, str]]


class NodeInfo(Entity, kw_only=True):
    """nodeinfo.diaspora.software/schema.html"""

    version: str
    software: dict[str, str]
    protocols: list[str]
    services: dict[str, list[str]]
    openRegistrations: bool
    usage: dict[str, Any]
    metadata: dict[str, Any]
