"""Statuses and what hangs on them (docs.joinmastodon.org/entities/Status)."""

from typing import Any

from msgspec import UNSET, UnsetType

from plenary.mastodon_api.entities.accounts import Account, CustomEmoji
from plenary.mastodon_api.entities.base import Entity


class MediaAttachment(Entity, kw_only=True):
    id: str
    type: str
    url: str | None
    preview_url: str | None
    remote_url: str | None
    preview_remote_url: str | None
    text_url: str | None
    meta: dict[str, Any] | None
    description: str | None
    blurhash: str | None


class StatusApplication(Entity, kw_only=True):
    name: str
    website: str | None


class StatusMention(Entity, kw_only=True):
    id: str
    username: str
    url: str
    acct: str


class StatusTag(Entity, kw_only=True):
    name: str
    url: str


class PollOption(Entity, kw_only=True):
    title: str
    votes_count: int | None


class Poll(Entity, kw_only=True):
    id: str
    expires_at: str | None
    expired: bool
    multiple: bool
    votes_count: int
    voters_count: int | None
    options: list[PollOption]
    emojis: list[CustomEmoji]
    voted: bool | UnsetType = UNSET
    own_votes: list[int] | UnsetType = UNSET


class PreviewCard(Entity, kw_only=True):
    url: str
    title: str
    description: str
    type: str
    authors: list[dict[str, Any]]
    author_name: str
    author_url: str
    provider_name: str
    provider_url: str
    html: str
    width: int
    height: int
    image: str | None
    embed_url: str
    blurhash: str | None
    language: str | UnsetType | None = UNSET
    image_description: str | UnsetType = UNSET
    published_at: str | UnsetType | None = UNSET


class LinkDay(Entity, kw_only=True):
    day: str
    accounts: str
    uses: str


class TrendingLink(PreviewCard, kw_only=True):
    history: list[LinkDay]


class OEmbed(Entity, kw_only=True):
    """oembed.com, 2.3.4.4"""

    type: str
    version: str
    title: str
    author_name: str
    author_url: str
    provider_name: str
    provider_url: str
    cache_age: int
    html: str
    width: int
    height: int | None


class FilterKeyword(Entity, kw_only=True):
    id: str
    keyword: str
    whole_word: bool


class FilterStatus(Entity, kw_only=True):
    id: str
    status_id: str


class Filter(Entity, kw_only=True):
    id: str
    title: str
    context: list[str]
    expires_at: str | None
    filter_action: str
    keywords: list[FilterKeyword] | UnsetType = UNSET
    statuses: list[FilterStatus] | UnsetType = UNSET


class V1Filter(Entity, kw_only=True):
    id: str
    phrase: str
    context: list[str]
    expires_at: str | None
    irreversible: bool
    whole_word: bool


class FilterResult(Entity, kw_only=True):
    filter: Filter
    keyword_matches: list[str] | None
    status_matches: list[str] | None


class QuoteApproval(Entity, kw_only=True):
    automatic: list[str]
    manual: list[str]
    current_user: str


class Quote(Entity, kw_only=True):
    """`quoted_status` is null where it may not be seen; a quote within a quote has only its id."""

    state: str
    quoted_status: "Status | UnsetType | None" = UNSET
    quoted_status_id: str | UnsetType | None = UNSET


class Status(Entity, kw_only=True):
    id: str
    uri: str
    created_at: str
    account: Account
    content: str
    visibility: str
    sensitive: bool
    spoiler_text: str
    media_attachments: list[MediaAttachment]
    application: StatusApplication | UnsetType | None = UNSET
    mentions: list[StatusMention]
    tags: list[StatusTag]
    emojis: list[CustomEmoji]
    reblogs_count: int
    favourites_count: int
    replies_count: int
    quotes_count: int
    url: str | None
    in_reply_to_id: str | None
    in_reply_to_account_id: str | None
    reblog: "Status | None"
    poll: Poll | None
    card: PreviewCard | None
    quote: Quote | None
    quote_approval: QuoteApproval
    language: str | None
    text: str | UnsetType | None = UNSET
    edited_at: str | None
    favourited: bool | UnsetType = UNSET
    reblogged: bool | UnsetType = UNSET
    muted: bool | UnsetType = UNSET
    bookmarked: bool | UnsetType = UNSET
    pinned: bool | UnsetType = UNSET
    filtered: list[FilterResult] | UnsetType = UNSET


class StatusSource(Entity, kw_only=True):
    id: str
    text: str
    spoiler_text: str


class StatusEdit(Entity, kw_only=True):
    content: str
    spoiler_text: str
    sensitive: bool
    created_at: str
    account: Account
    poll: dict[str, Any] | UnsetType | None = UNSET
    media_attachments: list[MediaAttachment]
    emojis: list[CustomEmoji]


class Context(Entity, kw_only=True):
    ancestors: list[Status]
    descendants: list[Status]


class ScheduledPoll(Entity, kw_only=True):
    options: list[str]
    expires_in: int
    multiple: bool
    hide_totals: bool


class ScheduledParams(Entity, kw_only=True):
    text: str
    poll: ScheduledPoll | None
    media_ids: list[str] | None
    sensitive: bool | None
    spoiler_text: str | None
    visibility: str
    in_reply_to_id: int | None
    language: str | None
    application_id: int | None
    scheduled_at: None
    idempotency: str | None
    with_rate_limit: bool
    quoted_status_id: str | None
    quote_approval_policy: str


class ScheduledStatus(Entity, kw_only=True):
    """`params` is what was sent (docs.joinmastodon.org/entities/ScheduledStatus)."""

    id: str
    scheduled_at: str
    params: ScheduledParams
    media_attachments: list[MediaAttachment]
