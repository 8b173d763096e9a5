"""Writes: the first argument is the actor."""

from plenary.conduct.actions.decisions import decide, erase, lift, refuse_sign_up
from plenary.conduct.actions.domain_lists import Outcome, import_domain_blocks
from plenary.conduct.actions.domains import (
    allow_domain,
    block_domain,
    change_domain_block,
    disallow_domain,
    unblock_domain,
)
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
from plenary.conduct.actions.standing import stand_everywhere

__all__ = [
    "Outcome",
    "add_emoji",
    "add_note",
    "allow_domain",
    "appoint",
    "assign",
    "block_domain",
    "change_domain_block",
    "change_emoji",
    "change_report",
    "decide",
    "disallow_domain",
    "erase",
    "import_domain_blocks",
    "lift",
    "make_report",
    "refuse_sign_up",
    "remove_emoji",
    "reopen",
    "resolve",
    "stand_everywhere",
    "unblock_domain",
]
