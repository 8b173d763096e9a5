"""What other servers are to be answered (`number` tells one answer from another), and what is to be
fetched from them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FollowRefused:
    """Somebody elsewhere asked to follow, by the activity `uri`, and may not."""

    source_id: int
    target_id: int
    uri: str
    number: int


@dataclass(frozen=True)
class FollowRepeated:
    """Somebody elsewhere asked to follow once more, and does: their server has not heard of it."""

    source_id: int
    target_id: int
    uri: str
    number: int


@dataclass(frozen=True)
class QuoteAnswered:
    """Somebody elsewhere (`source_id`) asked, by the activity `uri`, whether their post may quote
    one of ours. Where it may, `quoting_id` is their post as it is kept here; else 0."""

    account_id: int
    source_id: int
    quoted_id: int
    quoting_uri: str
    quoting_id: int
    uri: str
    number: int


@dataclass(frozen=True)
class PicturesElsewhere:
    """Somebody elsewhere has another picture than before."""

    account_id: int


@dataclass(frozen=True)
class ServerMet:
    """A server that nobody here had to do with before."""

    domain: str


@dataclass(frozen=True)
class QuoteSettled:
    """Whoever is quoted elsewhere gave leave to a post of ours, or refused, or took it back."""

    status_id: int
