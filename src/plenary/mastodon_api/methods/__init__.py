"""The methods of the API; importing them fills the table of routes."""

from plenary.mastodon_api.methods import (
    accounts,
    apps,
    described,
    instance,
    media,
    notifications,
    oauth,
    profile,
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
    "instance",
    "media",
    "notifications",
    "oauth",
    "profile",
    "relations",
    "search",
    "statuses",
    "streaming",
    "timelines",
]
