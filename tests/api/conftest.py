"""An app on somebody's phone, as the doors' own tests have it."""

from tests.api.phones import nobody, phone, ward_round

__all__ = ["nobody", "phone", "ward_round"]
