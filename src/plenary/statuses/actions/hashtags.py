"""Hashtags of a status, and who uses which: kept with the status, in its transaction."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import F, Max

from plenary.lib import text
from plenary.statuses.models import (
    Hashtag,
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
    found = {tag.name: tag for tag in Hashtag.objects.filter(name__in=wanted)}
    return [found[key] for key in wanted]


class Changes(NamedTuple):
    """Hashtags that a public status has now, and had before: to be counted by `count_days`."""

    new: set[int]
    gone: set[int]


def tie_new(
    status: Status, names: Iterable[str] | None = None
) -> tuple[Changes, list[StatusHashtag]]:
    """Tie a status that is just being written; also what ties it, the hashtags at hand. `names`:
    of another server's post, whose hashtags are told beside its text."""
    tags = _hashtags_of(status, names)
    listed = status.visibility == Visibility.PUBLIC
    ties = StatusHashtag.objects.bulk_create(
        StatusHashtag(status=status, hashtag=tag, listed=listed) for tag in tags
    )
    new = {tag.pk for tag in tags} if listed else set()
    _used(status, new)
    return Changes(new, set()), ties


def _hashtags_of(status: Status, names: Iterable[str] | None) -> list[Hashtag]:
    return hashtags_named(text.find_hashtags(status.text) if names is None else names)


def tie(status: Status, names: Iterable[str] | None = None) -> Changes:
    """Tie an edited status to its hashtags (as `tie_new`), and count their use."""
    wanted = {tag.pk: tag for tag in _hashtags_of(status, names)}
    has = set(StatusHashtag.objects.filter(status=status).values_list("hashtag_id", flat=True))
    listed = status.visibility == Visibility.PUBLIC
    new, gone = wanted.keys() - has, has - wanted.keys()
    StatusHashtag.objects.bulk_create(
        StatusHashtag(status=status, hashtag_id=pk, listed=listed) for pk in new
    )
    if gone:
        StatusHashtag.objects.filter(status=status, hashtag__in=gone).delete()
    if not listed:
        return Changes(set(), set())
    _used(status, new)
    _unused(status, gone)
    return Changes(new, gone)


def untie(status: Status) -> Changes:
    """Undo `tie` before a status goes."""
    has = set(StatusHashtag.objects.filter(status=status).values_list("hashtag_id", flat=True))
    StatusHashtag.objects.filter(status=status).delete()
    if status.visibility != Visibility.PUBLIC:
        return Changes(set(), set())
    _unused(status, has)
    return Changes(set(), has)


_USED = """
    INSERT INTO plenary_hashtaguse (hashtag_id, account_id, uses, last_status_id) VALUES {rows}
    ON CONFLICT (account_id, hashtag_id) DO UPDATE SET uses = plenary_hashtaguse.uses + 1,
    last_status_id = CASE WHEN excluded.last_status_id > plenary_hashtaguse.last_status_id
                     THEN excluded.last_status_id ELSE plenary_hashtaguse.last_status_id END
"""


def _used(status: Status, hashtags: Iterable[int]) -> None:
    if new := sorted(hashtags):
        rows = ", ".join(["(%s, %s, 1, %s)"] * len(new))
        values = [value for pk in new for value in (pk, status.account_id, status.pk)]
        with connection.cursor() as cursor:
            cursor.execute(_USED.format(rows=rows), values)


def _unused(status: Status, hashtags: Iterable[int]) -> None:
    for pk in hashtags:
        use = HashtagUse.objects.filter(account=status.account_id, hashtag=pk)
        use.update(uses=F("uses") - 1)
        use.filter(uses__lte=0).delete()
        if use.filter(last_status_id=status.pk).exists():
            left = StatusHashtag.objects.filter(
                hashtag=pk, listed=True, status__account=status.account_id
            ).exclude(status=status)
            use.update(last_status_id=left.aggregate(last=Max("status_id"))["last"] or 0)


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


def count_days(status: Status, changes: Changes) -> None:
    """Count a hashtag's uses and people on the day of the status.

    These rows are everybody's: so they come last in a transaction, in the order of their ids, and
    two who post under the same hashtags wait for each other shortly and never in a ring.
    """
    day = int(status.created_at.timestamp()) // DAY_SECONDS
    uses, people = dict.fromkeys(changes.new, 1), dict.fromkeys(changes.new, 0)
    if new := sorted(changes.new):
        rows = ", ".join(["(%s, %s, %s, 1)"] * len(new))
        values = [value for pk in new for value in (pk, status.account_id, day)]
        with connection.cursor() as cursor:
            cursor.execute(_USED_BY.format(rows=rows), values)
            people |= {int(pk): int(times == 1) for pk, times in cursor.fetchall()}
    for pk in sorted(changes.gone):
        use = HashtagDayUse.objects.filter(hashtag=pk, account=status.account_id, day=day)
        if use.update(uses=F("uses") - 1):
            last, _ = use.filter(uses__lte=0).delete()
            uses[pk], people[pk] = -1, -last
    if uses:
        rows = ", ".join(["(%s, %s, %s, %s)"] * len(uses))
        values = [value for pk in sorted(uses) for value in (pk, day, uses[pk], people[pk])]
        with connection.cursor() as cursor:
            cursor.execute(_USED_ON.format(rows=rows), values)
