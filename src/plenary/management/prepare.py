"""What must be in place before the site is served: tables, static files, free ports."""

import fcntl
import hashlib
import os
import socket
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from plenary.lib import datagrams


class NotReady(Exception):
    """Why the site cannot be served, in words."""


def lock() -> IO[str]:
    """Only one `serve` at a time works in a data folder; keep the answer open."""
    path = datagrams.folder() / "serve.lock"
    file = open(path, "a+")  # noqa: SIM115  # held for as long as we serve
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        raise NotReady(
            f"Plenary is already being served from {settings.DATA} (process {file.read().strip()})."
            " Stop that one first, or choose another folder with PLENARY_DATA."
        ) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def port_free(host: str, port: int, variable: str) -> None:
    """Say so when the port is taken, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # Without SO_REUSEPORT, so that another server which shares its port is noticed.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise NotReady(
                f"Port {port} on {host} cannot be used: {error.strerror}."
                f" Stop what uses it, or choose another with {variable}=…"
            ) from None


def any_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def migrations_waiting() -> int:
    """How many migrations have not been applied."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def database() -> int:
    """Bring the tables up to this version; how many migrations that took."""
    waiting = migrations_waiting()
    if waiting:
        call_command("migrate", run_syncdb=True, interactive=False, verbosity=0, skip_checks=True)
    if any("DatabaseCache" in cache["BACKEND"] for cache in settings.CACHES.values()):
        call_command("createcachetable", verbosity=0)
    return waiting


def static_print() -> str:
    """A fingerprint of every static file's name, size and time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            stat = os.stat(storage.path(name))
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT) / ".collected"


def static_is_current() -> bool:
    try:
        return _stamp().read_text() == static_print()
    except OSError:
        return False


def static() -> bool:
    """Collect the static files if they changed; whether they had."""
    if static_is_current():
        return False
    print_before = static_print()
    # Anew, because files of an installed package may be older than what was collected before.
    call_command("collectstatic", clear=True, interactive=False, verbosity=0, skip_checks=True)
    _stamp().write_text(print_before)
    return True


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    from plenary.accounts.models import Account

    return not Account.objects.exists()


def demo_sign_in() -> dict[str, Any] | None:
    """What the demo left for whoever opens it first: e-mail and password."""
    import json

    try:
        found = json.loads((Path(settings.DATA) / "demo.json").read_text())
        return {"email": str(found["email"]), "password": str(found["password"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None
