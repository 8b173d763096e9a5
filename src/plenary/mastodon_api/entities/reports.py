"""Reports and decisions (docs.joinmastodon.org/entities/Report, AccountWarning, DomainBlock)."""

from typing import Literal

from msgspec import UNSET, UnsetType

from plenary.mastodon_api.entities.accounts import Account
from plenary.mastodon_api.entities.base import Amount, Entity, Id, Moment


class RuleTranslation(Entity, kw_only=True):
    text: str
    hint: str


class Rule(Entity, kw_only=True):
    id: Id
    text: str
    hint: str
    translations: dict[str, RuleTranslation]


class Report(Entity, kw_only=True):
    id: Id
    action_taken: bool
    action_taken_at: Moment | None
    category: Literal["spam", "legal", "violation", "other"]
    comment: str
    forwarded: bool
    created_at: Moment
    status_ids: list[Id] | None
    rule_ids: list[Id] | None
    target_account: Account


class RelationshipSeveranceEvent(Entity, kw_only=True):
    """Follows that a decision ended; `target_name` is a server's name, or a handle."""

    id: Id
    type: Literal["domain_block", "user_domain_block", "account_suspension"]
    purged: bool
    target_name: str
    followers_count: Amount
    following_count: Amount
    created_at: Moment


class Appeal(Entity, kw_only=True):
    text: str
    state: Literal["approved", "rejected", "pending"]


class AccountWarning(Entity, kw_only=True):
    id: Id
    action: Literal[
        "none",
        "disable",
        "mark_statuses_as_sensitive",
        "delete_statuses",
        "sensitive",
        "silence",
        "suspend",
    ]
    text: str
    status_ids: list[Id]
    target_account: Account
    appeal: Appeal | None
    created_at: Moment


class DomainBlock(Entity, kw_only=True):
    domain: str
    digest: str
    severity: Literal["silence", "suspend"]
    comment: str | UnsetType = UNSET
