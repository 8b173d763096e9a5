"""Polls as the viewer sees them: two queries, however many."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.lib.errors import NotFound
from plenary.lib.shortcodes import Picture
from plenary.statuses.models import Poll, PollOption, PollVote
from plenary.statuses.visibility import may_see


@dataclass(slots=True)
class Answers:
    """A poll with its options as (title, votes), and what the viewer answered. Votes are None
    while the poll hides them."""

    id: int
    status_id: int
    expires_at: datetime | None
    expired: bool
    multiple: bool
    votes: int
    voters: int
    options: list[tuple[str, int | None]] = field(default_factory=list)
    own: list[int] = field(default_factory=list)
    mine: bool = False  # the viewer asked it
    emojis: list[Picture] = field(default_factory=list)

    @property
    def voted(self) -> bool:
        return bool(self.own) or self.mine

    def bars(self) -> list[tuple[str, int | None, int, bool]]:
        """Of each option: its title, votes, share of the voters in per cent, whether it is the
        viewer's own."""
        return [
            (title, votes, round(100 * (votes or 0) / max(self.voters, 1)), place in self.own)
            for place, (title, votes) in enumerate(self.options)
        ]


_COLUMNS = (
    "poll_id", "title", "votes_count", "poll__status_id", "poll__expires_at", "poll__multiple",
    "poll__hide_totals", "poll__votes_count", "poll__voters_count", "poll__status__account_id",
    "poll__emojis",
)  # fmt: skip


def polls(viewer: Account | None, status_ids: Iterable[int]) -> dict[int, Answers]:
    """The polls of statuses that the viewer may see, by the status's id."""
    now = clock.now()
    rows = PollOption.objects.filter(poll__status__in=list(status_ids)).order_by(
        "poll_id", "position"
    )
    found: dict[int, Answers] = {}
    for row in rows.values_list(*_COLUMNS):
        pk, title, votes, status_id, expires_at, multiple, hidden, all_votes, voters, *rest = row
        author, emojis = rest
        expired = expires_at is not None and expires_at <= now
        poll = found.setdefault(
            pk, Answers(pk, status_id, expires_at, expired, multiple, all_votes, voters)
        )
        poll.mine = viewer is not None and author == viewer.pk
        poll.emojis = emojis
        poll.options.append((title, None if hidden and not expired else votes))
    if viewer is not None and found:
        mine = PollVote.objects.filter(account=viewer, poll__in=found).order_by("pk")
        for poll_id, choice in mine.values_list("poll_id", "choice"):
            found[poll_id].own.append(choice)
    return {poll.status_id: poll for poll in found.values()}


def poll(viewer: Account | None, poll_id: int) -> Answers:
    """One poll; NotFound unless the viewer may see the status that asks it."""
    kept: Any = Poll.objects.filter(pk=poll_id).first()
    if kept is None:
        raise NotFound
    if not may_see(viewer, kept.status_id):
        raise NotFound
    return polls(viewer, [kept.status_id])[kept.status_id]


def voters(poll_id: int) -> list[int]:
    """Who answered a poll here, to be told its end."""
    rows = PollVote.objects.filter(poll=poll_id, account__domain="")
    return list(rows.order_by("account_id").values_list("account_id", flat=True).distinct())
