"""Queries of the ORM whose SQL is made once, for paths that are taken all the time.

Django makes the SQL of a query anew each time it is asked: several times as long as the database
takes to answer it. A prepared one gives the same rows, as the same models:

    at_uri = Prepared(lambda uri: Status.objects.select_related("account").filter(uri=uri))
    at_uri.first(uri="https://clinic.example/notes/1")

What is given must be what the driver takes, as with `lib.rows`.
"""

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connections
from django.db.models import Expression, Model, QuerySet, TextField
from django.db.models.query import get_related_populators

from plenary.lib.rows import rows, write

_M = TypeVar("_M", bound=Model)


class _Given(Expression):
    """Stands where a value will be."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=TextField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class _Made(NamedTuple):
    sql: str
    constants: dict[str, Any]
    fields: list[str]
    first: int
    last: int
    converters: list[tuple[int, list[Any], Any]]
    related: list[Any]


class Prepared(Generic[_M]):
    """`make` gives the query (of whole models, or `only` some of their fields; no prefetching); its
    parameters are what is asked with. Nothing else may change what it gives."""

    def __init__(self, make: Callable[..., QuerySet[_M]]) -> None:
        self.make = make
        self.made: dict[str, _Made] = {}
        self.model: type[_M]

    def first(self, **given: Any) -> _M | None:
        """The first of them; the query says how many are read at most."""
        found = self.all(**given)
        return found[0] if found else None

    def all(self, **given: Any) -> list[_M]:
        connection: Any = connections["default"]
        made = self.made.get(connection.vendor) or self._prepare(connection.vendor)
        return [
            self._model(row, made, connection)
            for row in rows(made.sql, made.constants | given if made.constants else given)
        ]

    def _model(self, row: Any, made: _Made, connection: Any) -> _M:
        if made.converters:
            row = list(row)
            for place, converters, expression in made.converters:
                value = row[place]
                for convert in converters:
                    value = convert(value, expression, connection)
                row[place] = value
        found = self.model.from_db("default", made.fields, row[made.first : made.last])
        for populator in made.related:
            populator.populate(row, found)
        return found

    def _prepare(self, vendor: str) -> _Made:
        names = inspect.signature(self.make).parameters
        query = self.make(**{name: _Given(name) for name in names}).query
        compiler = query.get_compiler("default")
        sql, params = compiler.as_sql()
        select: Any = compiler.select
        info: Any = compiler.klass_info
        # Of the installed Django: the types we check with know a later one's.
        populators: Any = get_related_populators
        related = populators(info, select, "default")
        first, last = info["select_fields"][0], info["select_fields"][-1] + 1
        constants: dict[str, Any] = {}
        words = []
        for one in params:
            if isinstance(one, _Given):
                words.append(f"%({one.name})s")
            elif one == "":
                words.append("''")  # as the conditions of indexes have it
            else:
                constants[name := f"constant{len(constants)}"] = one
                words.append(f"%({name})s")
        made = _Made(
            sql=sql % tuple(words),
            constants=constants,
            fields=[column[0].target.attname for column in select[first:last]],
            first=first,
            last=last,
            converters=[
                (place, *both)
                for place, both in compiler.get_converters([one[0] for one in select]).items()
            ],
            related=related,
        )
        self.model = info["model"]
        self.made[vendor] = made
        return made


def insert(row: Model) -> None:
    """Write a new row that has its id, as `save(force_insert=True)` does; nobody hears of it by
    Django's signals."""
    connection: Any = connections["default"]
    values = {
        str(field.column): field.get_db_prep_save(field.pre_save(row, True), connection)
        for field in row._meta.local_concrete_fields
    }
    write(_insert(type(row)), values)
    row._state.adding, row._state.db = False, "default"


@cache
def _insert(model: type[Model]) -> str:
    columns = [str(field.column) for field in model._meta.local_concrete_fields]
    values = ", ".join(f"%({column})s" for column in columns)
    return f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({values})"
