"""What happens between accounts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AccountFollowed:
    follow_id: int
    source_id: int
    target_id: int


@dataclass(frozen=True)
class AccountUnfollowed:
    source_id: int
    target_id: int


@dataclass(frozen=True)
class FollowRequested:
    request_id: int
    source_id: int
    target_id: int


@dataclass(frozen=True)
class AccountBlocked:
    source_id: int
    target_id: int


@dataclass(frozen=True)
class EmojiChanged:
    """A server has another emoji of this name than before, or none any more."""

    domain: str
    shortcode: str


@dataclass(frozen=True)
class SignedUp:
    """Somebody made an account by themselves."""

    account_id: int
