"""Hashtags of a status, and who uses which: kept with the status, in its transaction."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import F, Max

from plenary.lib import text
from plenary.statuses.models import (
    Hashtag,
    HashtagDay,
    HashtagDayUse,
    HashtagUse,
    Status,
    StatusHashtag,
    Visibility,
)

DAY_SECONDS = 24 * 60 * 60


def hashtag_named(name: str) -> Hashtag:
    """The hashtag of a name, made if it is new; the first writing of it is kept for display."""
    return hashtags_named([name])[0]


def hashtags_named(names: Iterable[str]) -> list[Hashtag]:
    wanted = {text.hashtag_key(name)[:150]: name[:150] for name in names}
    if not wanted:
        return []
    Hashtag.objects.bulk_create(
        [Hashtag(name=key, display=name) for key, name in wanted.items()], ignore_conflicts=True
    )
    return list(Hashtag.objects.filter(name__in=wanted))


def tie(status: Status) -> None:
    """Tie a new or edited status to the hashtags in its text, and count their use."""
    wanted = {tag.pk: tag for tag in hashtags_named(text.find_hashtags(status.text))}
    has = set(StatusHashtag.objects.filter(status=status).values_list("hashtag_id", flat=True))
    listed = status.visibility == Visibility.PUBLIC
    new, gone = wanted.keys() - has, has - wanted.keys()
    StatusHashtag.objects.bulk_create(
        StatusHashtag(status=status, hashtag_id=pk, listed=listed) for pk in new
    )
    if gone:
        StatusHashtag.objects.filter(status=status, hashtag__in=gone).delete()
    if listed:
        _used(status, new)
        _unused(status, gone)


def untie(status: Status) -> None:
    """Undo `tie` before a status goes."""
    has = set(StatusHashtag.objects.filter(status=status).values_list("hashtag_id", flat=True))
    StatusHashtag.objects.filter(status=status).delete()
    if status.visibility == Visibility.PUBLIC:
        _unused(status, has)


def _used(status: Status, hashtags: Iterable[int]) -> None:
    hashtags = list(hashtags)
    if not hashtags:
        return
    HashtagUse.objects.bulk_create(
        [HashtagUse(account_id=status.account_id, hashtag_id=pk) for pk in hashtags],
        ignore_conflicts=True,
    )
    uses = HashtagUse.objects.filter(account=status.account_id, hashtag__in=hashtags)
    uses.update(uses=F("uses") + 1)
    uses.filter(last_status_id__lt=status.pk).update(last_status_id=status.pk)
    _count_day(status, hashtags)


def day_of(status: Status) -> int:
    """The day a status was written on, counted from 1970."""
    return int(status.created_at.timestamp()) // DAY_SECONDS


_USED_BY = """
    INSERT INTO plenary_hashtagdayuse (hashtag_id, account_id, day, uses) VALUES {rows}
    ON CONFLICT (hashtag_id, account_id, day)
    DO UPDATE SET uses = plenary_hashtagdayuse.uses + 1 RETURNING hashtag_id, uses
"""
_USED_ON = """
    INSERT INTO plenary_hashtagday (hashtag_id, day, uses, accounts) VALUES {rows}
    ON CONFLICT (hashtag_id, day) DO UPDATE SET uses = plenary_hashtagday.uses + excluded.uses,
    accounts = plenary_hashtagday.accounts + excluded.accounts
"""


def _count_day(status: Status, hashtags: Iterable[int]) -> None:
    """Two statements, whose rows are in the order of their ids: so that two who post under the same
    hashtags wait for each other and never in a ring."""
    tags, day = sorted(hashtags), day_of(status)
    with connection.cursor() as cursor:
        rows = ", ".join(["(%s, %s, %s, 1)"] * len(tags))
        values = [value for pk in tags for value in (pk, status.account_id, day)]
        cursor.execute(_USED_BY.format(rows=rows), values)
        first = {int(pk) for pk, uses in cursor.fetchall() if uses == 1}
        rows = ", ".join(["(%s, %s, 1, %s)"] * len(tags))
        values = [value for pk in tags for value in (pk, day, int(pk in first))]
        cursor.execute(_USED_ON.format(rows=rows), values)


def _uncount_day(status: Status, hashtag: int) -> None:
    day = day_of(status)
    use = HashtagDayUse.objects.filter(hashtag=hashtag, account=status.account_id, day=day)
    if use.update(uses=F("uses") - 1):
        last, _ = use.filter(uses__lte=0).delete()
        counted = HashtagDay.objects.filter(hashtag=hashtag, day=day)
        counted.update(uses=F("uses") - 1, accounts=F("accounts") - (1 if last else 0))


def _unused(status: Status, hashtags: Iterable[int]) -> None:
    for pk in sorted(hashtags):
        _uncount_day(status, pk)
        use = HashtagUse.objects.filter(account=status.account_id, hashtag=pk)
        use.update(uses=F("uses") - 1)
        use.filter(uses__lte=0).delete()
        if use.filter(last_status_id=status.pk).exists():
            left = StatusHashtag.objects.filter(
                hashtag=pk, listed=True, status__account=status.account_id
            ).exclude(status=status)
            use.update(last_status_id=left.aggregate(last=Max("status_id"))["last"] or 0)
