"""Accounts (docs.joinmastodon.org/methods/admin/accounts)."""

from typing import Any

import msgspec

from plenary.api.call import Call
from plenary.conduct import actions, queries, rules
from plenary.lib.errors import Refused
from plenary.mastodon_api.entities.admin import AdminAccount
from plenary.mastodon_api.methods.admin.door import ident, moderating, page
from plenary.mastodon_api.serializers import admin

_ACCOUNTS = "v1/admin/accounts"


class WhichV1(msgspec.Struct):
    """Whom to list; of the states the last named counts."""

    local: bool = False
    remote: bool = False
    active: bool = False
    pending: bool = False
    disabled: bool = False
    silenced: bool = False
    suspended: bool = False
    sensitized: bool = False
    username: str = ""
    display_name: str = ""
    by_domain: str = ""
    email: str = ""
    ip: str = ""
    staff: bool = False


class Which(msgspec.Struct):
    """Whom to list: `origin` local or remote; `status` active, pending, disabled, silenced or
    suspended; `permissions` may be staff."""

    origin: str = ""
    status: str = ""
    permissions: str = ""
    role_ids: list[str] = []
    invited_by: str = ""
    username: str = ""
    display_name: str = ""
    by_domain: str = ""
    email: str = ""
    ip: str = ""


def _listed(call: Call, wanted: queries.Wanted) -> list[Any]:
    found = queries.people(call.me, wanted, page(call))
    call.link(older=found.older, newer=found.newer)
    return admin.people(call.me, found.rows)


@moderating("GET", _ACCOUNTS, "accounts", takes=WhichV1, gives=list[AdminAccount], paged=True)
def accounts_v1(call: Call) -> list[Any]:
    """Accounts as moderators know them, newest first."""
    asked = call.read(WhichV1)
    status = ""
    for name in ("active", "pending", "disabled", "silenced", "suspended"):
        status = name if getattr(asked, name) else status
    return _listed(
        call,
        queries.Wanted(
            origin="local" if asked.local else "remote" if asked.remote else "",
            status=status,
            staff=asked.staff,
            username=asked.username,
            display_name=asked.display_name,
            domain=asked.by_domain,
            email=asked.email,
            ip=asked.ip,
        ),
    )


@moderating(
    "GET", "v2/admin/accounts", "accounts", takes=Which, gives=list[AdminAccount], paged=True
)
def accounts(call: Call) -> list[Any]:
    """Accounts as moderators know them, newest first."""
    asked = call.read(Which)
    ranks = {pk: rank for rank, pk in rules.ROLE_IDS.items()}
    if asked.invited_by:
        return []  # nobody is invited by somebody here
    if asked.role_ids and not any(pk in ranks for pk in asked.role_ids):
        return []
    return _listed(
        call,
        queries.Wanted(
            origin=asked.origin,
            status=asked.status,
            staff=asked.permissions == "staff",
            ranks=tuple(ranks[pk] for pk in asked.role_ids if pk in ranks),
            username=asked.username,
            display_name=asked.display_name,
            domain=asked.by_domain,
            email=asked.email,
            ip=asked.ip,
        ),
    )


@moderating("GET", f"{_ACCOUNTS}/{{id}}", "accounts", gives=AdminAccount)
def account(call: Call, account_id: int) -> Any:
    """One of them."""
    return admin.person(call.me, account_id)


class Action(msgspec.Struct):
    """`type`: none (a warning), sensitive, disable, silence or suspend."""

    type: str = ""
    report_id: int | None = None
    warning_preset_id: str = ""
    text: str = ""
    send_email_notification: bool = True


@moderating("POST", f"{_ACCOUNTS}/{{id}}/action", "accounts", takes=Action, gives=dict[str, str])
def act(call: Call, account_id: int) -> dict[str, str]:
    """Decide against somebody, and tell them; a report named is answered by it."""
    given = call.read(Action)
    if given.type not in rules.ACTIONS:
        raise Refused("Validation failed: Type is not included in the list")
    actions.decide(
        call.me,
        account_id,
        given.type,
        report_id=ident(given.report_id) if given.report_id is not None else None,
        text=given.text,
        mail=given.send_email_notification,
    )
    return {}


@moderating("POST", f"{_ACCOUNTS}/{{id}}/approve", "accounts", gives=AdminAccount)
def approve(call: Call, account_id: int) -> Any:
    """Let somebody in who waits. Nobody waits here, so it is never allowed."""
    actions.refuse_sign_up(call.me, account_id)


@moderating("POST", f"{_ACCOUNTS}/{{id}}/reject", "accounts", gives=AdminAccount)
def reject(call: Call, account_id: int) -> Any:
    """Turn somebody away who waits. Nobody waits here, so it is never allowed."""
    actions.refuse_sign_up(call.me, account_id)


@moderating("DELETE", f"{_ACCOUNTS}/{{id}}", "accounts", gives=AdminAccount)
def delete(call: Call, account_id: int) -> Any:
    """Remove a suspended account with all it wrote, for good; for administrators."""
    shown = admin.person(call.me, account_id)
    actions.erase(call.me, account_id)
    return shown


def _lifting(path: str, deed: str, words: str) -> None:
    def handler(call: Call, account_id: int) -> Any:
        actions.lift(call.me, account_id, deed)
        return admin.person(call.me, account_id)

    handler.__doc__, handler.__module__, handler.__name__ = words, __name__, deed
    moderating("POST", f"{_ACCOUNTS}/{{id}}/{path}", "accounts", gives=AdminAccount)(handler)


_lifting("enable", "enable", "Let somebody sign in again.")
_lifting("unsilence", "unsilence", "Limit somebody no more.")
_lifting("unsuspend", "unsuspend", "Suspend somebody no more; their apps are let in as before.")
_lifting("unsensitive", "unsensitive", "Put somebody's pictures behind a warning no more.")
