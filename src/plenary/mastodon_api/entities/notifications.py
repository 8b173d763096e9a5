"""Notifications in groups, policies, requests, push, conversations
(docs.joinmastodon.org/entities/NotificationPolicy, /WebPushSubscription, /Conversation)."""

from msgspec import UNSET, UnsetType

from plenary.mastodon_api.entities.accounts import Account
from plenary.mastodon_api.entities.admin import AdminReport
from plenary.mastodon_api.entities.base import Entity
from plenary.mastodon_api.entities.reports import AccountWarning
from plenary.mastodon_api.entities.statuses import Status


class NotificationGroup(Entity, kw_only=True):
    group_key: str
    notifications_count: int
    type: str
    most_recent_notification_id: str
    page_min_id: str | UnsetType = UNSET
    page_max_id: str | UnsetType = UNSET
    latest_page_notification_at: str | UnsetType = UNSET
    sample_account_ids: list[str]
    status_id: str | UnsetType | None = UNSET
    report: AdminReport | UnsetType = UNSET
    moderation_warning: AccountWarning | UnsetType = UNSET


class PartialAccountWithAvatar(Entity, kw_only=True):
    id: str
    acct: str
    url: str
    avatar: str
    avatar_static: str
    locked: bool
    bot: bool


class GroupedNotificationsResults(Entity, kw_only=True):
    accounts: list[Account]
    partial_accounts: list[PartialAccountWithAvatar] | UnsetType = UNSET
    statuses: list[Status]
    notification_groups: list[NotificationGroup]


class PolicySummary(Entity, kw_only=True):
    pending_requests_count: int
    pending_notifications_count: int


class NotificationPolicy(Entity, kw_only=True):
    """Each clause: accept, filter or drop."""

    for_not_following: str
    for_not_followers: str
    for_new_accounts: str
    for_private_mentions: str
    for_limited_accounts: str
    summary: PolicySummary


class NotificationPolicyV1(Entity, kw_only=True):
    filter_not_following: bool
    filter_not_followers: bool
    filter_new_accounts: bool
    filter_private_mentions: bool
    summary: PolicySummary


class NotificationRequest(Entity, kw_only=True):
    id: str
    created_at: str
    updated_at: str
    notifications_count: str
    account: Account
    last_status: Status | UnsetType | None = UNSET


class Merged(Entity, kw_only=True):
    merged: bool


class WebPushSubscription(Entity, kw_only=True):
    id: str
    endpoint: str
    standard: bool
    alerts: dict[str, bool]
    policy: str
    server_key: str


class Conversation(Entity, kw_only=True):
    id: str
    unread: bool
    accounts: list[Account]
    last_status: Status | None
