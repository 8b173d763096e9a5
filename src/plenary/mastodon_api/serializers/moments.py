"""Times as both API doors write them."""

from plenary.api.moments import day, moment, moment_or_none

__all__ = ["day", "moment", "moment_or_none"]
