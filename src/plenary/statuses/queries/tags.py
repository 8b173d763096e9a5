"""Hashtags as somebody sees them: how much they are used of late, whether they follow or show
them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from plenary.accounts.models import Account
from plenary.lib import clock, text
from plenary.lib.errors import NotFound
from plenary.lib.pagination import Page, ids_page
from plenary.lib.prefix import LAST, begins_with
from plenary.lib.rows import rows
from plenary.statuses.models import (
    FeaturedHashtag,
    Hashtag,
    HashtagDay,
    HashtagFollow,
    HashtagUse,
)

DAYS = 7
_MOST_NAMED = 200
_DAY_SECONDS = 24 * 60 * 60


def today() -> int:
    """Counted from 1970."""
    return int(clock.now().timestamp()) // _DAY_SECONDS


@dataclass(slots=True)
class TagView:
    """`days`: per day of the last seven, the latest first, the day, uses and people."""

    hashtag: Hashtag
    days: list[tuple[int, int, int]] = field(default_factory=list)
    following: bool = False
    featuring: bool = False


def tag_views(viewer: Account | None, hashtags: Iterable[Hashtag]) -> list[TagView]:
    """In the order given (three queries; one for nobody in particular)."""
    found = {tag.pk: TagView(tag) for tag in hashtags}
    if not found:
        return []
    now = today()
    counted = HashtagDay.objects.filter(hashtag__in=list(found), day__gt=now - DAYS, day__lte=now)
    counts = {
        (tag, day): (uses, accounts)
        for tag, day, uses, accounts in counted.values_list("hashtag_id", "day", "uses", "accounts")
    }
    for pk, view in found.items():
        view.days = [(day, *counts.get((pk, day), (0, 0))) for day in range(now, now - DAYS, -1)]
    if viewer is not None:
        follows = HashtagFollow.objects.filter(account=viewer, hashtag__in=list(found))
        for pk in follows.values_list("hashtag_id", flat=True):
            found[pk].following = True
        shows = FeaturedHashtag.objects.filter(account=viewer, hashtag__in=list(found))
        for pk in shows.values_list("hashtag_id", flat=True):
            found[pk].featuring = True
    return list(found.values())


def hashtag_or_new(name: str) -> Hashtag:
    """A hashtag, one that nobody wrote yet included (not kept); NotFound where it can be none."""
    if text.find_hashtags(f"#{name}") != [name] or len(name) > 150:
        raise NotFound
    key = text.hashtag_key(name)
    return Hashtag.objects.filter(name=key).first() or Hashtag(name=key, display=name)


def hashtags_named(prefix: str, limit: int, offset: int = 0) -> list[Hashtag]:
    """Hashtags that begin so, the shortest first (one query, by the index of names)."""
    key = text.hashtag_key(prefix)
    if not key:
        return []
    few = sorted(rows(_named_sql(), {"key": key, "key_end": key + LAST}), key=_shortest)
    return [
        Hashtag.from_db("default", ["id", "name", "display"], row)
        for row in few[offset : offset + limit]
    ]


@cache
def _named_sql() -> str:
    return f"""SELECT id, name, display FROM plenary_hashtag WHERE {begins_with("name", "key")}
        ORDER BY name LIMIT {_MOST_NAMED}"""


def _shortest(row: tuple[int, str, str]) -> tuple[int, str]:
    return len(row[1]), row[1]


def followed_hashtags(viewer: Account, page: Page) -> list[tuple[int, Hashtag]]:
    """The latest followed first, each with the key to page by."""
    follows = HashtagFollow.objects.filter(account=viewer)
    ids = ids_page(follows, page)
    found = follows.select_related("hashtag").in_bulk(ids)
    return [(pk, found[pk].hashtag) for pk in ids if pk in found]


@dataclass(frozen=True, slots=True)
class Featured:
    """A hashtag somebody shows, with how often they used it and their last post under it."""

    id: int
    hashtag: Hashtag
    uses: int
    last_status_id: int


def featured_hashtags(account: Account) -> list[Featured]:
    """What an account, already found by the viewer, shows (two queries)."""
    featured = FeaturedHashtag.objects.filter(account=account).select_related("hashtag")
    shown = list(featured.order_by("-pk"))
    uses = HashtagUse.objects.filter(account=account, hashtag__in=[row.hashtag_id for row in shown])
    counts = {
        tag: (count, last)
        for tag, count, last in uses.values_list("hashtag_id", "uses", "last_status_id")
    }
    return [Featured(row.pk, row.hashtag, *counts.get(row.hashtag_id, (0, 0))) for row in shown]


def hashtags_to_feature(viewer: Account, most: int = 10) -> list[Hashtag]:
    """What the viewer uses most and does not show yet."""
    shown = FeaturedHashtag.objects.filter(account=viewer).values("hashtag_id")
    used = HashtagUse.objects.filter(account=viewer, uses__gt=0).exclude(hashtag__in=shown)
    used = used.select_related("hashtag").order_by("-uses", "-last_status_id")
    return [row.hashtag for row in used[:most]]
