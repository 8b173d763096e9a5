"""Lists that moderators of other servers keep and this one does not: empty, and to be added to by
nobody (docs.joinmastodon.org/methods/admin: email_domain_blocks, ip_blocks,
canonical_email_blocks)."""

from typing import Any

from plenary.api.call import Call
from plenary.lib.errors import NotFound, Refused
from plenary.mastodon_api.entities.admin import (
    AdminCanonicalEmailBlock,
    AdminEmailDomainBlock,
    AdminIpBlock,
)
from plenary.mastodon_api.methods.admin.door import moderating


def _absent(noun: str, entity: Any, what: str) -> None:
    """Register the methods of a list that is honestly empty."""

    def listed(call: Call) -> list[Any]:
        return []

    def one(call: Call, row_id: int) -> Any:
        raise NotFound

    def add(call: Call) -> Any:
        raise Refused(f"Validation failed: {what} are not kept on this server")

    listed.__doc__ = f"{what}: none are kept here."
    one.__doc__ = f"One of them; there is none. {what} are not kept here."
    add.__doc__ = f"{what} are not kept here: always refused."
    path = f"v1/admin/{noun}"
    moderating("GET", path, noun, gives=list[entity])(listed)
    moderating("POST", path, noun, gives=entity)(add)
    for method in ("GET", "PUT", "DELETE"):
        if method == "PUT" and noun not in {"ip_blocks"}:
            continue
        moderating(method, f"{path}/{{id}}", noun, gives=entity)(one)


_absent("email_domain_blocks", AdminEmailDomainBlock, "Blocked mail providers")
_absent("ip_blocks", AdminIpBlock, "Blocked network addresses")
_absent("canonical_email_blocks", AdminCanonicalEmailBlock, "Blocked mail addresses")
