"""A lookup `column__prefix=` that an ordinary index answers on both engines.

Django's `startswith` becomes LIKE: SQLite does not use a case-sensitive index for it, and
PostgreSQL not with a parameter. A range of letters does, on PostgreSQL by the operators of
`varchar_pattern_ops`, which every column asked this way needs in an index.
"""

from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Lookup

if TYPE_CHECKING:
    _Lookup = Lookup[Any]
else:
    _Lookup = Lookup

_LAST = "\U0010ffff"


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
        return sql, (*left_params, value, *left_params, value + _LAST)

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        return self._range(compiler, connection, ">=", "<")

    def as_postgresql(
        self, compiler: Any, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        return self._range(compiler, connection, "~>=~", "~<~")
