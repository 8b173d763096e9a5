"""What happens at an event."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CheckedIn:
    presence_id: int
    session_id: int
    account_id: int


@dataclass(frozen=True)
class CheckedOut:
    session_id: int
    account_id: int


@dataclass(frozen=True)
class Waved:
    wave_id: int
    session_id: int
    source_id: int
    target_id: int
    mutual: bool


@dataclass(frozen=True)
class MeetupAnnounced:
    meetup_id: int
    host_id: int


@dataclass(frozen=True)
class MeetupJoined:
    meetup_id: int
    account_id: int
