"""Reads: the first argument is the viewer."""

from plenary.accounts.queries.emojis import (
    all_emojis,
    custom_emojis,
    emoji_named,
    pictures,
    pictures_in,
)
from plenary.accounts.queries.keeping import (
    PostingDefaults,
    domains_kept_away,
    endorsed,
    posting_defaults,
)
from plenary.accounts.queries.kept import by_ids
from plenary.accounts.queries.naming import named, people_named
from plenary.accounts.queries.people import (
    Filters,
    Listing,
    blocked,
    blocked_by_me,
    directory,
    follow_requests,
    followers,
    following,
    muted,
    search,
)
from plenary.accounts.queries.profile import (
    authors,
    blocked_named,
    by_handles,
    get_by_acct,
    handle_is_free,
    interests,
    local_account,
    request_count,
)
from plenary.accounts.queries.servers import (
    accounts_by_domain,
    accounts_of,
    domains_known,
    domains_marked,
    suspended_with_server,
)
from plenary.accounts.queries.suggestions import Suggestion, suggestions
from plenary.accounts.queries.ties import (
    Relationship,
    familiar,
    follows_between,
    relationship,
    relationships,
)

__all__ = [
    "PostingDefaults",
    "Suggestion",
    "accounts_by_domain",
    "accounts_of",
    "all_emojis",
    "custom_emojis",
    "domains_kept_away",
    "domains_known",
    "domains_marked",
    "emoji_named",
    "pictures",
    "pictures_in",
    "endorsed",
    "posting_defaults",
    "suggestions",
    "suspended_with_server",
    "Filters",
    "Listing",
    "Relationship",
    "authors",
    "blocked",
    "blocked_by_me",
    "blocked_named",
    "directory",
    "by_handles",
    "by_ids",
    "familiar",
    "follow_requests",
    "followers",
    "following",
    "follows_between",
    "get_by_acct",
    "handle_is_free",
    "interests",
    "local_account",
    "muted",
    "named",
    "people_named",
    "relationship",
    "relationships",
    "request_count",
    "search",
]
