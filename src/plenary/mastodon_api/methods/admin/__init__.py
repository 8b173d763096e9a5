"""For moderators (docs.joinmastodon.org/methods/admin)."""

from plenary.mastodon_api.methods.admin import (
    absent,
    accounts,
    domain_allows,
    domain_blocks,
    figures,
    reports,
)

__all__ = ["absent", "accounts", "domain_allows", "domain_blocks", "figures", "reports"]
