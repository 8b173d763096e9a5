"""The methods of the API; importing them fills the table of routes."""

from plenary.mastodon_api.methods import apps, oauth, timelines

__all__ = ["apps", "oauth", "timelines"]
