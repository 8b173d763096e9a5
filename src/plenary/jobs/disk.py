"""Commits that need not wait for the disk.

A job's effect and its removal are one commit. If the power fails before that is on the disk, both
are lost, and the job is done again: so a worker, which answers nobody, need not wait. What doors
commit waits (`config/settings.py`), and takes along to the disk whatever was committed before.
"""

from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created


def commit_without_waiting() -> None:
    """SQLite: in this process, from now on. On PostgreSQL each transaction says so for itself
    (`within_transaction`), for a pooler may give its connection to a door next."""
    connection.close()
    connection_created.connect(_say_so, dispatch_uid="plenary.jobs.disk")


def _say_so(connection: Any, **_: Any) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")


def within_transaction() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
