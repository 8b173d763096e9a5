"""Files as clients send them: as an upload, or within a text as a `data:` address."""

import base64
import binascii
from io import BytesIO
from typing import IO, Any

from plenary.lib.errors import Refused


def given(value: Any) -> IO[bytes] | None:
    """What was sent as a file; None for nothing, or for a text that is no `data:` address."""
    if hasattr(value, "read"):
        found: IO[bytes] = value
        return found
    if not isinstance(value, str) or not value.startswith("data:"):
        return None
    kind, comma, body = value.partition(",")
    if not comma or not kind.endswith(";base64"):
        raise Refused("Validation failed: File must be a data address in base64")
    try:
        return BytesIO(base64.b64decode(body, validate=True))
    except binascii.Error:
        raise Refused("Validation failed: File must be a data address in base64") from None
