"""An app on somebody's phone, as every API door is tried."""

from tests.api.phones import EVERYTHING, Phone, check_shape, nobody, phone, run_all, ward_round
from tests.mastodon_api.linked import world

__all__ = [
    "EVERYTHING",
    "Phone",
    "check_shape",
    "nobody",
    "phone",
    "run_all",
    "ward_round",
    "world",
]
