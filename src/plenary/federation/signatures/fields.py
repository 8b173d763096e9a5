"""Structured fields (RFC 9651), read strictly: whatever is named twice is refused."""

from typing import Any, NoReturn

import http_sf

from plenary.federation.signatures.message import BadSignature


def dictionary(name: str, value: str) -> dict[str, Any]:
    """Members as http_sf gives them: pairs of a value (or list) and its parameters."""

    def twice(key: str, _where: str) -> NoReturn:
        raise BadSignature(f"the header {name} says {key[:40]} twice")

    try:
        found = http_sf.parse(value.encode("ascii"), tltype="dictionary", on_duplicate_key=twice)
    except (ValueError, OverflowError) as error:
        raise BadSignature(f"the header {name} cannot be read") from error
    if not isinstance(found, dict):
        raise BadSignature(f"the header {name} cannot be read")
    return found


def byte_sequences(name: str, value: str) -> dict[str, bytes]:
    """A dictionary of nothing but bytes, such as `Signature` and `Content-Digest`."""
    found: dict[str, bytes] = {}
    for key, (content, parameters) in dictionary(name, value).items():
        if not isinstance(content, bytes) or parameters:
            raise BadSignature(f"the header {name} holds something other than bytes")
        found[key] = content
    return found


def inner_list(items: list[Any], parameters: dict[str, Any]) -> str:
    """In its one strict spelling, which is what gets signed."""
    return http_sf.ser({"s": (items, parameters)}).removeprefix("s=")
