"""What moderators are shown (docs.joinmastodon.org/entities/Admin_Account and its neighbours)."""

from msgspec import UNSET, UnsetType

from plenary.mastodon_api.entities.accounts import Account, Role
from plenary.mastodon_api.entities.base import Entity
from plenary.mastodon_api.entities.reports import Rule
from plenary.mastodon_api.entities.statuses import Status


class AdminIp(Entity, kw_only=True):
    ip: str
    used_at: str


class AdminAccount(Entity, kw_only=True):
    id: str
    username: str
    domain: str | None
    created_at: str
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
    created_by_application_id: str | UnsetType | None = UNSET
    invited_by_account_id: str | UnsetType | None = UNSET


class AdminReport(Entity, kw_only=True):
    id: str
    action_taken: bool
    action_taken_at: str | None
    category: str
    comment: str
    forwarded: bool
    created_at: str
    updated_at: str
    account: AdminAccount
    target_account: AdminAccount
    assigned_account: AdminAccount | None
    action_taken_by_account: AdminAccount | None
    statuses: list[Status]
    rules: list[Rule]


class AdminDomainBlock(Entity, kw_only=True):
    id: str
    domain: str
    digest: str
    created_at: str
    severity: str
    reject_media: bool
    reject_reports: bool
    private_comment: str | None
    public_comment: str | None
    obfuscate: bool


class AdminDomainAllow(Entity, kw_only=True):
    id: str
    domain: str
    created_at: str


class AdminEmailDomainBlock(Entity, kw_only=True):
    id: str
    domain: str
    created_at: str
    history: list[dict[str, str]]


class AdminIpBlock(Entity, kw_only=True):
    id: str
    ip: str
    severity: str
    comment: str
    created_at: str
    expires_at: str | None


class AdminCanonicalEmailBlock(Entity, kw_only=True):
    id: str
    canonical_email_hash: str
