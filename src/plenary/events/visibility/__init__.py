"""Who may see what of an event. Every reader of attendance or presence starts here."""

from plenary.events.visibility.attendance import attendances, is_attending
from plenary.events.visibility.presence import presences, watchers, waves_to

__all__ = ["attendances", "is_attending", "presences", "watchers", "waves_to"]
