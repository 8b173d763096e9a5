"""Reports (docs.joinmastodon.org/methods/admin/reports)."""

from typing import Any

import msgspec

from plenary.api.call import Call
from plenary.conduct import actions, queries
from plenary.mastodon_api.entities.admin import AdminReport
from plenary.mastodon_api.methods.admin.door import ident, moderating, page
from plenary.mastodon_api.serializers import admin

_REPORTS = "v1/admin/reports"


class Which(msgspec.Struct):
    """`resolved`: those answered; else those that wait. `account_id` reported,
    `target_account_id` was reported."""

    resolved: bool = False
    account_id: int | None = None
    target_account_id: int | None = None


@moderating("GET", _REPORTS, "reports", takes=Which, gives=list[AdminReport], paged=True)
def reports(call: Call) -> list[Any]:
    """What people told the moderators, newest first."""
    asked = call.read(Which)
    found = queries.reports(
        call.me,
        page(call),
        resolved=asked.resolved,
        account_id=ident(asked.account_id) if asked.account_id is not None else None,
        target_id=ident(asked.target_account_id) if asked.target_account_id is not None else None,
    )
    call.link(older=found.older, newer=found.newer)
    return admin.all_reports(call.me, found.rows)


def _one(call: Call, report_id: int) -> Any:
    return admin.all_reports(call.me, [queries.report(call.me, report_id)])[0]


@moderating("GET", f"{_REPORTS}/{{id}}", "reports", gives=AdminReport)
def report(call: Call, report_id: int) -> Any:
    """One of them."""
    return _one(call, report_id)


class Change(msgspec.Struct):
    category: str | None = None
    rule_ids: list[str] | None = None


@moderating("PUT", f"{_REPORTS}/{{id}}", "reports", takes=Change, gives=AdminReport)
def change(call: Call, report_id: int) -> Any:
    """Put it into its proper category."""
    given = call.read(Change)
    actions.change_report(call.me, report_id, category=given.category, rule_ids=given.rule_ids)
    return _one(call, report_id)


@moderating("POST", f"{_REPORTS}/{{id}}/assign_to_self", "reports", gives=AdminReport)
def assign_to_self(call: Call, report_id: int) -> Any:
    """Say that you look after it."""
    actions.assign(call.me, report_id, call.me)
    return _one(call, report_id)


@moderating("POST", f"{_REPORTS}/{{id}}/unassign", "reports", gives=AdminReport)
def unassign(call: Call, report_id: int) -> Any:
    """Say that nobody looks after it yet."""
    actions.assign(call.me, report_id, None)
    return _one(call, report_id)


@moderating("POST", f"{_REPORTS}/{{id}}/resolve", "reports", gives=AdminReport)
def resolve(call: Call, report_id: int) -> Any:
    """Close it."""
    actions.resolve(call.me, report_id)
    return _one(call, report_id)


@moderating("POST", f"{_REPORTS}/{{id}}/reopen", "reports", gives=AdminReport)
def reopen(call: Call, report_id: int) -> Any:
    """Open it again."""
    actions.reopen(call.me, report_id)
    return _one(call, report_id)
