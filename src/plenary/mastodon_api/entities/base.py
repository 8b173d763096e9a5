"""What all entities share."""

import msgspec


class Entity(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One entity; unknown fields are refused when a test reads one back."""
