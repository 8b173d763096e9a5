"""JSON from strangers, whose reading costs no more than its size."""

import re
from typing import Any

import msgspec

MAX_DEPTH = 32
_MOST_NUMBER = 2**63 - 1
_LONG_NUMBER = re.compile(rb"(?<![.0-9])[0-9]{19,}")
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_NO_BRACKET = bytes(byte for byte in range(256) if byte not in b"[]{}")
_decoder = msgspec.json.Decoder()


def loads(body: bytes, max_bytes: int) -> dict[str, Any]:
    """An object, as JSON says it; of a key given twice, the last. Raises ValueError for what is
    larger, deeper than MAX_DEPTH, no object or no JSON (RFC 8259): with NaN, a NUL, or a whole
    number of more than 64 bits."""
    if len(body) > max_bytes:
        raise ValueError(f"It is larger than {max_bytes} bytes.")
    try:
        found = _decoder.decode(body)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(f"That is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise ValueError("That is no object.")
    # From here on it is known to be JSON, which makes this simple.
    unescaped = body.replace(rb"\\", b"")
    if rb"\u0000" in unescaped:
        raise ValueError("A NUL is no text.")
    outside = b" ".join(unescaped.replace(rb"\"", b"").split(b'"')[::2])
    if any(len(one) > 19 or int(one) > _MOST_NUMBER for one in _LONG_NUMBER.findall(outside)):
        raise ValueError("A number is too large.")
    if not _is_shallow(outside):
        raise ValueError(f"It is nested deeper than {MAX_DEPTH}.")
    return found


def _is_shallow(outside: bytes) -> bool:
    """Each turn takes away what is innermost, many times faster than a walk over what was read."""
    left = outside.translate(_BRACKETS, _NO_BRACKET)
    for _ in range(MAX_DEPTH):
        left = left.replace(b"[]", b"")
        if not left:
            return True
    return False
