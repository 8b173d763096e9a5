"""Notifications in groups, policies, requests, push, conversations
(docs.joinmastodon.org/entities/NotificationPolicy, /WebPushSubscription, /Conversation)."""

from typing import Literal

from msgspec import UNSET, UnsetType

from plenary.mastodon_api.entities.accounts import Account
from plenary.mastodon_api.entities.base import Amount, Entity, Id, Moment, Url
from plenary.mastodon_api.entities.reports import (
    AccountWarning,
    RelationshipSeveranceEvent,
    Report,
)
from plenary.mastodon_api.entities.statuses import Status


class NotificationGroup(Entity, kw_only=True):
    group_key: str
    notifications_count: Amount
    type: str
    most_recent_notification_id: Id
    page_min_id: Id | UnsetType = UNSET
    page_max_id: Id | UnsetType = UNSET
    latest_page_notification_at: Moment | UnsetType = UNSET
    sample_account_ids: list[Id]
    status_id: Id | UnsetType = UNSET
    report: Report | UnsetType = UNSET
    moderation_warning: AccountWarning | UnsetType = UNSET
    event: RelationshipSeveranceEvent | UnsetType = UNSET


class PartialAccountWithAvatar(Entity, kw_only=True):
    id: Id
    acct: str
    url: Url
    avatar: Url
    avatar_static: Url
    locked: bool
    bot: bool


class GroupedNotificationsResults(Entity, kw_only=True):
    accounts: list[Account]
    partial_accounts: list[PartialAccountWithAvatar] | UnsetType = UNSET
    statuses: list[Status]
    notification_groups: list[NotificationGroup]


class PolicySummary(Entity, kw_only=True):
    pending_requests_count: Amount
    pending_notifications_count: Amount


Clause = Literal["accept", "filter", "drop"]


class NotificationPolicy(Entity, kw_only=True):
    """Each clause: accept, filter or drop."""

    for_not_following: Clause
    for_not_followers: Clause
    for_new_accounts: Clause
    for_private_mentions: Clause
    for_limited_accounts: Clause
    summary: PolicySummary


class NotificationPolicyV1(Entity, kw_only=True):
    filter_not_following: bool
    filter_not_followers: bool
    filter_new_accounts: bool
    filter_private_mentions: bool
    summary: PolicySummary


class NotificationRequest(Entity, kw_only=True):
    id: Id
    created_at: Moment
    updated_at: Moment
    notifications_count: Id
    account: Account
    last_status: Status | UnsetType = UNSET


class Merged(Entity, kw_only=True):
    merged: bool


class WebPushSubscription(Entity, kw_only=True):
    id: Id
    endpoint: Url
    standard: bool
    alerts: dict[str, bool]
    policy: Literal["all", "followed", "follower", "none"]
    server_key: str


class Conversation(Entity, kw_only=True):
    id: Id
    unread: bool
    accounts: list[Account]
    last_status: Status | None
