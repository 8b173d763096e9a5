"""The methods of the API; importing them fills the table of routes."""

from plenary.mastodon_api.methods import apps, media, oauth, statuses, streaming, timelines

__all__ = ["apps", "media", "oauth", "statuses", "streaming", "timelines"]
