"""How the viewer knows somebody, in a line: a constant number of queries for all of a page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from plenary.accounts import queries as accounts
from plenary.accounts.models import Account
from plenary.events.models import Event
from plenary.lib import clock, ids
from plenary.statuses.models import ConversationPair, HashtagUse

SHOWN_HASHTAGS = 2


@dataclass
class Acquaintance:
    """Since when the viewer follows the person and is followed, in how many threads they spoke,
    which hashtags both use (their most used first), when they last posted under the event's."""

    i_follow: datetime | None = None
    they_follow: datetime | None = None
    conversations: int = 0
    hashtags: list[str] = field(default_factory=list)
    last_post: datetime | None = None
    event_hashtag: str = ""

    @property
    def mutual(self) -> bool:
        return self.i_follow is not None and self.they_follow is not None

    def __bool__(self) -> bool:
        ties = self.i_follow or self.they_follow or self.conversations
        return bool(ties or self.hashtags or self.last_post)

    def __str__(self) -> str:
        parts = [self._ties()]
        if self.conversations:
            many = "s" if self.conversations > 1 else ""
            parts.append(f"{self.conversations} conversation{many}")
        if self.hashtags:
            parts.append("both " + " ".join(f"#{name}" for name in self.hashtags[:SHOWN_HASHTAGS]))
        if self.last_post:
            parts.append(f"posted #{self.event_hashtag} {_ago(self.last_post)}")
        return " · ".join(part for part in parts if part)

    def _ties(self) -> str:
        if self.i_follow and self.they_follow:
            first = "you first" if self.i_follow < self.they_follow else "they first"
            return f"Mutual since {_month(max(self.i_follow, self.they_follow))}, {first}"
        if self.i_follow:
            return f"You follow since {_month(self.i_follow)}"
        if self.they_follow:
            return f"Follows you since {_month(self.they_follow)}"
        return ""


def _month(moment: datetime) -> str:
    return f"{moment:%b %Y}"


def _ago(moment: datetime) -> str:
    hours = (clock.now() - moment).total_seconds() / 3600
    if hours < 1:
        return "just now"
    if hours < 24:
        return f"{int(hours)} h ago"
    return f"{int(hours // 24)} d ago"


def acquaintance(
    viewer: Account | None, people: Sequence[Account], event: Event | None
) -> dict[int, Acquaintance]:
    """For each person (by id) how the viewer knows them; at most five queries, however many."""
    found = {person.pk: Acquaintance() for person in people}
    if not found:
        return found
    if viewer is not None:
        mine, theirs = accounts.follows_between(viewer, found)
        for pk, since in mine.items():
            found[pk].i_follow = since
        for pk, since in theirs.items():
            found[pk].they_follow = since
        _conversations(viewer, found)
        _shared_hashtags(viewer, found, event)
    if event is not None and event.hashtag_id is not None:
        _last_posts(event.hashtag_id, found)
    return found


def _conversations(viewer: Account, found: dict[int, Acquaintance]) -> None:
    for mine, other in (("low", "high_id"), ("high", "low_id")):
        rows = (
            ConversationPair.objects.filter(**{mine: viewer, f"{other}__in": list(found)})
            .values_list(other)
            .annotate(threads=Count("pk"))
        )
        for pk, threads in rows:
            found[pk].conversations += threads


def _shared_hashtags(viewer: Account, found: dict[int, Acquaintance], event: Event | None) -> None:
    """Without the event's own, which the last post under it tells of."""
    mine = HashtagUse.objects.filter(account=viewer)
    if event is not None and event.hashtag_id is not None:
        mine = mine.exclude(hashtag=event.hashtag_id)
    rows = (
        HashtagUse.objects.filter(account__in=list(found), hashtag__in=mine.values("hashtag_id"))
        .order_by("-uses", "hashtag_id")
        .values_list("account_id", "hashtag__display")
    )
    for pk, name in rows:
        found[pk].hashtags.append(name)


def _last_posts(hashtag_id: int, found: dict[int, Acquaintance]) -> None:
    """Uses are counted of public posts only, so there is nothing here that one may not know."""
    rows = HashtagUse.objects.filter(
        hashtag_id=hashtag_id, account__in=list(found), last_status_id__gt=0
    )
    for pk, last, name in rows.values_list("account_id", "last_status_id", "hashtag__display"):
        found[pk].last_post = ids.moment_of(last)
        found[pk].event_hashtag = name
