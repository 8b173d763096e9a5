"""The server itself, and small things of one's own (docs.joinmastodon.org/entities/Instance)."""

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from plenary.mastodon_api.entities.accounts import Account
from plenary.mastodon_api.entities.base import Amount, Date, Entity, Id, Moment, Url
from plenary.mastodon_api.entities.reports import (
    AccountWarning,
    RelationshipSeveranceEvent,
    Report,
    Rule,
)
from plenary.mastodon_api.entities.statuses import Status


class Marker(Entity, kw_only=True):
    last_read_id: Id
    version: int
    updated_at: Moment


class Markers(Entity, kw_only=True):
    home: Marker | UnsetType = UNSET
    notifications: Marker | UnsetType = UNSET


class Preferences(Entity, kw_only=True):
    visibility: Literal["public", "unlisted", "private", "direct"] = msgspec.field(
        name="posting:default:visibility"
    )
    sensitive: bool = msgspec.field(name="posting:default:sensitive")
    language: str | None = msgspec.field(name="posting:default:language")
    quote_policy: Literal["public", "followers", "nobody"] = msgspec.field(
        name="posting:default:quote_policy"
    )
    media: Literal["default", "show_all", "hide_all"] = msgspec.field(name="reading:expand:media")
    spoilers: bool = msgspec.field(name="reading:expand:spoilers")
    gifs: bool = msgspec.field(name="reading:autoplay:gifs")


class Notification(Entity, kw_only=True):
    id: Id
    type: str
    group_key: str
    created_at: Moment
    account: Account
    status: Status | UnsetType = UNSET
    report: Report | UnsetType = UNSET
    moderation_warning: AccountWarning | UnsetType = UNSET
    event: RelationshipSeveranceEvent | UnsetType = UNSET


class Count(Entity, kw_only=True):
    count: Amount


class UsageUsers(Entity, kw_only=True):
    active_month: Amount


class Usage(Entity, kw_only=True):
    users: UsageUsers


class Thumbnail(Entity, kw_only=True):
    url: Url
    blurhash: str | UnsetType = UNSET
    versions: dict[str, Url] | UnsetType = UNSET


class Icon(Entity, kw_only=True):
    src: Url
    size: str


class ConfigurationUrls(Entity, kw_only=True):
    streaming: str
    about: Url
    privacy_policy: Url | None
    terms_of_service: Url | None
    status: Url | None


class ConfigurationVapid(Entity, kw_only=True):
    public_key: str


class ConfigurationAccounts(Entity, kw_only=True):
    max_featured_tags: Amount
    max_pinned_statuses: Amount
    max_profile_fields: Amount
    max_note_length: Amount
    profile_field_name_limit: Amount
    profile_field_value_limit: Amount


class ConfigurationStatuses(Entity, kw_only=True):
    max_characters: Amount
    max_media_attachments: Amount
    characters_reserved_per_url: Amount


class ConfigurationMedia(Entity, kw_only=True):
    supported_mime_types: list[str]
    description_limit: Amount
    image_size_limit: Amount
    image_matrix_limit: Amount
    video_size_limit: Amount
    video_frame_rate_limit: Amount
    video_matrix_limit: Amount


class ConfigurationPolls(Entity, kw_only=True):
    max_options: Amount
    max_characters_per_option: Amount
    min_expiration: Amount
    max_expiration: Amount


class ConfigurationTranslation(Entity, kw_only=True):
    enabled: bool


class FeedAccess(Entity, kw_only=True):
    """Who may read a feed: public, authenticated or disabled."""

    local: Literal["public", "authenticated", "disabled"]
    remote: Literal["public", "authenticated", "disabled"]


class TimelinesAccess(Entity, kw_only=True):
    live_feeds: FeedAccess
    hashtag_feeds: FeedAccess
    trending_link_feeds: FeedAccess


class Configuration(Entity, kw_only=True):
    urls: ConfigurationUrls
    vapid: ConfigurationVapid
    accounts: ConfigurationAccounts
    statuses: ConfigurationStatuses
    media_attachments: ConfigurationMedia
    polls: ConfigurationPolls
    translation: ConfigurationTranslation
    timelines_access: TimelinesAccess
    limited_federation: bool


class Registrations(Entity, kw_only=True):
    enabled: bool
    approval_required: bool
    reason_required: bool | None
    message: str | None
    min_age: int | None
    url: Url | None


class Contact(Entity, kw_only=True):
    email: str
    account: Account | None


class UrlsV1(Entity, kw_only=True):
    streaming_api: str


class StatsV1(Entity, kw_only=True):
    user_count: Amount
    status_count: Amount
    domain_count: Amount


class Instance(Entity, kw_only=True):
    domain: str
    title: str
    version: str
    source_url: Url
    description: str
    usage: Usage
    thumbnail: Thumbnail
    icon: list[Icon]
    languages: list[str]
    configuration: Configuration
    registrations: Registrations
    api_versions: dict[str, int]
    contact: Contact
    rules: list[Rule]


class InstanceV1(Entity, kw_only=True):
    uri: str
    title: str
    short_description: str
    description: str
    email: str
    version: str
    urls: UrlsV1
    stats: StatsV1
    thumbnail: Url | None
    languages: list[str]
    registrations: bool
    approval_required: bool
    invites_enabled: bool
    configuration: Configuration
    contact_account: Account | None
    rules: list[Rule]


class ExtendedDescription(Entity, kw_only=True):
    updated_at: Moment | None
    content: str


class PrivacyPolicy(Entity, kw_only=True):
    """`updated_at` is null where none was written down yet."""

    updated_at: Moment | None
    content: str


class TermsOfService(Entity, kw_only=True):
    effective_date: Date
    effective: bool
    content: str
    succeeded_by: Date | None


class AsyncRefresh(Entity, kw_only=True):
    id: str
    status: Literal["running", "finished"]
    result_count: int | UnsetType | None = UNSET


class AsyncRefreshed(Entity, kw_only=True):
    async_refresh: AsyncRefresh


class AnnualReports(Entity, kw_only=True):
    annual_reports: list[dict[str, Any]]
    accounts: list[Account]
    statuses: list[Status]


class AnnualReportState(Entity, kw_only=True):
    state: str


class TagHistory(Entity, kw_only=True):
    day: Id
    uses: Id
    accounts: Id


class Tag(Entity, kw_only=True):
    """`id` is empty of one that nobody used yet."""

    id: str
    name: str
    url: Url
    history: list[TagHistory]
    following: bool | UnsetType = UNSET
    featuring: bool | UnsetType = UNSET


class AdminTag(Tag, kw_only=True):
    trendable: bool
    usable: bool
    requires_review: bool


class FeaturedTag(Entity, kw_only=True):
    id: Id
    name: str
    url: Url
    statuses_count: Id
    last_status_at: Date | None


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


class NodeInfoLink(Entity, kw_only=True):
    rel: str
    href: Url


class NodeInfoLinks(Entity, kw_only=True):
    links: list[NodeInfoLink]


class NodeInfoSoftware(Entity, kw_only=True):
    name: str
    version: str
    repository: Url | UnsetType = UNSET


class NodeInfoServices(Entity, kw_only=True):
    inbound: list[str]
    outbound: list[str]


class NodeInfoUsers(Entity, kw_only=True):
    total: Amount


class NodeInfoUsage(Entity, kw_only=True):
    users: NodeInfoUsers
    localPosts: Amount


class NodeInfo(Entity, kw_only=True):
    """nodeinfo.diaspora.software/schema.html"""

    version: str
    software: NodeInfoSoftware
    protocols: list[str]
    services: NodeInfoServices
    openRegistrations: bool
    usage: NodeInfoUsage
    metadata: dict[str, Any]
