"""Model fields of our own."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from plenary.lib.ids import new_id


class SnowflakeField(models.BigIntegerField):
    """A primary key from `lib.ids`. On SQLite it is declared 'integer', which makes it the table's
    own rowid: one tree to search instead of two."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("primary_key", True)
        kwargs.setdefault("default", new_id)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)
