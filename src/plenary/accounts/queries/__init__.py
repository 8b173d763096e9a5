"""Reads of this room."""

from plenary.accounts.queries.people import Filters, by_ids, get_by_acct, search
from plenary.accounts.queries.ties import (
    Relationship,
    blocked,
    follow_requests,
    followers,
    following,
    follows_between,
    muted,
    relationship,
    relationships,
)

__all__ = [
    "Filters",
    "Relationship",
    "blocked",
    "by_ids",
    "follow_requests",
    "followers",
    "following",
    "follows_between",
    "get_by_acct",
    "muted",
    "relationship",
    "relationships",
    "search",
]
