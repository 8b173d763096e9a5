"""Who understands RFC 9421, by FEP-844e."""

from typing import Any

_RFC9421 = "https://datatracker.ietf.org/doc/html/rfc9421"

# Goes into the `generator` of every actor, and into the server's own actor.
IMPLEMENTS = [{"type": "Link", "href": _RFC9421, "name": "RFC-9421: HTTP Message Signatures"}]


def understands_rfc9421(actor: Any) -> bool:
    """Whether a remote actor (as JSON gave it) says that its server reads these signatures.

    Anything that is not of the expected form means no.
    """
    if not isinstance(actor, dict):
        return False
    for said in (actor.get("generator"), actor):
        links = said.get("implements") if isinstance(said, dict) else None
        for link in links if isinstance(links, list) else [links]:
            if (link.get("href") if isinstance(link, dict) else link) == _RFC9421:
                return True
    return False
