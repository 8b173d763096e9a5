"""Hashtags of a status, and who uses which: kept with the status, in its transaction."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import F, Max

from plenary.lib import text
from plenary.lib.rows import among, each, listed, listed_words, rows, write
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
    found = _called(wanted)
    if new := [Hashtag(name=key, display=wanted[key]) for key in wanted if key not in found]:
        Hashtag.objects.bulk_create(new, ignore_conflicts=True)
        found = _called(wanted)
    return [found[key] for key in wanted]


def _called(keys: Iterable[str]) -> dict[str, Hashtag]:
    sql = f"SELECT id, name, display FROM plenary_hashtag WHERE name {among('names')}"
    return {row[1]: Hashtag(*row) for row in rows(sql, {"names": listed_words(keys)})}


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
    public = status.visibility == Visibility.PUBLIC
    ties = [StatusHashtag(status=status, hashtag=tag, listed=public) for tag in tags]
    if tags:
        ids = listed(tag.pk for tag in tags)
        write(_TIE.format(tags=each("tags")), {"status": status.pk, "tags": ids, "public": public})
    new = {tag.pk for tag in tags} if public else set()
    _used(status, new)
    return Changes(new, set()), ties


_TIE = """
    INSERT INTO plenary_statushashtag (status_id, hashtag_id, listed)
    SELECT %(status)s, value, %(public)s FROM {tags}
"""


def _hashtags_of(status: Status, names: Iterable[str] | None) -> list[Hashtag]:
    return hashtags_named(text.find_hashtags(status.text) if names is None else names)


def tie(status: Status, names: Iterable[str] | None = None) -> Changes:
    """Tie an edited status to its hashtags (as `tie_new`), and count their use."""
    wanted = {tag.pk: tag for tag in _hashtags_of(status, names)}
    has = set(StatusHashtag.objects.filter(status=status).values_list("hashtag_id", flat=True))
    public = status.visibility == Visibility.PUBLIC
    new, gone = wanted.keys() - has, has - wanted.keys()
    StatusHashtag.objects.bulk_create(
        StatusHashtag(status=status, hashtag_id=pk, listed=public) for pk in new
    )
    if gone:
        StatusHashtag.objects.filter(status=status, hashtag__in=gone).delete()
    if not public:
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
    INSERT INTO plenary_hashtaguse (hashtag_id, account_id, uses, last_status_id)
    SELECT value, %(account)s, 1, %(status)s FROM {tags} WHERE TRUE
    ON CONFLICT (account_id, hashtag_id) DO UPDATE SET uses = plenary_hashtaguse.uses + 1,
    last_status_id = CASE WHEN excluded.last_status_id > plenary_hashtaguse.last_status_id
                     THEN excluded.last_status_id ELSE plenary_hashtaguse.last_status_id END
"""


def _used(status: Status, hashtags: Iterable[int]) -> None:
    if new := sorted(hashtags):
        given = {"account": status.account_id, "status": status.pk, "tags": listed(new)}
        write(_USED.format(tags=each("tags")), given)


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
    INSERT INTO plenary_hashtagdayuse (hashtag_id, account_id, day, uses)
    SELECT value, %(account)s, %(day)s, 1 FROM {tags} WHERE TRUE
    ON CONFLICT (hashtag_id, account_id, day)
    DO UPDATE SET uses = plenary_hashtagdayuse.uses + 1 RETURNING hashtag_id, uses
"""
_USED_ON = """
    INSERT INTO plenary_hashtagday (hashtag_id, day, uses, accounts)
    VALUES (%(hashtag)s, %(day)s, %(uses)s, %(people)s)
    ON CONFLICT (hashtag_id, day) DO UPDATE SET uses = plenary_hashtagday.uses + excluded.uses,
    accounts = plenary_hashtagday.accounts + excluded.accounts
"""


def count_days(status: Status, changes: Changes) -> None:
    """Count a hashtag's uses and people on the day of the status.

    These rows are everybody's: so they come last in a transaction, in the order of their ids, and
    two who post under the same hashtags wait for each other shortly and never in a ring.
    """
    day = int(status.created_at.timestamp()) // DAY_SECONDS
    uses, people = dict.fromkeys(changes.new, 1), {}
    if new := sorted(changes.new):
        given = {"account": status.account_id, "day": day, "tags": listed(new)}
        used = rows(_USED_BY.format(tags=each("tags")), given)
        people = {pk: int(times == 1) for pk, times in used}
    for pk in sorted(changes.gone):
        use = HashtagDayUse.objects.filter(hashtag=pk, account=status.account_id, day=day)
        if use.update(uses=F("uses") - 1):
            last, _ = use.filter(uses__lte=0).delete()
            uses[pk], people[pk] = -1, -last
    for pk in sorted(uses):
        told = {"hashtag": pk, "day": day, "uses": uses[pk], "people": people[pk]}
        write(_USED_ON, told)
