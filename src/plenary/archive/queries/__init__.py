"""Reads: the first argument is the viewer."""

from plenary.archive.queries.archives import (
    archive_file,
    latest_archive,
    my_archive,
    next_archive_at,
)
from plenary.archive.queries.exports import severed, table
from plenary.archive.queries.imports import (
    Preview,
    failures,
    failures_table,
    my_import,
    my_imports,
    preview,
)
from plenary.archive.queries.moving import (
    latest_move,
    my_aliases,
    next_move_at,
    went_to,
)

__all__ = [
    "Preview",
    "archive_file",
    "failures",
    "failures_table",
    "latest_archive",
    "latest_move",
    "my_aliases",
    "my_archive",
    "my_import",
    "my_imports",
    "next_archive_at",
    "next_move_at",
    "preview",
    "severed",
    "table",
    "went_to",
]
