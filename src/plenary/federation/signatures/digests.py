"""What a body must hash to: `Digest` (RFC 3230, in the draft) and `Content-Digest` (RFC 9530)."""

import base64
import binascii
import hashlib
import hmac
from functools import cached_property

from plenary.federation.signatures import fields
from plenary.federation.signatures.message import BadSignature, Message

_KNOWN = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}


class Body:
    """A body whose hash is taken once, however many inboxes it goes to."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @cached_property
    def _sha256(self) -> str:
        return base64.b64encode(hashlib.sha256(self.content).digest()).decode()

    @property
    def digest(self) -> str:
        """The value of `Digest`."""
        return f"SHA-256={self._sha256}"

    @property
    def content_digest(self) -> str:
        """The value of `Content-Digest`."""
        return f"sha-256=:{self._sha256}:"


def check(header: str, message: Message, body: bytes) -> None:
    """Raises unless the header is there and every hash in it that we know is the body's.

    At least one must be known; weak ones beside it are passed over.
    """
    value = message.value(header)
    said = _draft(value) if header == "digest" else fields.byte_sequences(header, value)
    known = {name: raw for name, raw in said.items() if name in _KNOWN}
    if not known:
        raise BadSignature(f"the header {header} has no SHA-256")
    for name, raw in known.items():
        if not hmac.compare_digest(raw, _KNOWN[name](body).digest()):
            raise BadSignature("the body is not the one that was signed")


def _draft(value: str) -> dict[str, bytes]:
    said: dict[str, bytes] = {}
    for part in value.split(","):
        name, _, encoded = part.strip().partition("=")
        name = name.lower()
        if name in said:
            raise BadSignature("the header digest names a hash twice")
        try:
            said[name] = base64.b64decode(encoded, validate=True) if name in _KNOWN else b""
        except (binascii.Error, ValueError):
            raise BadSignature("the header digest cannot be read") from None
    return said
