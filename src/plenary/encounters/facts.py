"""What happens between two people who meet."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MetAsked:
    encounter_id: int
    asker_id: int
    other_id: int


@dataclass(frozen=True)
class Met:
    encounter_id: int
