"""What happens at an event."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CheckedIn:
    """Someone took a seat, or another one, or changed who may see them."""

    session_id: int
    account_id: int


@dataclass(frozen=True)
class CheckedOut:
    """Someone left. `audience` and `waved_at` are who could see them until then."""

    session_id: int
    account_id: int
    audience: str
    waved_at: tuple[int, ...] = ()


@dataclass(frozen=True)
class Waved:
    wave_id: int


@dataclass(frozen=True)
class MeetupAnnounced:
    meetup_id: int
    host_id: int


@dataclass(frozen=True)
class MeetupJoined:
    meetup_id: int
    account_id: int
