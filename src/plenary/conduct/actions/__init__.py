"""Writes: the first argument is the actor."""

from plenary.conduct.actions.decisions import decide, erase, lift, refuse_sign_up
from plenary.conduct.actions.domains import block_domain, change_domain_block, unblock_domain
from plenary.conduct.actions.emojis import add_emoji, change_emoji, remove_emoji
from plenary.conduct.actions.reports import (
    add_note,
    assign,
    change_report,
    make_report,
    reopen,
    resolve,
)
from plenary.conduct.actions.roles import appoint

__all__ = [
    "add_emoji",
    "add_note",
    "appoint",
    "assign",
    "block_domain",
    "change_domain_block",
    "change_emoji",
    "change_report",
    "decide",
    "erase",
    "lift",
    "make_report",
    "refuse_sign_up",
    "remove_emoji",
    "reopen",
    "resolve",
    "unblock_domain",
]
