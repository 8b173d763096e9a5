"""The methods of the API; importing them fills the table of routes."""

from plenary.mastodon_api.methods import (
    accounts,
    apps,
    described,
    grouped,
    instance,
    media,
    notifications,
    oauth,
    policy,
    profile,
    push,
    relations,
    search,
    statuses,
    streaming,
    timelines,
)

__all__ = [
    "accounts",
    "apps",
    "described",
    "grouped",
    "instance",
    "media",
    "notifications",
    "oauth",
    "policy",
    "profile",
    "push",
    "relations",
    "search",
    "statuses",
    "streaming",
    "timelines",
]
