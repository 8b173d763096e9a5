"""Writes: the first argument is the actor."""

from plenary.archive.actions.archives import ask_archive
from plenary.archive.actions.carrying import follow_moved
from plenary.archive.actions.imports import bring, confirm_import, drop_import
from plenary.archive.actions.moving import (
    add_alias,
    move_away,
    move_back,
    remove_alias,
)

__all__ = [
    "add_alias",
    "ask_archive",
    "bring",
    "confirm_import",
    "drop_import",
    "follow_moved",
    "move_away",
    "move_back",
    "remove_alias",
]
