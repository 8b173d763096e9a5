"""Reports and decisions (docs.joinmastodon.org/entities/Report, AccountWarning, DomainBlock)."""

from typing import Any

from msgspec import UNSET, UnsetType

from plenary.mastodon_api.entities.accounts import Account
from plenary.mastodon_api.entities.base import Entity


class Rule(Entity, kw_only=True):
    id: str
    text: str
    hint: str
    translations: dict[str, Any]


class Report(Entity, kw_only=True):
    id: str
    action_taken: bool
    action_taken_at: str | None
    category: str
    comment: str
    forwarded: bool
    created_at: str
    status_ids: list[str] | None
    rule_ids: list[str] | None
    target_account: Account


class Appeal(Entity, kw_only=True):
    text: str
    state: str


class AccountWarning(Entity, kw_only=True):
    id: str
    action: str
    text: str
    status_ids: list[str] | None
    target_account: Account
    appeal: Appeal | None
    created_at: str


class DomainBlock(Entity, kw_only=True):
    domain: str
    digest: str
    severity: str
    comment: str | UnsetType | None = UNSET
