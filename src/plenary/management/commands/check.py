"""`plenary check`: is everything in order? Django's own checks first, then the running server."""

import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.check import Command as DjangoCheck
from django.db import Error, connection

from plenary.federation import queries as federation
from plenary.jobs import queries, rules
from plenary.lib import clock
from plenary.management import prepare

_LITTLE_SPACE = 500 * 1024 * 1024
_LONG_WAIT = timedelta(minutes=2)
_QUIET = timedelta(minutes=1)


class Problem(Exception):
    """Something that needs doing, in words."""


class Command(DjangoCheck):
    help = (
        "See whether everything is in order: the settings, the database, the data folder, mail, the"
        " worker, the post office and the live stream. Ends with 1 when something is not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--settings-only", action="store_true", help="only Django's checks of the settings"
        )

    def handle(self, *labels: Any, **options: Any) -> None:
        super().handle(*labels, **options)
        narrow = ("settings_only", "list_tags", "tags", "databases")
        if labels or any(options.get(name) for name in narrow):
            return
        looks: list[tuple[str, Callable[[], str]]] = [
            ("database", database),
            ("migrations", migrations),
            ("data folder", data_folder),
            ("secret key", secret_key),
            ("static files", static_files),
            ("mail", mail),
            ("clock", time_shift),
            ("worker", partial(jobs, rules.ORDINARY)),
            ("post office", partial(jobs, rules.SLOW)),
            ("deliveries", deliveries),
            ("live stream", live_stream),
        ]
        problems = 0
        for name, look in looks:
            try:
                self.stdout.write(f"  ok       {name:<13}{look()}")
            except (Problem, Error) as error:
                problems += 1
                self.stdout.write(f"  PROBLEM  {name:<13}{error}")
        if problems:
            raise CommandError(f"{problems} of {len(looks)} not in order.", returncode=1)


def database() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            journal = cursor.fetchone()[0]
            cursor.execute("PRAGMA synchronous")
            synchronous = cursor.fetchone()[0]
            cursor.execute("PRAGMA foreign_keys")
            keys = cursor.fetchone()[0]
            if (str(journal), int(synchronous), int(keys)) != ("wal", 2, 1):
                raise Problem(
                    f"journal {journal}, synchronous {synchronous}, foreign keys {keys}: a power"
                    " cut could lose what was answered (wanted: wal, 2, 1)"
                )
            return "SQLite, write-ahead log, synchronous in full, foreign keys on"
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
        cursor.execute("SHOW synchronous_commit")
        if (commit := cursor.fetchone()[0]) == "off":
            raise Problem("synchronous_commit is off: a power cut could lose what was answered")
        return f"PostgreSQL {server}, synchronous_commit {commit}"


def migrations() -> str:
    if waiting := prepare.migrations_waiting():
        raise Problem(f"{waiting} not applied: 'plenary migrate' (or 'plenary serve') applies them")
    return "all applied"


def data_folder() -> str:
    path = Path(settings.DATA)
    try:
        with tempfile.NamedTemporaryFile(dir=path):
            pass
    except OSError as error:
        raise Problem(f"{path} cannot be written: {error.strerror}") from None
    free = shutil.disk_usage(path).free
    if free < _LITTLE_SPACE:
        raise Problem(f"{path} has only {free // 2**20} MB of free space")
    return f"{path} can be written, {free / 2**30:.1f} GB free"


def secret_key() -> str:
    if os.environ.get("PLENARY_SECRET_KEY", "").strip():
        return "from the environment"
    path = Path(settings.DATA) / "secret-key"
    if not path.is_file() or not path.stat().st_size:
        raise Problem(f"{path} is missing or empty")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise Problem(f"{path} can be read by others: chmod 600 {path}")
    return f"{path}, readable by its owner only"


def static_files() -> str:
    if not prepare.static_is_current():
        raise Problem("not collected, or changed since: 'plenary serve' collects them")
    return "collected"


def mail() -> str:
    if "smtp" in settings.EMAIL_BACKEND:
        return f"through {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    if settings.SECURE:
        raise Problem("goes nowhere: set PLENARY_SMTP_HOST, or nobody can reset a password")
    where = getattr(settings, "EMAIL_FILE_PATH", "memory")
    return f"into files in {where} (PLENARY_SMTP_HOST is not set)"


def time_shift() -> str:
    shift = clock.offset()
    if not shift:
        return "the machine's"
    return f"shifted for the demo: it is {clock.now():%Y-%m-%d %H:%M} UTC"


def jobs(queue: str) -> str:
    health = queries.health(queue)
    now = clock.machine_now()
    if health.worker_seen is None or now - health.worker_seen > _QUIET:
        raise Problem(f"none is running ({health.waiting} jobs wait): start 'plenary serve'")
    if health.oldest > _LONG_WAIT:
        raise Problem(
            f"{health.waiting} jobs wait, the first for {health.oldest.seconds // 60} min"
        )
    if health.dead:
        raise Problem(f"{health.dead} jobs failed for good: 'plenary jobs' lists them")
    return f"running, {health.waiting} jobs wait, {health.later} for later"


def deliveries() -> str:
    if not settings.FEDERATION:
        return "none: this server speaks with no other"
    found = federation.deliveries_waiting()
    if found.oldest > _LONG_WAIT:
        raise Problem(
            f"{found.due} could be sent, the first for {found.oldest // timedelta(minutes=1)} min:"
            " is the post office running?"
        )
    failing = f"{found.failing} servers do not answer, for which {found.parked} wait"
    return f"{found.due} to be sent; {failing if found.failing else 'all servers answer'}"


def live_stream() -> str:
    from plenary.management.supervise import answers

    if not answers(settings.HOST, settings.STREAMING_PORT, "/live/health"):
        raise Problem(f"does not answer at port {settings.STREAMING_PORT}: start 'plenary serve'")
    return f"answers at port {settings.STREAMING_PORT}"
