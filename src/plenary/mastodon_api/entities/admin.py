"""What moderators are shown (docs.joinmastodon.org/entities/Admin_Account and its neighbours)."""

from typing import Literal

from msgspec import UNSET, UnsetType

from plenary.mastodon_api.entities.accounts import Account, Role
from plenary.mastodon_api.entities.base import Entity, Id, Moment
from plenary.mastodon_api.entities.reports import Rule
from plenary.mastodon_api.entities.statuses import Status


class AdminIp(Entity, kw_only=True):
    ip: str
    used_at: Moment


class AdminAccount(Entity, kw_only=True):
    id: Id
    username: str
    domain: str | None
    created_at: Moment
    email: str | None
    ip: str | None
    ips: list[AdminIp]
    locale: str | None
    invite_request: str | None
    role: Role | None
    confirmed: bool | None
    approved: bool | None
    disabled: bool | None
    silenced: bool
    suspended: bool
    sensitized: bool
    account: Account
    created_by_application_id: Id | UnsetType | None = UNSET
    invited_by_account_id: Id | UnsetType | None = UNSET


class AdminReport(Entity, kw_only=True):
    id: Id
    action_taken: bool
    action_taken_at: Moment | None
    category: Literal["spam", "legal", "violation", "other"]
    comment: str
    forwarded: bool
    created_at: Moment
    updated_at: Moment
    account: AdminAccount
    target_account: AdminAccount
    assigned_account: AdminAccount | None
    action_taken_by_account: AdminAccount | None
    statuses: list[Status]
    rules: list[Rule]


class AdminDomainBlock(Entity, kw_only=True):
    id: Id
    domain: str
    digest: str
    created_at: Moment
    severity: Literal["silence", "suspend", "noop"]
    reject_media: bool
    reject_reports: bool
    private_comment: str | None
    public_comment: str | None
    obfuscate: bool


class AdminDomainAllow(Entity, kw_only=True):
    id: Id
    domain: str
    created_at: Moment


class DomainHistory(Entity, kw_only=True):
    day: Id
    accounts: Id
    uses: Id


class AdminEmailDomainBlock(Entity, kw_only=True):
    id: Id
    domain: str
    created_at: Moment
    history: list[DomainHistory]


class AdminIpBlock(Entity, kw_only=True):
    id: Id
    ip: str
    severity: Literal["sign_up_requires_approval", "sign_up_block", "no_access"]
    comment: str
    created_at: Moment
    expires_at: Moment | None


class AdminCanonicalEmailBlock(Entity, kw_only=True):
    id: Id
    canonical_email_hash: str
