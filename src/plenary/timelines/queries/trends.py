"""What trends, as the viewer may see it. It was reckoned before: a page reads the table."""

from plenary.accounts.models import Account
from plenary.accounts.visibility import muted
from plenary.statuses.models import Hashtag, Status
from plenary.statuses.visibility import visible_to
from plenary.timelines.models import HashtagTrend, LinkTrend


def trending_hashtags(limit: int, offset: int) -> list[Hashtag]:
    """The hashtags most people use just now."""
    rows = HashtagTrend.objects.select_related("hashtag").order_by("-score", "hashtag_id")
    return [row.hashtag for row in rows[offset : offset + limit]]


def trending_links(limit: int, offset: int) -> list[LinkTrend]:
    """What most people link to just now, with its card."""
    rows = LinkTrend.objects.select_related("card").order_by("-score", "card_id")
    return list(rows[offset : offset + limit])


def trending_cards(url: str) -> list[int]:
    """The cards of a link that trends, by where it leads; none for any other. At most a hundred
    rows are looked through."""
    return list(LinkTrend.objects.filter(card__url=url).values_list("card_id", flat=True))


def trending_ids(viewer: Account | None, limit: int, offset: int) -> list[int]:
    """Ids of the posts most marked just now; without those of whom the viewer blocked or muted, or
    who no longer wish to be found."""
    rows = Status.objects.filter(
        statustrend__isnull=False, account__discoverable=True, account__indexable=True
    )
    rows = visible_to(rows, viewer)
    if viewer is not None:
        rows = rows.exclude(muted(viewer))
    ordered = rows.order_by("-statustrend__score", "-pk")
    return list(ordered.values_list("pk", flat=True)[offset : offset + limit])
