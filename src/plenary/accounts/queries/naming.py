"""People by the beginnings of their names' words: asked at every letter somebody types."""

from typing import Any

from plenary.accounts import rules
from plenary.accounts.models import Account
from plenary.accounts.queries.kept import COLUMNS, accounts_of
from plenary.accounts.visibility import apart_sql
from plenary.lib.prefix import LAST, begins_with
from plenary.lib.rows import rows

# A common first letter matches without end: beyond this many, more letters are needed.
MOST_NAMED = 1000


def named(q: str) -> list[int]:
    """Ids of accounts whose name has every word of `q` as the beginning of one of its words: one
    range of the index of words, at most MOST_NAMED of it, whatever else they are."""
    sql, given = _named(q)
    return [int(pk) for (pk,) in rows(sql, given)] if sql else []


def _named(q: str) -> tuple[str, dict[str, Any]]:
    """The same as a SELECT with its parameters; ('', {}) where nothing is asked."""
    words = sorted(rules.query_words(q), key=len, reverse=True)
    if not words:
        return "", {}
    sql = "SELECT n.account_id AS id FROM plenary_nameword n WHERE " + begins_with("n.word", "w0")
    for place in range(1, len(words)):
        sql += f""" AND EXISTS (SELECT 1 FROM plenary_nameword m
            WHERE m.account_id = n.account_id AND {begins_with("m.word", f"w{place}")})"""
    given = {f"w{place}": word for place, word in enumerate(words)}
    given |= {f"w{place}_end": word + LAST for place, word in enumerate(words)}
    # In no order: the index's is not the language's, and to sort would be to read every match.
    return f"{sql} LIMIT {MOST_NAMED}", given


# Whom the words name is found first, and then who of them may be shown: joined freely, PostgreSQL
# would walk all accounts to meet its few.
_PEOPLE = f"""
    WITH named AS MATERIALIZED ({{named}})
    SELECT {COLUMNS} FROM plenary_account a
    WHERE a.id IN (SELECT id FROM named) AND a.discoverable AND a.moved_to_id IS NULL
    AND NOT {apart_sql("a")}
    AND NOT (a.silenced_at IS NOT NULL AND a.id <> %(me)s AND NOT EXISTS (
        SELECT 1 FROM plenary_follow f WHERE f.source_id = %(me)s AND f.target_id = a.id))
    {{followed}} ORDER BY a.id DESC LIMIT %(limit)s
"""
_FOLLOWED = """AND EXISTS (SELECT 1 FROM plenary_follow g
                WHERE g.source_id = %(me)s AND g.target_id = a.id)"""


def people_named(
    viewer: Account | None, q: str, limit: int, *, following: bool = False
) -> list[Account]:
    """People who wish to be found by the beginnings of their names' words, the newest first (one
    query; two if some are new to this process); who went elsewhere is found there. `following`: of
    those the viewer follows."""
    named, given = _named(q)
    if not named:
        return []
    # Nobody has the id 0, blocks or follows.
    given |= {"me": viewer.pk if viewer is not None else 0, "limit": limit}
    found = rows(_PEOPLE.format(named=named, followed=_FOLLOWED if following else ""), given)
    known = accounts_of(found)
    return [known[pk] for pk, *_ in found if pk in known]
