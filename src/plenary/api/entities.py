"""What the entities of both API doors share."""

import msgspec


class Entity(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One entity; unknown fields are refused when a test reads one back."""


class Nothing(Entity, kw_only=True):
    """Done, and there is nothing to tell."""
