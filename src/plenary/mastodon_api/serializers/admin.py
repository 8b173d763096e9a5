"""What moderators are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from plenary.conduct import queries
from plenary.conduct.rules import RULES, digest
from plenary.mastodon_api.serializers import accounts, moments, reports, statuses

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.conduct.models import DomainAllow, DomainBlock, Report
    from plenary.conduct.queries import Person


def _person(one: Person) -> dict[str, Any]:
    account, user = one.account, one.user
    return {
        "id": str(account.pk),
        "username": account.username,
        "domain": account.domain or None,
        "created_at": moments.moment(account.created_at),
        "email": user.email if user else None,
        "ip": one.addresses[0][0] if one.addresses else None,
        "ips": [{"ip": ip, "used_at": moments.moment(at)} for ip, at in one.addresses],
        "locale": "en" if user else None,
        "invite_request": None,
        "role": reports.role(one.rank) if user else None,
        "confirmed": one.confirmed if user else None,
        "approved": True if user else None,
        "disabled": not user.is_active if user else None,
        "silenced": account.silenced_at is not None,
        "suspended": account.suspended_at is not None,
        "sensitized": account.sensitized_at is not None,
        "account": accounts.account(account),
    }


def people(viewer: Account, rows: Iterable[Account]) -> list[dict[str, Any]]:
    """Accounts, in the order given (four queries, however many)."""
    rows = list(rows)
    known = queries.described(viewer, rows)
    return [_person(known[row.pk]) for row in rows]


def person(viewer: Account, account_id: int) -> dict[str, Any]:
    return _person(queries.person(viewer, account_id))


def all_reports(viewer: Account, rows: Sequence[Report]) -> list[dict[str, Any]]:
    """Reports with their people and posts, in a number of queries that does not grow."""
    involved: dict[int, Account] = {}
    for row in rows:
        for one in (row.account, row.target, row.assigned_to, row.action_taken_by):
            if one is not None:
                involved[one.pk] = one
    known = queries.described(viewer, involved.values())
    people = {pk: _person(one) for pk, one in known.items()}
    posts = statuses.shown_by_others({int(pk) for row in rows for pk in row.status_ids})
    return [_report(row, people, posts) for row in rows]


def _report(row: Report, people: dict[int, Any], posts: dict[int, Any]) -> dict[str, Any]:
    named = {pk: RULES[pk] for pk in row.rule_ids if pk in RULES}
    return {
        "id": str(row.pk),
        "action_taken": row.action_taken_at is not None,
        "action_taken_at": moments.moment_or_none(row.action_taken_at),
        "category": row.category,
        "comment": row.comment,
        "forwarded": row.forwarded,
        "created_at": moments.moment(row.created_at),
        "updated_at": moments.moment(row.updated_at),
        "account": people[row.account_id],
        "target_account": people[row.target_id],
        "assigned_account": people.get(row.assigned_to_id or 0),
        "action_taken_by_account": people.get(row.action_taken_by_id or 0),
        "statuses": [posts[int(pk)] for pk in row.status_ids if int(pk) in posts],
        "rules": reports.rules(named),
    }


def domain_block(row: DomainBlock) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "domain": row.domain,
        "digest": digest(row.domain),
        "created_at": moments.moment(row.created_at),
        "severity": row.severity,
        "reject_media": row.reject_media,
        "reject_reports": row.reject_reports,
        "private_comment": row.private_comment or None,
        "public_comment": row.public_comment or None,
        "obfuscate": row.obfuscate,
    }


def domain_allow(row: DomainAllow) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "domain": row.domain,
        "created_at": moments.moment(row.created_at),
    }
