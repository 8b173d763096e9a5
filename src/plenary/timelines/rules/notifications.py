"""Which notifications are told together, and which a policy keeps apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

# Kinds by the names that apps know them by. Waves, meetings and meet-ups are told to whoever asks
# for them by type: apps that do not know them would stumble.
NAMES = {
    "mention": "mention",
    "reply": "mention",
    "status": "status",
    "boost": "reblog",
    "favourite": "favourite",
    "follow": "follow",
    "follow_request": "follow_request",
    "poll": "poll",
    "update": "update",
    "quote": "quote",
    "quoted_update": "quoted_update",
    "admin.sign_up": "admin.sign_up",
    "admin.report": "admin.report",
    "moderation_warning": "moderation_warning",
    "severed": "severed_relationships",
}
# What several people do about one thing.
GROUPED = {"favourite", "boost", "follow", "admin.sign_up"}
SPAN_HOURS = 12  # from the first of a group
# What may be about one's own doing.
OF_ONESELF = {"poll", "moderation_warning", "severed", "archive"}
# What somebody does unasked. What one asked for, or what moderators must hear, is never kept apart.
UNASKED = {"mention", "reply", "boost", "favourite", "follow", "follow_request", "quote"}

ACCEPT, FILTER, DROP = "accept", "filter", "drop"
STANCES = (ACCEPT, FILTER, DROP)
AUDIENCES = ("all", "followed", "follower", "none")  # whose doings are pushed
CLAUSES = (
    "for_not_following",
    "for_not_followers",
    "for_new_accounts",
    "for_private_mentions",
    "for_limited_accounts",
)
NEW_FOLLOWER = timedelta(days=3)  # so long one is a stranger still
NEW_ACCOUNT = timedelta(days=30)


def group_keys(kind: str, status_id: int | None, at: datetime) -> list[str]:
    """The groups a notification may join, the last one its own; none where it stands alone."""
    if kind not in GROUPED:
        return []
    about = NAMES[kind] if status_id is None else f"{NAMES[kind]}-{status_id}"
    hour = int(at.timestamp()) // 3600
    return [f"{about}-{one}" for one in range(hour - SPAN_HOURS + 1, hour + 1)]


@dataclass(frozen=True)
class Sender:
    """What a policy asks of whoever did something."""

    followed: bool  # by the account
    follows_since: datetime | None
    created_at: datetime
    private: bool = False  # a direct post that answers none of the account's
    limited: bool = False


def applying(sender: Sender, now: datetime) -> Iterable[str]:
    """The clauses of a policy that are about a sender."""
    if not sender.followed:
        yield "for_not_following"
        if sender.private:
            yield "for_private_mentions"
        if sender.limited:
            yield "for_limited_accounts"
        if sender.created_at > now - NEW_ACCOUNT:
            yield "for_new_accounts"
    if sender.follows_since is None or sender.follows_since > now - NEW_FOLLOWER:
        yield "for_not_followers"


def strictest(stances: Iterable[str]) -> str:
    """The strictest of several stances; accept for none."""
    return max(stances, key=STANCES.index, default=ACCEPT)
