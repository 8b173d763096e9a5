"""SQLite as Django's own backend has it, and whoever writes stands in a queue (`base`)."""
