"""Servers that are met where only those on a list are
(docs.joinmastodon.org/methods/admin/domain_allows). The list is kept in any case; it takes effect
with PLENARY_ALLOW_LIST."""

from typing import Any

import msgspec

from plenary.api.call import Call
from plenary.conduct import actions, queries
from plenary.mastodon_api.entities.admin import AdminDomainAllow
from plenary.mastodon_api.methods.admin.door import moderating, page
from plenary.mastodon_api.serializers import admin

_ALLOWS, _NOUN = "v1/admin/domain_allows", "domain_allows"


@moderating("GET", _ALLOWS, _NOUN, gives=list[AdminDomainAllow], paged=True)
def domain_allows(call: Call) -> list[Any]:
    """Servers on the list, the latest first."""
    found = queries.domain_allows(call.me, page(call))
    call.link(older=found.older, newer=found.newer)
    return [admin.domain_allow(row) for row in found.rows]


@moderating("GET", f"{_ALLOWS}/{{id}}", _NOUN, gives=AdminDomainAllow)
def domain_allow(call: Call, allow_id: int) -> Any:
    """One of them."""
    return admin.domain_allow(queries.domain_allow(call.me, allow_id))


class Allowed(msgspec.Struct):
    domain: str = ""


@moderating("POST", _ALLOWS, _NOUN, takes=Allowed, gives=AdminDomainAllow)
def allow(call: Call) -> Any:
    """Put a server on the list; one that is there already is answered as it is."""
    return admin.domain_allow(actions.allow_domain(call.me, call.read(Allowed).domain))


@moderating("DELETE", f"{_ALLOWS}/{{id}}", _NOUN, gives=AdminDomainAllow)
def disallow(call: Call, allow_id: int) -> Any:
    """Take a server off the list."""
    return admin.domain_allow(actions.disallow_domain(call.me, allow_id))
