"""What everybody is told."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, Min, OuterRef, Q

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.timelines.models import Announcement, AnnouncementReaction, AnnouncementRead

MOST = 50


@dataclass(slots=True)
class Reaction:
    name: str
    count: int
    me: bool = False


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
    reactions = AnnouncementReaction.objects.filter(announcement__in=list(found))
    counted = reactions.values("announcement_id", "name").annotate(
        count=Count("pk"), first=Min("pk")
    )
    for row in counted.order_by("first"):
        found[row["announcement_id"]].reactions.append(Reaction(row["name"], row["count"]))
    if viewer is not None:
        mine = set(reactions.filter(account=viewer).values_list("announcement_id", "name"))
        for pk, shown in found.items():
            for reaction in shown.reactions:
                reaction.me = (pk, reaction.name) in mine
    return list(found.values())


def reaction_count(announcement_id: int, name: str) -> int:
    return AnnouncementReaction.objects.filter(announcement=announcement_id, name=name).count()
