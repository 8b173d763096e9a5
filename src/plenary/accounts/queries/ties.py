"""Who relates to whom, as one side may know it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from plenary.accounts.models import Account, Block, Follow, FollowRequest, Mute
from plenary.accounts.visibility import apart
from plenary.lib import clock


@dataclass
class Relationship:
    """The viewer's stance towards someone and, of follows, theirs towards the viewer."""

    following: bool = False
    followed_by: bool = False
    requested: bool = False
    requested_by: bool = False
    blocking: bool = False
    muting: bool = False

    @property
    def mutual(self) -> bool:
        return self.following and self.followed_by


def relationships(viewer: Account, ids: Iterable[int]) -> dict[int, Relationship]:
    """How the viewer stands to each of `ids` (four queries, however many)."""
    ids = list(ids)
    found = {pk: Relationship() for pk in ids}
    both = Q(source=viewer, target__in=ids) | Q(target=viewer, source__in=ids)
    for source, target in Follow.objects.filter(both).values_list("source_id", "target_id"):
        if source == viewer.pk:
            found[target].following = True
        else:
            found[source].followed_by = True
    for source, target in FollowRequest.objects.filter(both).values_list("source_id", "target_id"):
        if source == viewer.pk:
            found[target].requested = True
        else:
            found[source].requested_by = True
    for pk in Block.objects.filter(source=viewer, target__in=ids).values_list("target_id", flat=True):
        found[pk].blocking = True
    live = Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now())
    mutes = Mute.objects.filter(live, source=viewer, target__in=ids)
    for pk in mutes.values_list("target_id", flat=True):
        found[pk].muting = True
    return found


def relationship(viewer: Account | None, other: Account) -> Relationship:
    if viewer is None or viewer.pk == other.pk:
        return Relationship()
    return relationships(viewer, [other.pk])[other.pk]


def follows_between(
    viewer: Account, ids: Iterable[int]
) -> tuple[dict[int, datetime], dict[int, datetime]]:
    """Since when the viewer follows each, and since when each follows the viewer (one query)."""
    ids = list(ids)
    mine: dict[int, datetime] = {}
    theirs: dict[int, datetime] = {}
    both = Q(source=viewer, target__in=ids) | Q(target=viewer, source__in=ids)
    for source, target, since in Follow.objects.filter(both).values_list(
        "source_id", "target_id", "created_at"
    ):
        if source == viewer.pk:
            mine[target] = since
        else:
            theirs[source] = since
    return mine, theirs


def followers(
    viewer: Account | None, account: Account, *, after: int | None = None, limit: int = 40
) -> list[Follow]:
    """Follows of the account, newest first, `source` loaded; `after` is a follow's id."""
    rows = Follow.objects.filter(target=account).exclude(apart(viewer, "source"))
    rows = rows.select_related("source").order_by("-pk")
    return list((rows.filter(pk__lt=after) if after else rows)[:limit])


def following(
    viewer: Account | None, account: Account, *, after: int | None = None, limit: int = 40
) -> list[Follow]:
    """Follows by the account, newest first, `target` loaded."""
    rows = Follow.objects.filter(source=account).exclude(apart(viewer, "target"))
    rows = rows.select_related("target").order_by("-pk")
    return list((rows.filter(pk__lt=after) if after else rows)[:limit])


def follow_requests(viewer: Account, limit: int = 80) -> list[Account]:
    """Who asks to follow the viewer, longest waiting first."""
    rows = FollowRequest.objects.filter(target=viewer).exclude(apart(viewer, "source"))
    return [row.source for row in rows.select_related("source").order_by("pk")[:limit]]


def blocked(viewer: Account, limit: int = 200) -> list[Account]:
    rows = Block.objects.filter(source=viewer).select_related("target").order_by("-pk")[:limit]
    return [row.target for row in rows]


def muted(viewer: Account, limit: int = 200) -> list[Mute]:
    live = Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now())
    rows = Mute.objects.filter(live, source=viewer).select_related("target").order_by("-pk")
    return list(rows[:limit])
