"""`plenary serve`: the site, the live stream, the worker and the post office: one process tree."""

import contextlib
import os
import resource
import signal
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connections

from plenary.conduct import actions as conduct
from plenary.management import prepare, supervise
from plenary.management.cli import shift_clock
from plenary.management.supervise import Plan

_ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


class Command(BaseCommand):
    help = (
        "Serve the site, the live stream, a worker and a post office in one process tree, until"
        " Ctrl-C. Brings the database up to date first."
    )
    requires_system_checks: list[str] = []  # 'plenary check' does that

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=settings.HOST, help="address to listen at (HOST)")
        parser.add_argument(
            "--port", type=int, default=settings.PORT, help="port of the pages (PORT)"
        )
        parser.add_argument(
            "--workers",
            type=int,
            default=2,
            metavar="N",
            help="processes that answer pages (default: two, so that one may be busy)",
        )
        parser.add_argument(
            "--demo-if-empty",
            action="store_true",
            help="fill the database with the demo conference when nobody has an account",
        )
        parser.add_argument(
            "--one-port",
            action="store_true",
            help="answer streams at the port of the pages too (of a test server alone)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if options["one_port"] and not settings.DEV_SERVER:
            raise CommandError(
                "--one-port is for 'plenary dev-server'. Here a proxy in front leads"
                " /api/v1/streaming and /live to the streaming port."
            )
        try:
            self._serve(
                options["host"],
                options["port"],
                options["workers"],
                options["demo_if_empty"],
                options["one_port"],
            )
        except prepare.NotReady as error:
            raise CommandError(str(error)) from None
        except (OperationalError, InterfaceError) as error:
            raise CommandError(f"The database does not answer: {error}") from None
        except KeyboardInterrupt:
            self.stdout.write("\nStopped.")

    def _serve(self, host: str, port: int, workers: int, demo: bool, one_port: bool) -> None:
        streaming = _streaming_port(port)
        prepare.port_free(host, port, "PORT")
        prepare.port_free(host, streaming, "PLENARY_STREAMING_PORT")
        lock = prepare.lock()
        self._prepare(demo)
        # The children read their settings from the environment.
        os.environ.update(HOST=host, PORT=str(port), PLENARY_STREAMING_PORT=str(streaming))
        shift_clock(Path(settings.DATA))
        _raise_file_limit()
        connections.close_all()
        here = _ANY_ADDRESS.get(host, host)
        plan = Plan(
            children=_children(host, port, streaming, max(workers, 1), one_port),
            doors=[(here, port, "/"), (here, streaming, "/live/health")],
            banner=self._banner(host, port),
        )
        self.stdout.flush()
        # What only watches needs none of what was loaded to prepare: a hundred megabytes.
        os.set_inheritable(lock.fileno(), True)
        command = [sys.executable, "-m", supervise.__name__, plan.written()]
        os.execv(sys.executable, command)  # noqa: S606

    def _prepare(self, demo: bool) -> None:
        applied = prepare.database()
        if applied:
            self.stdout.write(f"The database is ready ({applied} migrations).")
        conduct.stand_everywhere()  # the list of servers that are met may be new, or off
        if prepare.static():
            self.stdout.write("Static files are collected.")
        if demo and "demo" in get_commands() and prepare.is_empty():
            self.stdout.write("Nobody is here yet: making the demo conference.")
            self.stdout.flush()
            connections.close_all()
            command = [sys.executable, "-m", "plenary.management.cli", "demo"]
            if subprocess.run(command, check=False).returncode != 0:
                raise CommandError("The demo could not be made; see above.")

    def _banner(self, host: str, port: int) -> str:
        given = os.environ.get("PLENARY_URL", "").strip().rstrip("/")
        shown = f"[{host}]" if ":" in host else host
        address = given or f"http://{_ANY_ADDRESS.get(host, shown)}:{port}"
        lines = ["", f"  Plenary is at {address}"]
        if sign_in := prepare.demo_sign_in():
            lines.append(f"  Sign in as {sign_in['email']} with the password {sign_in['password']}")
        if host in _ANY_ADDRESS and not given:
            lines.append("  Other machines reach it once PLENARY_URL says under which address.")
        lines += ["  Ctrl-C stops it.", ""]
        return "\n".join(lines)


def _streaming_port(port: int) -> int:
    given = os.environ.get("PLENARY_STREAMING_PORT", "").strip()
    return int(given) if given else port + 1


def _children(
    host: str, port: int, streaming: int, workers: int, one_port: bool
) -> list[tuple[str, list[str]]]:
    log_level = os.environ.get("PLENARY_LOG_LEVEL", "warning").strip().lower() or "warning"
    stream = [sys.executable, "-m", "plenary.config.streaming"]
    stream += ["--host", host, "--port", str(streaming)]
    if one_port:
        # The streaming process listens at both, and hands on what is not its own.
        inner = prepare.any_port()
        stream += ["--front", str(port), "--web", str(inner)]
        host, port = "127.0.0.1", inner
    granian = [sys.executable, "-m", "granian", "--host", host, "--log-level", log_level]
    granian += ["--no-ws", "--workers-kill-timeout", "5"]
    web = ["--interface", "wsgi", "--port", str(port), "--workers", str(workers)]
    web += ["--blocking-threads", str(_threads()), "--respawn-failed-workers"]
    plenary = [sys.executable, "-m", "plenary.management.cli"]
    return [
        ("The web server", [*granian, *web, "plenary.config.wsgi:application"]),
        ("The live stream", stream),
        ("The worker", [*plenary, "worker"]),
        ("The post office", [*plenary, "post-office"]),
    ]


def _threads() -> int:
    """Of each web process. On SQLite one: a second waits for the first more than it answers. While
    PostgreSQL answers one, another can be at work (decision 2)."""
    return 1 if connections["default"].vendor == "sqlite" else 2


def _raise_file_limit() -> None:
    """Each open page is a file to the system; the usual 1,024 would be all of them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else min(65_536, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
