"""A lookup `column__prefix=` that an ordinary index answers on both engines.

Django's `startswith` becomes LIKE: SQLite does not use a case-sensitive index for it, and
PostgreSQL not with a parameter. A range of letters does, on PostgreSQL by the operators of
`varchar_pattern_ops`, which every column asked this way needs in an index.
"""

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Lookup

if TYPE_CHECKING:
    _Lookup = Lookup[Any]
else:
    _Lookup = Lookup

LAST = "\U0010ffff"


@CharField.register_lookup
class Prefix(_Lookup):
    """Begins with, letter by letter."""

    lookup_name = "prefix"

    def _range(
        self, compiler: Any, connection: BaseDatabaseWrapper, least: str, below: str
    ) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        value = str(self.rhs)
        sql = f"({left} {least} %s AND {left} {below} %s)"
        return sql, (*left_params, value, *left_params, value + LAST)

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        return self._range(compiler, connection, ">=", "<")

    def as_postgresql(
        self, compiler: Any, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        return self._range(compiler, connection, "~>=~", "~<~")


def begins_with(column: str, name: str) -> str:
    """The same in SQL written by hand, of a column and a parameter `name`; `name_end` must be the
    same with LAST behind it."""
    least, below = ("~>=~", "~<~") if connection.vendor == "postgresql" else (">=", "<")
    return f"({column} {least} %({name})s AND {column} {below} %({name}_end)s)"
