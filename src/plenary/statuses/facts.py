"""What happens to statuses."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StatusPublished:
    status_id: int
    account_id: int


@dataclass(frozen=True)
class StatusEdited:
    status_id: int


@dataclass(frozen=True)
class StatusDeleted:
    status_id: int
    account_id: int
    visibility: int


@dataclass(frozen=True)
class StatusBoosted:
    boost_id: int
    status_id: int
    account_id: int


@dataclass(frozen=True)
class StatusUnboosted:
    boost_id: int
    status_id: int
    account_id: int


@dataclass(frozen=True)
class StatusFavourited:
    favourite_id: int
    status_id: int
    account_id: int


@dataclass(frozen=True)
class PollEnded:
    poll_id: int
    status_id: int


@dataclass(frozen=True)
class QuoteRevoked:
    """The one who was quoted took their post out of `status_id`."""

    status_id: int
