"""What happens between accounts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AccountFollowed:
    follow_id: int
    source_id: int
    target_id: int


@dataclass(frozen=True)
class AccountUnfollowed:
    """`by_id`: which of the two ended it."""

    source_id: int
    target_id: int
    follow_id: int
    by_id: int


@dataclass(frozen=True)
class FollowRequested:
    request_id: int
    source_id: int
    target_id: int


@dataclass(frozen=True)
class FollowRequestEnded:
    """Without a follow: taken back, or refused; `by_id` says by whom."""

    request_id: int
    source_id: int
    target_id: int
    by_id: int


@dataclass(frozen=True)
class AccountBlocked:
    source_id: int
    target_id: int
    block_id: int


@dataclass(frozen=True)
class AccountUnblocked:
    source_id: int
    target_id: int
    block_id: int


@dataclass(frozen=True)
class ProfileChanged:
    """What others see of somebody of this server, counts aside."""

    account_id: int


@dataclass(frozen=True)
class EmojiChanged:
    """A server has another emoji of this name than before, or none any more."""

    domain: str
    shortcode: str


@dataclass(frozen=True)
class EmojiElsewhere:
    """Another server's people name an emoji whose picture is to be fetched from there."""

    domain: str
    shortcode: str


@dataclass(frozen=True)
class SignedUp:
    """Somebody made an account by themselves."""

    account_id: int
