"""What all entities share."""

from plenary.api.entities import Entity

__all__ = ["Entity"]
