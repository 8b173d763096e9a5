"""The home timeline, joined at read: a follow shows earlier posts at once, an unfollow, mute or
block removes them at once, and a post costs its author one row however many follow.

The newest N posts of all followed are among the newest N of the N authors who posted last. So:
one index seek per followed account finds its newest post below the cursor; the N latest authors
give up to N posts each; the newest N of those are the page. The cost grows with how many one
follows, not with how many posts there are (docs/decisions/0005).

Most pages are found faster among the newest posts of all: so those few are looked through first,
and the authors are asked only where they do not fill the page.
"""

from functools import cache
from typing import Any

from django.db import connection

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.lib.pagination import Page, Paged
from plenary.lib.rows import indexed_by, rows, this_second
from plenary.statuses.models import Visibility
from plenary.statuses.queries import Item, Part, items, parts_among
from plenary.timelines.models import AccountList
from plenary.timelines.queries.belonging import APART, BELONGS, TAGGED, belongs_in_list

_AUTHORS = """
    SELECT f.target_id AS id FROM {followed}
    JOIN plenary_account a ON a.id = f.target_id
    WHERE f.source_id = %(me)s AND a.suspended_at IS NULL AND a.last_status_id > %(floor)s
    AND NOT EXISTS (SELECT 1 FROM plenary_mute m WHERE m.source_id = %(me)s
                    AND m.target_id = f.target_id
                    AND (m.expires_at IS NULL OR m.expires_at > %(now)s))
    AND f.target_id NOT IN (SELECT b.target_id FROM plenary_block b WHERE b.source_id = %(me)s)
    AND f.target_id NOT IN (SELECT b.source_id FROM plenary_block b WHERE b.target_id = %(me)s)
"""
_IN_HOME = (
    _AUTHORS.format(followed="plenary_follow f")
    + f"AND f.target_id NOT IN {APART} UNION ALL SELECT %(me)s AS id"
)
_ON_LIST = (
    _AUTHORS.format(
        followed="plenary_listmember l JOIN plenary_follow f ON f.target_id = l.account_id"
    )
    + "AND l.list_id = %(list)s"
)
_OF_LIST = belongs_in_list("%(policy)s", "%(list)s")
_SEEK = """SELECT s.id FROM plenary_status s WHERE s.account_id = {author}
    AND s.id > %(floor)s AND s.id < %(ceiling)s AND {belongs}
    ORDER BY s.id {direction} LIMIT {limit}"""
_SQL = {
    "sqlite": """
        WITH author AS MATERIALIZED (
            SELECT id, (%(seek_one)s) AS newest FROM (%(authors)s) AS known
        ), latest AS MATERIALIZED (
            SELECT id FROM author WHERE newest IS NOT NULL ORDER BY newest %(direction)s
            LIMIT %%(limit)s
        )
        SELECT p.id FROM latest CROSS JOIN plenary_status p ON p.id IN (%(seek_many)s)
        ORDER BY p.id %(direction)s LIMIT %%(limit)s
    """,
    "postgresql": """
        WITH latest AS MATERIALIZED (
            SELECT known.id FROM (%(authors)s) AS known
            CROSS JOIN LATERAL (%(seek_one)s) AS newest
            ORDER BY newest.id %(direction)s LIMIT %%(limit)s
        )
        SELECT p.id FROM latest CROSS JOIN LATERAL (%(seek_many)s) AS p
        ORDER BY p.id %(direction)s LIMIT %%(limit)s
    """,
}
# Posts of followed hashtags: an index gives the newest of each. Two hashtags may share posts, so
# that it would not do to ask those alone that were used last.
_TAG_SEEK = f"""
    SELECT s.id FROM plenary_statushashtag h JOIN plenary_status s ON s.id = h.status_id
    WHERE h.hashtag_id = tf.hashtag_id AND h.listed
    AND h.status_id > %(floor)s AND h.status_id < %(ceiling)s AND {TAGGED.replace("{s}", "s")}
    ORDER BY h.status_id {{direction}} LIMIT %(limit)s
"""
_TAGS_SQL = {
    "sqlite": """
        SELECT DISTINCT p.id FROM plenary_hashtagfollow tf
        CROSS JOIN plenary_status p ON p.id IN ({seek})
        WHERE tf.account_id = %(me)s ORDER BY p.id {direction} LIMIT %(limit)s
    """,
    "postgresql": """
        SELECT DISTINCT p.id FROM plenary_hashtagfollow tf CROSS JOIN LATERAL ({seek}) AS p
        WHERE tf.account_id = %(me)s ORDER BY p.id {direction} LIMIT %(limit)s
    """,
}
_BOTH = """
    SELECT id FROM (SELECT id FROM ({people}) AS people UNION SELECT id FROM ({tags}) AS tagged)
    AS either ORDER BY id {direction} LIMIT %(limit)s
"""
_TOP = (1 << 63) - 1
# How many of the newest posts are looked through before the authors are asked one by one.
_WINDOW = 400
# Walked along an index that holds all that is asked of them (`status_newest`), no further than the
# page needs. One bound at either end: of two, SQLite would walk to the wrong one.
_AMONG_NEWEST = """
    SELECT s.id FROM plenary_status s {by}
    WHERE s.id > {least} AND s.id < {most} AND {either}
    ORDER BY s.id {direction} LIMIT %(limit)s
"""
_LAST_OF_WINDOW = f"""(SELECT w.id FROM plenary_status w
    WHERE w.id > %(floor)s AND w.id < %(ceiling)s
    ORDER BY w.id {{direction}} LIMIT 1 OFFSET {_WINDOW})"""
_BOUNDS = {
    "DESC": (f"COALESCE({_LAST_OF_WINDOW.format(direction='DESC')}, %(floor)s)", "%(ceiling)s"),
    "ASC": ("%(floor)s", f"COALESCE({_LAST_OF_WINDOW.format(direction='ASC')}, %(ceiling)s)"),
}
_NEWEST_FOLLOWED = f"""
    (s.account_id = %(me)s OR s.account_id IN (
        SELECT f.target_id FROM plenary_follow f WHERE f.source_id = %(me)s))
    AND s.account_id NOT IN {APART}
    AND NOT EXISTS (SELECT 1 FROM plenary_account a
                    WHERE a.id = s.account_id AND a.suspended_at IS NOT NULL)
    AND s.account_id NOT IN (SELECT b.target_id FROM plenary_block b WHERE b.source_id = %(me)s)
    AND s.account_id NOT IN (SELECT b.source_id FROM plenary_block b WHERE b.target_id = %(me)s)
    AND s.account_id NOT IN (SELECT m.target_id FROM plenary_mute m WHERE m.source_id = %(me)s
                             AND (m.expires_at IS NULL OR m.expires_at > %(now)s))
    AND {BELONGS.replace("{s}", "s")}
"""
_NEWEST_TAGGED = f"""
    EXISTS (SELECT 1 FROM plenary_statushashtag h
            JOIN plenary_hashtagfollow tf ON tf.hashtag_id = h.hashtag_id
            WHERE h.status_id = s.id AND h.listed AND tf.account_id = %(me)s)
    AND {TAGGED.replace("{s}", "s")}
"""


def _joined(direction: str, authors: str, belongs: str) -> str:
    belongs = belongs.replace("{s}", "s")
    seek = _SEEK.replace("{belongs}", belongs).replace("{direction}", direction)
    return _SQL[connection.vendor] % {
        "authors": authors,
        "direction": direction,
        "seek_one": seek.replace("{author}", "known.id").replace("{limit}", "1"),
        "seek_many": seek.replace("{author}", "latest.id").replace("{limit}", "%(limit)s"),
    }


@cache
def _sql(direction: str, tags: bool) -> str:
    people = _joined(direction, _IN_HOME, BELONGS)
    if not tags:
        return people
    seek = _TAG_SEEK.format(direction=direction)
    tagged = _TAGS_SQL[connection.vendor].format(seek=seek, direction=direction)
    return _BOTH.format(people=people, tags=tagged, direction=direction)


@cache
def _newest_sql(direction: str, tags: bool) -> str:
    either = f"(({_NEWEST_FOLLOWED}) OR ({_NEWEST_TAGGED}))" if tags else _NEWEST_FOLLOWED
    least, most = _BOUNDS[direction]
    by = indexed_by("status_newest")
    return _AMONG_NEWEST.format(by=by, least=least, most=most, direction=direction, either=either)


@cache
def _list_sql(direction: str) -> str:
    return _joined(direction, _ON_LIST, _OF_LIST)


def _direction(page: Page) -> str:
    return "ASC" if page.min_id is not None else "DESC"


def _params(viewer: Account, page: Page) -> dict[str, Any]:
    floor = page.min_id if page.min_id is not None else page.since_id
    return {
        "me": viewer.pk,
        "now": this_second(clock.now()),
        "direct": int(Visibility.DIRECT),
        "floor": floor or 0,
        "ceiling": page.max_id or _TOP,
        "limit": page.limit,
    }


def home_ids(viewer: Account, page: Page) -> list[int]:
    """Ids of one page of home, newest first (one query)."""
    found = rows(_sql(_direction(page), viewer.follows_hashtags), _params(viewer, page))
    ids = [int(row[0]) for row in found]
    return ids[::-1] if page.min_id is not None else ids


def home_parts(viewer: Account, page: Page) -> list[Part]:
    """One page of home as it was rendered at write, newest first (one query, or two)."""
    params, direction = _params(viewer, page), _direction(page)
    tags = viewer.follows_hashtags
    found = parts_among(viewer, _newest_sql(direction, tags), params)
    return found if len(found) == page.limit else parts_among(viewer, _sql(direction, tags), params)


def list_parts(viewer: Account, which: AccountList, page: Page) -> list[Part]:
    """One page of what those on a list of the viewer's wrote and boosted (one query). Whoever is
    on it no longer counts once the viewer does not follow them."""
    params = _params(viewer, page) | {"list": which.pk, "policy": which.replies_policy}
    return parts_among(viewer, _list_sql(_direction(page)), params)


def home(viewer: Account, page: Page) -> Paged[Item]:
    """What the people one follows wrote and boosted, and oneself, newest first. What several of
    them boosted shows once a page."""
    ids = home_ids(viewer, page)
    shown: dict[int, Item] = {}
    for item in items(viewer, ids):
        shown.setdefault(item.status.pk, item)
    return Paged(
        list(shown.values()),
        older=ids[-1] if len(ids) == page.limit else None,
        newer=ids[0] if ids else None,
    )
