"""Rows of SQL that is written by hand, for paths that are asked all the time.

Django's cursor looks through the statement's text on every call to translate its parameters for
SQLite, and wraps the driver's twice, which costs as much as many such queries; here that is done
once. Where Django writes down what is asked (tests count queries so), its own cursor serves.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connections

from plenary.lib import clock

_PARAMETER = re.compile(r"%\((\w+)\)s")


@lru_cache(maxsize=256)
def _named(sql: str) -> str:
    """`%(name)s` as SQLite names parameters."""
    return _PARAMETER.sub(r":\1", sql).replace("%%", "%")


def rows(sql: str, params: Mapping[str, Any]) -> list[Any]:
    """All rows of a SELECT with parameters `%(name)s`; values must be what the driver takes."""
    db: Any = connections["default"]
    if db.queries_logged or db.execute_wrappers:
        with db.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()
    with db.wrap_database_errors:
        db.close_if_health_check_failed()
        db.ensure_connection()
        text = _named(sql) if db.vendor == "sqlite" else sql
        return db.connection.execute(text, params).fetchall()


def write(sql: str, params: Mapping[str, Any]) -> int:
    """Do an INSERT, UPDATE or DELETE of the same kind, in the caller's transaction; how many rows
    it was of."""
    db: Any = connections["default"]
    if db.queries_logged or db.execute_wrappers:
        with db.cursor() as cursor:
            cursor.execute(sql, params)
            return int(cursor.rowcount)
    with db.wrap_database_errors:
        db.close_if_health_check_failed()
        db.ensure_connection()
        text = _named(sql) if db.vendor == "sqlite" else sql
        return int(db.connection.execute(text, params).rowcount)


def indexed_by(name: str) -> str:
    """Behind a table's name: by which index SQLite shall read it. Without figures (a partial index
    that holds nothing has none) it guesses; PostgreSQL takes no hints, nor needs one."""
    return f"INDEXED BY {name}" if connections["default"].vendor == "sqlite" else ""


def moment(at: datetime) -> Any:
    """A moment as a parameter of `rows`."""
    return connections["default"].ops.adapt_datetimefield_value(at)


@lru_cache(maxsize=16)
def _second(vendor: str, second: int) -> Any:
    return moment(datetime.fromtimestamp(second, clock.UTC))


def this_second(at: datetime) -> Any:
    """As `moment`, in whole seconds: enough for what runs out, and made once a second."""
    return _second(connections["default"].vendor, int(at.timestamp()))


def among(name: str) -> str:
    """A comparison with a list of ids that is one parameter: so that the statement's text, which
    both databases prepare, does not change with how many there are."""
    if connections["default"].vendor == "sqlite":
        return f"IN (SELECT value FROM json_each(%({name})s))"
    return f"= ANY(%({name})s)"


def each(name: str) -> str:
    """The list as a table with the column `value`."""
    if connections["default"].vendor == "sqlite":
        return f"json_each(%({name})s)"
    return f"unnest(%({name})s::bigint[]) AS value"


def listed(ids: Iterable[int]) -> Any:
    """The parameter for `among` and `each`."""
    ids = list(ids)
    return f"[{','.join(map(str, ids))}]" if connections["default"].vendor == "sqlite" else ids


def listed_words(words: Iterable[str]) -> Any:
    """The same of words."""
    words = list(words)
    return json.dumps(words) if connections["default"].vendor == "sqlite" else words


def json_array() -> str:
    """The function that makes a JSON array of its arguments: text on SQLite, a list from
    PostgreSQL."""
    return "json_array" if connections["default"].vendor == "sqlite" else "json_build_array"
