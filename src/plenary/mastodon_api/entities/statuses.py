"""Statuses and what hangs on them (docs.joinmastodon.org/entities/Status)."""

from typing import Literal

from msgspec import UNSET, UnsetType

from plenary.mastodon_api.entities.accounts import Account, CustomEmoji
from plenary.mastodon_api.entities.base import Amount, Entity, Id, Moment, Url


class MediaSize(Entity, kw_only=True):
    """Of a picture its sides; of a film and of sound how long it lasts."""

    width: Amount | UnsetType = UNSET
    height: Amount | UnsetType = UNSET
    size: str | UnsetType = UNSET
    aspect: float | UnsetType = UNSET
    duration: float | UnsetType = UNSET
    bitrate: Amount | UnsetType = UNSET
    frame_rate: str | UnsetType = UNSET


class MediaFocus(Entity, kw_only=True):
    x: float
    y: float


class MediaMeta(Entity, kw_only=True):
    original: MediaSize | UnsetType = UNSET
    small: MediaSize | UnsetType = UNSET
    focus: MediaFocus | UnsetType = UNSET
    length: str | UnsetType = UNSET


class MediaAttachment(Entity, kw_only=True):
    id: Id
    type: Literal["unknown", "image", "gifv", "video", "audio"]
    url: Url | None
    preview_url: Url | None
    remote_url: Url | None
    preview_remote_url: Url | None
    text_url: Url | None
    meta: MediaMeta
    description: str | None
    blurhash: str | None


class StatusApplication(Entity, kw_only=True):
    name: str
    website: Url | None


class StatusMention(Entity, kw_only=True):
    id: Id
    username: str
    url: Url
    acct: str


class StatusTag(Entity, kw_only=True):
    name: str
    url: Url


class PollOption(Entity, kw_only=True):
    title: str
    votes_count: Amount | None


class Poll(Entity, kw_only=True):
    id: Id
    expires_at: Moment | None
    expired: bool
    multiple: bool
    votes_count: Amount
    voters_count: Amount | None
    options: list[PollOption]
    emojis: list[CustomEmoji]
    voted: bool | UnsetType = UNSET
    own_votes: list[int] | UnsetType = UNSET


class PreviewCardAuthor(Entity, kw_only=True):
    name: str
    url: str
    account: Account | None


class PreviewCard(Entity, kw_only=True):
    url: Url
    title: str
    description: str
    type: Literal["link", "photo", "video", "rich"]
    authors: list[PreviewCardAuthor]
    author_name: str
    author_url: str
    provider_name: str
    provider_url: str
    html: str
    width: Amount
    height: Amount
    image: Url | None
    embed_url: str
    blurhash: str | None
    language: str | UnsetType | None = UNSET
    image_description: str | UnsetType = UNSET
    published_at: Moment | UnsetType | None = UNSET


FilterContext = Literal["home", "notifications", "public", "thread", "account"]


class LinkDay(Entity, kw_only=True):
    day: Id
    accounts: Id
    uses: Id


class TrendingLink(PreviewCard, kw_only=True):
    history: list[LinkDay]


class OEmbed(Entity, kw_only=True):
    """oembed.com, 2.3.4.4"""

    type: Literal["rich"]
    version: str
    title: str
    author_name: str
    author_url: Url
    provider_name: str
    provider_url: Url
    cache_age: Amount
    html: str
    width: Amount
    height: Amount | None


class FilterKeyword(Entity, kw_only=True):
    id: Id
    keyword: str
    whole_word: bool


class FilterStatus(Entity, kw_only=True):
    id: Id
    status_id: Id


class Filter(Entity, kw_only=True):
    id: Id
    title: str
    context: list[FilterContext]
    expires_at: Moment | None
    filter_action: Literal["warn", "hide", "blur"]
    keywords: list[FilterKeyword] | UnsetType = UNSET
    statuses: list[FilterStatus] | UnsetType = UNSET


class V1Filter(Entity, kw_only=True):
    id: Id
    phrase: str
    context: list[FilterContext]
    expires_at: Moment | None
    irreversible: bool
    whole_word: bool


class FilterResult(Entity, kw_only=True):
    filter: Filter
    keyword_matches: list[str] | None
    status_matches: list[Id] | None


class QuoteApproval(Entity, kw_only=True):
    automatic: list[Literal["public", "followers", "following", "unsupported_policy"]]
    manual: list[Literal["public", "followers", "following", "unsupported_policy"]]
    current_user: Literal["automatic", "manual", "denied", "unknown"]


class Quote(Entity, kw_only=True):
    """`quoted_status` is null where it may not be seen; a quote within a quote has only its id."""

    state: Literal[
        "pending",
        "accepted",
        "rejected",
        "revoked",
        "deleted",
        "unauthorized",
        "blocked_account",
        "blocked_domain",
        "muted_account",
    ]
    quoted_status: "Status | UnsetType | None" = UNSET
    quoted_status_id: Id | UnsetType | None = UNSET


QuotePolicy = Literal["public", "followers", "nobody"]
Visibility = Literal["public", "unlisted", "private", "direct"]


class Status(Entity, kw_only=True):
    id: Id
    uri: Url
    created_at: Moment
    account: Account
    content: str
    visibility: Visibility
    sensitive: bool
    spoiler_text: str
    media_attachments: list[MediaAttachment]
    application: StatusApplication | UnsetType = UNSET
    mentions: list[StatusMention]
    tags: list[StatusTag]
    emojis: list[CustomEmoji]
    reblogs_count: Amount
    favourites_count: Amount
    replies_count: Amount
    quotes_count: Amount
    url: Url | None
    in_reply_to_id: Id | None
    in_reply_to_account_id: Id | None
    reblog: "Status | None"
    poll: Poll | None
    card: PreviewCard | None
    quote: Quote | None
    quote_approval: QuoteApproval
    language: str | None
    text: str | UnsetType | None = UNSET
    edited_at: Moment | None
    favourited: bool | UnsetType = UNSET
    reblogged: bool | UnsetType = UNSET
    muted: bool | UnsetType = UNSET
    bookmarked: bool | UnsetType = UNSET
    pinned: bool | UnsetType = UNSET
    filtered: list[FilterResult] | UnsetType = UNSET


class StatusSource(Entity, kw_only=True):
    id: Id
    text: str
    spoiler_text: str


class EditedPollOption(Entity, kw_only=True):
    title: str


class EditedPoll(Entity, kw_only=True):
    options: list[EditedPollOption]


class StatusEdit(Entity, kw_only=True):
    content: str
    spoiler_text: str
    sensitive: bool
    created_at: Moment
    account: Account
    poll: EditedPoll | UnsetType = UNSET
    media_attachments: list[MediaAttachment]
    emojis: list[CustomEmoji]


class Context(Entity, kw_only=True):
    ancestors: list[Status]
    descendants: list[Status]


class ScheduledPoll(Entity, kw_only=True):
    options: list[str]
    expires_in: str
    multiple: bool
    hide_totals: bool


class ScheduledParams(Entity, kw_only=True):
    text: str
    poll: ScheduledPoll | None
    media_ids: list[Id] | None
    sensitive: bool | None
    spoiler_text: str | None
    visibility: Visibility
    in_reply_to_id: int | None
    language: str | None
    application_id: int | None
    scheduled_at: None
    idempotency: str | None
    with_rate_limit: bool
    quoted_status_id: Id | None
    quote_approval_policy: QuotePolicy


class ScheduledStatus(Entity, kw_only=True):
    """`params` is what was sent (docs.joinmastodon.org/entities/ScheduledStatus)."""

    id: Id
    scheduled_at: Moment
    params: ScheduledParams
    media_attachments: list[MediaAttachment]
