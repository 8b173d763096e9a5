"""Which of several readers one status is for: for live streams, which tell many at once.

The same conditions as the timelines', with the reader as a column: one query each, however many
listen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from plenary.accounts.visibility import NOT_LIMITED
from plenary.lib import clock
from plenary.lib.rows import among, listed
from plenary.statuses.models import Attachment, Status, StatusHashtag, Visibility
from plenary.statuses.visibility import seen_by_sql
from plenary.timelines.queries.belonging import APART, BELONGS, TAGGED, belongs_in_list


@dataclass(frozen=True, slots=True)
class Spread:
    """Where a status shows beside homes. `public`: in the lists of public posts; `tags`: the
    hashtags in whose lists it is."""

    author_id: int
    public: bool
    local: bool
    media: bool
    tags: frozenset[str]


_NOT_MUTED = """NOT EXISTS (SELECT 1 FROM plenary_mute m WHERE m.source_id = v.id
    AND m.target_id = s.account_id AND (m.expires_at IS NULL OR m.expires_at > %(now)s))"""
_SOME = """
    SELECT v.id FROM plenary_account v JOIN plenary_status s ON s.id = %(status)s
    WHERE v.id {among} AND v.suspended_at IS NULL AND {seen} AND {rest}
"""


def _for_each(condition: str) -> str:
    """A condition on a status for one reader, for several."""
    return condition.replace("{s}", "s").replace("%(me)s", "v.id")


_FOLLOWED = f"""(v.id = s.account_id OR ({_NOT_MUTED} AND EXISTS (
        SELECT 1 FROM plenary_follow fo
        WHERE fo.source_id = v.id AND fo.target_id = s.account_id)
        AND s.account_id NOT IN {_for_each(APART)}))
    AND {_for_each(BELONGS)}"""
_UNDER_TAG = f"""EXISTS (SELECT 1 FROM plenary_statushashtag h
        JOIN plenary_hashtagfollow tf ON tf.hashtag_id = h.hashtag_id
        WHERE h.status_id = s.id AND h.listed AND tf.account_id = v.id)
    AND {_for_each(TAGGED)}"""
_IN_HOME = f"(({_FOLLOWED}) OR (v.follows_hashtags AND {_UNDER_TAG}))"
_LISTS = f"""
    SELECT l.id, l.account_id FROM plenary_accountlist l
    JOIN plenary_account v ON v.id = l.account_id
    JOIN plenary_status s ON s.id = %(status)s
    WHERE l.id {{among}} AND v.suspended_at IS NULL AND {{seen}} AND {_NOT_MUTED}
    AND EXISTS (SELECT 1 FROM plenary_listmember lm
                JOIN plenary_follow fo ON fo.target_id = lm.account_id
                WHERE lm.list_id = l.id AND lm.account_id = s.account_id AND fo.source_id = v.id)
    AND {_for_each(belongs_in_list("l.replies_policy", "l.id"))}
"""
_MARKED = """
    SELECT account_id FROM plenary_favourite WHERE status_id = %(status)s AND account_id {among}
    UNION SELECT account_id FROM plenary_bookmark
    WHERE status_id = %(status)s AND account_id {among}
    UNION SELECT account_id FROM plenary_status
    WHERE reblog_of_id = %(status)s AND account_id {among}
"""

_FILTERING = "SELECT id FROM plenary_account WHERE id {among} AND filters_version > 0"


def spread(status_id: int) -> Spread | None:
    """Where a status shows (three queries); None when it is gone."""
    status = Status.objects.filter(pk=status_id).first()
    if status is None:
        return None
    public = status.visibility == Visibility.PUBLIC and status.reblog_of_id is None
    answers_other = status.in_reply_to_account_id not in (None, status.account_id)
    tags = StatusHashtag.objects.filter(status=status, listed=True)
    return Spread(
        author_id=status.account_id,
        public=public and not answers_other,
        local=status.local,
        media=Attachment.objects.filter(status=status).exists(),
        tags=frozenset(tags.values_list("hashtag__name", flat=True) if public else ()),
    )


def homes(viewers: Iterable[int], status_id: int) -> set[int]:
    """Those in whose home the status belongs."""
    return _ask(viewers, status_id, _IN_HOME)


def lists(list_ids: Iterable[int], status_id: int) -> dict[int, int]:
    """Those lists of people on which the status belongs, with whose they are."""
    sql = _LISTS.format(among=among("viewers"), seen=seen_by_sql("v.id", "s"))
    return {int(row[0]): int(row[1]) for row in _rows(sql, list_ids, status_id)}


def readers(viewers: Iterable[int], status_id: int) -> set[int]:
    """Those who may see the status among public ones, and did not mute its author."""
    return _ask(viewers, status_id, f"{_NOT_MUTED} AND {NOT_LIMITED.format(me='v.id')}")


def _ask(viewers: Iterable[int], status_id: int, rest: str) -> set[int]:
    sql = _SOME.format(among=among("viewers"), seen=seen_by_sql("v.id", "s"), rest=rest)
    return _ids(sql, viewers, status_id)


def marked(viewers: Iterable[int], status_id: int) -> set[int]:
    """To whom it looks different: those who favourited, bookmarked or boosted what the status
    shows, its author, who has filters, and who may not see what it quotes."""
    status = Status.objects.select_related("reblog_of").filter(pk=status_id).first()
    if status is None:
        return set()
    shown = status.reblog_of or status
    viewers = set(viewers)
    found = _ids(_MARKED.format(among=among("viewers")), viewers, shown.pk)
    found |= _ids(_FILTERING.format(among=among("viewers")), viewers, shown.pk)
    if shown.quote_of_id is not None:
        found |= viewers - _ask(viewers, shown.quote_of_id, "1 = 1")
    return found | ({shown.account_id, status.account_id} & viewers)


def _ids(sql: str, viewers: Iterable[int], status_id: int) -> set[int]:
    return {int(row[0]) for row in _rows(sql, viewers, status_id)}


def _rows(sql: str, viewers: Iterable[int], status_id: int) -> list[Any]:
    params: dict[str, Any] = {
        "viewers": listed(viewers),
        "status": status_id,
        "direct": int(Visibility.DIRECT),
        "now": connection.ops.adapt_datetimefield_value(clock.now()),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
