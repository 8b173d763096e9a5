"""What happens to statuses."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StatusPublished:
    """`local`: it was written here. `quotes`: another post, perhaps. What follows need not ask."""

    status_id: int
    account_id: int
    local: bool = True
    quotes: bool = True


@dataclass(frozen=True)
class StatusEdited:
    status_id: int


@dataclass(frozen=True)
class StatusDeleted:
    """What is needed of it to tell others when it is gone: what it was called among servers, the
    ids of those it named, answered or quoted, and of those who boosted it."""

    status_id: int
    account_id: int
    visibility: int
    uri: str
    told: tuple[int, ...] = ()
    boosters: tuple[int, ...] = ()


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
class StatusUnfavourited:
    favourite_id: int
    status_id: int
    account_id: int


@dataclass(frozen=True)
class StatusPinned:
    status_id: int
    account_id: int


@dataclass(frozen=True)
class StatusUnpinned:
    status_id: int
    account_id: int


@dataclass(frozen=True)
class PollVoted:
    poll_id: int
    status_id: int
    account_id: int
    choices: tuple[int, ...]


@dataclass(frozen=True)
class PollEnded:
    poll_id: int
    status_id: int


@dataclass(frozen=True)
class QuoteRevoked:
    """The one who was quoted took their post out of `status_id`."""

    status_id: int


@dataclass(frozen=True)
class LinkPosted:
    """A post, new or edited, links to somewhere that a preview is to be made of."""

    status_id: int


@dataclass(frozen=True)
class QuotePolicyChanged:
    """Others may quote a post now than before."""

    status_id: int


@dataclass(frozen=True)
class FilesElsewhere:
    """A post of another server has files that are to be fetched from there."""

    status_id: int


@dataclass(frozen=True)
class CardShown:
    """A post shows the preview of its link now."""

    status_id: int
