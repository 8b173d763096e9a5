"""The home timeline, joined at read: a follow shows earlier posts at once, an unfollow, mute or
block removes them at once, and a post costs its author one row however many follow.

The newest N posts of all followed are among the newest N of the N authors who posted last. So:
one index seek per followed account finds its newest post below the cursor; the N latest authors
give up to N posts each; the newest N of those are the page. The cost grows with how many one
follows, not with how many posts there are (docs/decisions/0005).

Most pages are found faster among the newest posts of all: so those few are looked through first,
and the authors are asked only where they do not fill the page.
"""

from typing import Any

from django.db import connection

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.lib.pagination import Page, Paged
from plenary.statuses.models import Visibility
from plenary.statuses.queries import Item, Part, items, parts_among

# What of a followed author belongs in the viewer's home: no direct posts (they are messages), no
# replies to people the viewer does not follow, no boosts of whom they muted or must not meet.
BELONGS = """
    {s}.visibility < %(direct)s
    AND ({s}.in_reply_to_account_id IS NULL
         OR {s}.in_reply_to_account_id IN ({s}.account_id, %(me)s)
         OR EXISTS (SELECT 1 FROM plenary_follow rf
                    WHERE rf.source_id = %(me)s AND rf.target_id = {s}.in_reply_to_account_id))
    AND ({s}.reblog_of_id IS NULL
         OR NOT EXISTS (SELECT 1 FROM plenary_status o
                    JOIN plenary_account oa ON oa.id = o.account_id
                    WHERE o.id = {s}.reblog_of_id AND (oa.suspended_at IS NOT NULL
                    OR EXISTS (SELECT 1 FROM plenary_block b WHERE b.source_id = %(me)s
                               AND b.target_id = o.account_id)
                    OR EXISTS (SELECT 1 FROM plenary_block b WHERE b.target_id = %(me)s
                               AND b.source_id = o.account_id)
                    OR EXISTS (SELECT 1 FROM plenary_mute m WHERE m.source_id = %(me)s
                               AND m.target_id = o.account_id
                               AND (m.expires_at IS NULL OR m.expires_at > %(now)s)))))
"""
_AUTHORS = """
    SELECT f.target_id AS id FROM plenary_follow f
    JOIN plenary_account a ON a.id = f.target_id
    WHERE f.source_id = %(me)s AND a.suspended_at IS NULL AND a.last_status_id > %(floor)s
    AND NOT EXISTS (SELECT 1 FROM plenary_mute m WHERE m.source_id = %(me)s
                    AND m.target_id = f.target_id
                    AND (m.expires_at IS NULL OR m.expires_at > %(now)s))
    AND f.target_id NOT IN (SELECT b.target_id FROM plenary_block b WHERE b.source_id = %(me)s)
    AND f.target_id NOT IN (SELECT b.source_id FROM plenary_block b WHERE b.target_id = %(me)s)
    UNION ALL SELECT %(me)s AS id
"""
_SEEK = (
    "SELECT s.id FROM plenary_status s WHERE s.account_id = {author}"
    " AND s.id > %(floor)s AND s.id < %(ceiling)s AND "
    + BELONGS.replace("{s}", "s")
    + " ORDER BY s.id {direction} LIMIT {limit}"
)
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
_TOP = (1 << 63) - 1
# How many of the newest posts are looked through before the authors are asked one by one.
_WINDOW = 400
_AMONG_NEWEST = (
    """
    SELECT s.id FROM (
        SELECT id, account_id, visibility, in_reply_to_account_id, reblog_of_id
        FROM plenary_status WHERE id > %(floor)s AND id < %(ceiling)s
        ORDER BY id {direction} LIMIT {window}
    ) AS s
    WHERE (s.account_id = %(me)s OR s.account_id IN (
        SELECT f.target_id FROM plenary_follow f WHERE f.source_id = %(me)s))
    AND NOT EXISTS (SELECT 1 FROM plenary_account a
                    WHERE a.id = s.account_id AND a.suspended_at IS NOT NULL)
    AND s.account_id NOT IN (SELECT b.target_id FROM plenary_block b WHERE b.source_id = %(me)s)
    AND s.account_id NOT IN (SELECT b.source_id FROM plenary_block b WHERE b.target_id = %(me)s)
    AND s.account_id NOT IN (SELECT m.target_id FROM plenary_mute m WHERE m.source_id = %(me)s
                             AND (m.expires_at IS NULL OR m.expires_at > %(now)s)) AND """
    + BELONGS.replace("{s}", "s")
    + " ORDER BY s.id {direction} LIMIT %(limit)s"
)


def _sql(direction: str) -> str:
    return _SQL[connection.vendor] % {
        "authors": _AUTHORS,
        "direction": direction,
        "seek_one": _SEEK.format(author="known.id", direction=direction, limit="1"),
        "seek_many": _SEEK.format(author="latest.id", direction=direction, limit="%(limit)s"),
    }


def _direction(page: Page) -> str:
    return "ASC" if page.min_id is not None else "DESC"


def _params(viewer: Account, page: Page) -> dict[str, Any]:
    floor = page.min_id if page.min_id is not None else page.since_id
    return {
        "me": viewer.pk,
        "now": connection.ops.adapt_datetimefield_value(clock.now()),
        "direct": int(Visibility.DIRECT),
        "floor": floor or 0,
        "ceiling": page.max_id or _TOP,
        "limit": page.limit,
    }


def home_ids(viewer: Account, page: Page) -> list[int]:
    """Ids of one page of home, newest first (one query)."""
    with connection.cursor() as cursor:
        cursor.execute(_sql(_direction(page)), _params(viewer, page))
        ids = [int(row[0]) for row in cursor.fetchall()]
    return ids[::-1] if page.min_id is not None else ids


def home_parts(viewer: Account, page: Page) -> list[Part]:
    """One page of home as it was rendered at write, newest first (one query, or two)."""
    params, direction = _params(viewer, page), _direction(page)
    newest = _AMONG_NEWEST.format(direction=direction, window=_WINDOW)
    found = parts_among(viewer, newest, params)
    return found if len(found) == page.limit else parts_among(viewer, _sql(direction), params)


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
