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


@dataclass(frozen=True)
class EventAnnounced:
    event_id: int


@dataclass(frozen=True)
class EventChanged:
    """What everybody may know of it: when, where, what it is called."""

    event_id: int


@dataclass(frozen=True)
class EventCancelled:
    event_id: int


@dataclass(frozen=True)
class JoinReceived:
    """Somebody elsewhere said that they come, and is answered: `accepted` or not."""

    event_id: int
    account_id: int
    join_uri: str
    accepted: bool


@dataclass(frozen=True)
class PostsAwaited:
    """Whether an event awaits what somebody elsewhere writes under its hashtag may be another."""

    account_id: int


@dataclass(frozen=True)
class InvitedElsewhere:
    invitation_id: int


@dataclass(frozen=True)
class BoostingChanged:
    """Who may be passed on changed: somebody left, or shows it to others; or the event decided."""

    event_id: int
    account_id: int | None = None
