"""What everybody is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.timelines.models import Announcement, AnnouncementReaction, AnnouncementRead

MOST = 50


@dataclass(slots=True)
class Reaction:
    name: str
    count: int
    me: bool = False
    file: str = ""  # of a custom emoji: paths in media
    still: str = ""


@dataclass(slots=True)
class Shown:
    """An announcement with what people put under it; `read` if the viewer put it aside."""

    announcement: Announcement
    read: bool = False
    reactions: list[Reaction] = field(default_factory=list)


def announcements(
    viewer: Account | None, *, dismissed: bool = False, only: int | None = None
) -> list[Shown]:
    """Those that are out and not over, as the API orders them, oldest first; without those the
    viewer put aside, unless asked for (three queries at most)."""
    rows = Announcement.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now()), published_at__isnull=False
    )
    if only is not None:
        rows = rows.filter(pk=only)
    if viewer is not None:
        read = AnnouncementRead.objects.filter(announcement=OuterRef("pk"), account=viewer)
        rows = rows.annotate(read=Exists(read))
        if not dismissed:
            rows = rows.filter(read=False)
    latest = list(rows.order_by("-pk")[:MOST])[::-1]
    found = {row.pk: Shown(row, bool(getattr(row, "read", False))) for row in latest}
    if not found:
        return []
    reactions = _enabled(AnnouncementReaction.objects.filter(announcement__in=list(found)))
    counted = reactions.values("announcement_id", "name", "emoji__file", "emoji__still").annotate(
        count=Count("pk"), first=Min("pk")
    )
    for row in counted.order_by("first"):
        found[row["announcement_id"]].reactions.append(_reaction(row))
    if viewer is not None:
        mine = set(reactions.filter(account=viewer).values_list("announcement_id", "name"))
        for pk, shown in found.items():
            for reaction in shown.reactions:
                reaction.me = (pk, reaction.name) in mine
    return list(found.values())


def _enabled(rows: QuerySet[AnnouncementReaction]) -> QuerySet[AnnouncementReaction]:
    return rows.filter(Q(emoji__isnull=True) | Q(emoji__disabled=False))


def _reaction(row: Mapping[str, Any]) -> Reaction:
    file, still = row["emoji__file"] or "", row["emoji__still"] or ""
    return Reaction(row["name"], row["count"], file=file, still=still)


def reaction(announcement_id: int, name: str) -> Reaction:
    """How often an emoji stands under an announcement."""
    rows = _enabled(AnnouncementReaction.objects.filter(announcement=announcement_id, name=name))
    counted = rows.values("name", "emoji__file", "emoji__still").annotate(count=Count("pk"))
    return next((_reaction(row) for row in counted), Reaction(name, 0))
