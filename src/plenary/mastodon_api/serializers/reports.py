"""Reports as those see them who made them, decisions, rules, roles, and servers kept away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plenary.conduct.rules import PERMISSIONS, ROLE_IDS, ROLE_NAMES, digest, obfuscated
from plenary.mastodon_api.serializers import accounts, moments

if TYPE_CHECKING:
    from plenary.conduct.models import DomainBlock, Report, Severance, Strike


def rules(known: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"id": pk, "text": text, "hint": "", "translations": {}} for pk, text in known.items()]


def role(rank: int) -> dict[str, Any]:
    """What a rank may, as Mastodon counts it."""
    return {
        "id": ROLE_IDS[rank],
        "name": ROLE_NAMES[rank],
        "color": "",
        "permissions": str(PERMISSIONS[rank]),
        "highlighted": False,
    }


def report(row: Report) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "action_taken": row.action_taken_at is not None,
        "action_taken_at": moments.moment_or_none(row.action_taken_at),
        "category": row.category,
        "comment": row.comment,
        "forwarded": row.forwarded,
        "created_at": moments.moment(row.created_at),
        "status_ids": row.status_ids or None,
        "rule_ids": row.rule_ids or None,
        "target_account": accounts.account(row.target),
    }


def warning(row: Strike) -> dict[str, Any]:
    """A decision, for whom it concerns: `row.target` is loaded."""
    return {
        "id": str(row.pk),
        "action": row.action,
        "text": row.text,
        "status_ids": row.status_ids or [],
        "target_account": accounts.account(row.target),
        "appeal": None,
        "created_at": moments.moment(row.created_at),
    }


def announced(row: DomainBlock) -> dict[str, Any]:
    return {
        "domain": obfuscated(row.domain) if row.obfuscate else row.domain,
        "digest": digest(row.domain),
        "severity": row.severity,
        "comment": row.public_comment,
    }


def severance(row: Severance) -> dict[str, Any]:
    """What somebody lost; `purged` where none of the accounts is known here any more."""
    return {
        "id": str(row.pk),
        "type": row.kind,
        "purged": not row.listed,  # type: ignore[attr-defined]
        "target_name": row.target_name,
        "followers_count": row.followers_count,
        "following_count": row.following_count,
        "created_at": moments.moment(row.created_at),
    }
