"""Servers kept away (docs.joinmastodon.org/methods/admin/domain_blocks)."""

from typing import Any

import msgspec

from plenary.api.call import Call
from plenary.api.door import error
from plenary.conduct import actions, queries, rules
from plenary.mastodon_api.entities.admin import AdminDomainBlock
from plenary.mastodon_api.methods.admin.door import moderating, page
from plenary.mastodon_api.serializers import admin

_BLOCKS, _NOUN = "v1/admin/domain_blocks", "domain_blocks"


@moderating("GET", _BLOCKS, _NOUN, gives=list[AdminDomainBlock], paged=True)
def domain_blocks(call: Call) -> list[Any]:
    """Servers kept away, the latest decision first."""
    found = queries.domain_blocks(call.me, page(call))
    call.link(older=found.older, newer=found.newer)
    return [admin.domain_block(row) for row in found.rows]


@moderating("GET", f"{_BLOCKS}/{{id}}", _NOUN, gives=AdminDomainBlock)
def domain_block(call: Call, block_id: int) -> Any:
    """One of them."""
    return admin.domain_block(queries.domain_block(call.me, block_id))


class Decision(msgspec.Struct):
    """`severity`: silence (unless said otherwise), suspend or noop."""

    severity: str | None = None
    reject_media: bool | None = None
    reject_reports: bool | None = None
    private_comment: str | None = None
    public_comment: str | None = None
    obfuscate: bool | None = None


class NewDecision(Decision):
    domain: str = ""


@moderating("POST", _BLOCKS, _NOUN, takes=NewDecision, gives=AdminDomainBlock)
def block(call: Call) -> Any:
    """Keep a server away."""
    given = msgspec.structs.asdict(call.read(NewDecision))
    name = rules.check_domain(given.pop("domain"))
    known = queries.block_of(call.me, name)
    if known is not None:
        words = f"You have already imposed limits on {name}."
        return error(422, words, existing_domain_block=admin.domain_block(known))
    return admin.domain_block(actions.block_domain(call.me, name, **given))


@moderating("PUT", f"{_BLOCKS}/{{id}}", _NOUN, takes=Decision, gives=AdminDomainBlock)
def change(call: Call, block_id: int) -> Any:
    """Decide anew of a server."""
    given = msgspec.structs.asdict(call.read(Decision))
    return admin.domain_block(actions.change_domain_block(call.me, block_id, **given))


@moderating("DELETE", f"{_BLOCKS}/{{id}}", _NOUN, gives=dict[str, str])
def unblock(call: Call, block_id: int) -> dict[str, str]:
    """Keep a server away no more."""
    actions.unblock_domain(call.me, block_id)
    return {}
