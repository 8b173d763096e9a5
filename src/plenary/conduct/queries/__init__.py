"""Reads: the first argument is the viewer."""

from plenary.conduct.queries.domains import (
    announced,
    block_of,
    decision_for,
    decisions_for,
    domain_allow,
    domain_allows,
    domain_block,
    domain_blocks,
    domain_list,
    may_sign_in_from,
    peers,
)
from plenary.conduct.queries.emojis import emojis
from plenary.conduct.queries.people import Person, Wanted, deeds, described, people, person
from plenary.conduct.queries.posts import Evidence, evidence
from plenary.conduct.queries.reports import (
    decisions,
    latest_ids,
    notes,
    open_reports,
    own_strikes,
    report,
    reportable_ids,
    reports,
    reports_by_ids,
    someone,
    strikes,
)
from plenary.conduct.queries.severed import own_severances, severance, severances, severed
from plenary.conduct.visibility import must_moderate, rank

__all__ = [
    "Evidence",
    "emojis",
    "evidence",
    "Person",
    "Wanted",
    "announced",
    "block_of",
    "decision_for",
    "decisions",
    "decisions_for",
    "deeds",
    "described",
    "domain_allow",
    "domain_allows",
    "domain_block",
    "domain_blocks",
    "domain_list",
    "may_sign_in_from",
    "latest_ids",
    "must_moderate",
    "notes",
    "open_reports",
    "own_severances",
    "own_strikes",
    "people",
    "peers",
    "person",
    "rank",
    "report",
    "reportable_ids",
    "reports",
    "reports_by_ids",
    "severance",
    "severances",
    "severed",
    "someone",
    "strikes",
]
