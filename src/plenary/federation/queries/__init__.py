"""Reads: the first argument is the viewer, who may be an account of another server."""

from plenary.federation.queries.known import (
    account_at,
    has_follower_here,
    interests_us,
    is_of_an_event,
    is_ours,
    live,
    status_at,
)
from plenary.federation.queries.people import (
    followers_on,
    keeps_away,
    local_actor,
    was_here,
)
from plenary.federation.queries.posts import (
    MOST_ON_A_PAGE,
    activity_ids,
    authorized_quote,
    post,
    posts,
    reply_uris,
    with_all,
)
from plenary.federation.queries.recipients import (
    acquainted_inboxes,
    boosters,
    deliveries_waiting,
    failing_among,
    followers_inboxes,
    inboxes_gone,
    inboxes_of,
    own_inbox,
    reachable,
    voters_elsewhere,
)
from plenary.federation.queries.servers import KnownServer, known_server, known_servers

__all__ = [
    "acquainted_inboxes",
    "boosters",
    "deliveries_waiting",
    "failing_among",
    "followers_inboxes",
    "inboxes_gone",
    "inboxes_of",
    "own_inbox",
    "reachable",
    "voters_elsewhere",
    "KnownServer",
    "MOST_ON_A_PAGE",
    "account_at",
    "activity_ids",
    "authorized_quote",
    "followers_on",
    "has_follower_here",
    "interests_us",
    "is_of_an_event",
    "is_ours",
    "keeps_away",
    "live",
    "known_server",
    "known_servers",
    "local_actor",
    "post",
    "posts",
    "reply_uris",
    "status_at",
    "was_here",
    "with_all",
]
