"""Whom the viewer could follow: those whom many follow of the people they follow, then people of
their own specialty."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from plenary.accounts.models import Account, Follow, FollowRequest, SuggestionDismissal
from plenary.accounts.visibility import apart, muted

# Of whom one follows, the latest so many are asked, and of each the latest ties: enough to
# suggest from, and it costs the same however large the place grows.
MOST_ASKED = 100
MOST_SUGGESTED = 80


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`reason` by the API's name."""

    account: Account
    reason: str


def _strangers(viewer: Account) -> QuerySet[Account]:
    """Whom the viewer may meet, does not follow, and did not put aside."""
    ref = OuterRef("pk")
    return (
        Account.objects.filter(discoverable=True, moved_to=None)
        .exclude(pk=viewer.pk)
        .exclude(apart(viewer, "pk"))
        .exclude(muted(viewer, "pk"))
        .exclude(
            Q(Exists(Follow.objects.filter(source=viewer, target=ref)))
            | Q(Exists(FollowRequest.objects.filter(source=viewer, target=ref)))
            | Q(Exists(SuggestionDismissal.objects.filter(account=viewer, target=ref)))
        )
    )


def suggestions(viewer: Account, limit: int) -> list[Suggestion]:
    """The best first (four queries at most)."""
    mine = Follow.objects.filter(source=viewer).order_by("-pk")
    asked = list(mine.values_list("target_id", flat=True)[:MOST_ASKED])
    # Who does not show whom they follow is not asked: a suggestion would tell it.
    ties = Follow.objects.filter(source__in=asked, source__hide_collections=False)
    ties = ties.exclude(apart(viewer, "source")).exclude(target__in=asked)
    counted = ties.values("target_id").annotate(times=Count("pk")).order_by("-times", "-target_id")
    ids = [row["target_id"] for row in counted[: limit * 4]] if asked else []
    friends = _strangers(viewer).in_bulk(ids)
    found = [Suggestion(friends[pk], "friends_of_friends") for pk in ids if pk in friends][:limit]
    if len(found) < limit and viewer.specialty:
        known = [one.account.pk for one in found]
        rows = _strangers(viewer).filter(specialty=viewer.specialty).exclude(pk__in=known)
        rows = rows.order_by("-followers_count", "-pk")[: limit - len(found)]
        found += [Suggestion(row, "similar_to_recently_followed") for row in rows]
    return found
