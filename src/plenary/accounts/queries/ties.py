"""How the viewer relates to some, as one side may know it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Value

from plenary.accounts.models import (
    Account,
    AccountNote,
    Block,
    Endorsement,
    Follow,
    FollowRequest,
    Mute,
    UserDomainBlock,
)
from plenary.accounts.visibility import apart
from plenary.lib import clock

FAMILIAR = 10


@dataclass(slots=True)
class Relationship:
    """How the viewer stands to another. That the other blocks the viewer is never told."""

    following: bool = False
    followed_by: bool = False
    requested: bool = False
    requested_by: bool = False
    blocking: bool = False
    muting: bool = False
    muting_notifications: bool = False
    muting_until: datetime | None = None
    reblogs: bool = False
    notify: bool = False
    languages: list[str] | None = None
    domain_blocking: bool = False
    endorsed: bool = False
    note: str = ""

    @property
    def mutual(self) -> bool:
        return self.following and self.followed_by

    @property
    def sentence(self) -> str:
        """The follows between the two in a few words; '' where there are none."""
        if self.mutual:
            return "You follow each other"
        if self.following:
            return "You follow"
        return "Follows you" if self.followed_by else ""


def relationships(
    viewer: Account | None, ids: Iterable[int], *, kept: bool = False
) -> dict[int, Relationship]:
    """How the viewer stands to each: four queries, however many; one more with what the viewer
    keeps about them (`kept`)."""
    found = {pk: Relationship() for pk in ids}
    if viewer is None or not found:
        return found
    wanted = list(found)
    both = Q(source=viewer, target__in=wanted) | Q(target=viewer, source__in=wanted)
    for source, target, reblogs, notify, languages in Follow.objects.filter(both).values_list(
        "source_id", "target_id", "reblogs", "notify", "languages"
    ):
        if source == viewer.pk:
            tie = found[target]
            tie.following = True
            tie.reblogs, tie.notify, tie.languages = reblogs, notify, languages
        else:
            found[source].followed_by = True
    for source, target in FollowRequest.objects.filter(both).values_list("source_id", "target_id"):
        if source == viewer.pk:
            found[target].requested = True
        else:
            found[source].requested_by = True
    blocks = Block.objects.filter(source=viewer, target__in=wanted)
    for target in blocks.values_list("target_id", flat=True):
        found[target].blocking = True
    still = Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now())
    mutes = Mute.objects.filter(still, source=viewer, target__in=wanted)
    for target, quiet, until in mutes.values_list("target_id", "hide_notifications", "expires_at"):
        tie = found[target]
        tie.muting, tie.muting_notifications, tie.muting_until = True, quiet, until
    if kept:
        _add_kept(viewer, wanted, found)
    return found


def _add_kept(viewer: Account, wanted: list[int], found: dict[int, Relationship]) -> None:
    """What the viewer keeps about each (one query)."""
    notes = AccountNote.objects.filter(source=viewer, target__in=wanted)
    shown = Endorsement.objects.filter(source=viewer, target__in=wanted)
    away = UserDomainBlock.objects.filter(account=viewer).values("domain")
    there = Account.objects.filter(pk__in=wanted, domain__gt="", domain__in=away)
    rows = (
        notes.annotate(which=Value(0))
        .values_list("which", "target_id", "comment")
        .union(
            shown.annotate(which=Value(1), words=Value("")).values_list(
                "which", "target_id", "words"
            ),
            there.annotate(which=Value(2), words=Value("")).values_list("which", "pk", "words"),
            all=True,
        )
    )
    for which, target, words in rows:
        tie = found[target]
        if which == 0:
            tie.note = words
        elif which == 1:
            tie.endorsed = True
        else:
            tie.domain_blocking = True


def relationship(viewer: Account | None, other: Account) -> Relationship:
    """How the viewer stands to one other."""
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


def familiar(viewer: Account, ids: Iterable[int]) -> dict[int, list[Account]]:
    """Whom the viewer follows of those who follow each, up to FAMILIAR of each (one query)."""
    mine = Follow.objects.filter(source=viewer).values("target_id")
    ties = Follow.objects.filter(target__in=list(ids), source__in=mine)
    ties = ties.exclude(apart(viewer, "source")).select_related("source").order_by("-pk")
    found: dict[int, list[Account]] = {}
    for tie in ties[:400]:
        shown = found.setdefault(tie.target_id, [])
        if len(shown) < FAMILIAR:
            shown.append(tie.source)
    return found
