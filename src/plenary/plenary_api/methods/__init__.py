"""The methods of this door; importing them fills the table of routes."""

from plenary.plenary_api.methods import (
    agenda,
    attendance,
    encounters,
    events,
    faces,
    feed,
    meetups,
    presence,
    programme,
)

__all__ = [
    "agenda",
    "attendance",
    "encounters",
    "events",
    "faces",
    "feed",
    "meetups",
    "presence",
    "programme",
]
