"""`plenary dev-server`: a throw-away Plenary to test apps against."""

import json
import os
import shutil
import signal
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

# What makes a Plenary a real one: with any of these set, this is the wrong command.
_REAL = ["PLENARY_URL", "PLENARY_DATABASE_URL", "PLENARY_REDIS_URL", "PLENARY_SMTP_HOST"]
_REAL += ["PLENARY_SECRET_KEY"]
_TOLD = ["PLENARY_URL", "PLENARY_NAME", "PLENARY_EMAIL_VERIFICATION", "PLENARY_STREAMING_PORT"]
_TOLD += ["PLENARY_LOOPBACK_PEERS"]
FOLDER = "dev-server"


def folder() -> Path:
    """Where its database is while it runs."""
    data = Path(settings.DATA)
    return data if settings.DEV_SERVER else data / FOLDER


def environment(data: Path) -> dict[str, str]:
    """What commands that work on it are run with."""
    told: dict[str, str] = {"PLENARY_URL": "http://localhost:3000"}
    if (data / "served").exists():
        told = json.loads((data / "served").read_text())
    return {**os.environ, **told, "PLENARY_DEV_SERVER": "yes", "PLENARY_DATA": str(data)}


def refuse_real() -> None:
    found = [name for name in _REAL if os.environ.get(name, "").strip()]
    if found and not settings.DEV_SERVER:
        raise CommandError(
            f"{' and '.join(found)} is set: this looks like a real Plenary, and the test server"
            " would open it to everybody. Unset it first."
        )


class Command(BaseCommand):
    help = (
        "Serve a throw-away Plenary as http://localhost:PORT to test apps against: no limits,"
        " registration by API without confirming the address, and the password grant. Its database"
        " is removed when it stops."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=3000, help="port (default: 3000)")
        parser.add_argument(
            "--streaming-port", type=int, help="port of streaming (default: the next one)"
        )
        parser.add_argument("--host", default="127.0.0.1", help="address to listen at")
        parser.add_argument(
            "--url",
            default="",
            help="the address apps use, such as https://plenary.test behind a proxy of yours",
        )
        parser.add_argument(
            "--streaming-url", default="", help="the same for streaming, when behind a proxy"
        )
        parser.add_argument("--seed", metavar="FILE", help="put this in first; see 'plenary seed'")
        parser.add_argument(
            "--two-ports",
            action="store_true",
            help="answer streams at their own port alone, and other requests a hop sooner",
        )
        parser.add_argument(
            "--federate",
            action="store_true",
            help="speak with other servers, and push services, on this machine: it then dials any"
            " address at any port, without TLS, so let nobody else use it",
        )
        parser.add_argument("--workers", type=int, default=1, metavar="N", help="web processes")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_real()
        if options["federate"] and options["url"].lower().startswith("https:"):
            raise CommandError(
                "--federate dials any address without TLS, for servers on one machine: leave --url"
                " out, or let it begin with http://"
            )
        data = folder()
        served = data / "served"
        if served.exists():  # left by one that was killed
            shutil.rmtree(data)
        data.mkdir(parents=True, exist_ok=True)
        url = options["url"] or f"http://localhost:{options['port']}"
        given = environment(data) | {
            "PLENARY_URL": url,
            "PLENARY_EXTRA_HOSTS": "localhost,127.0.0.1",
            "PLENARY_STREAMING_PORT": str(options["streaming_port"] or options["port"] + 1),
            "PLENARY_STREAMING_URL": options["streaming_url"],
            "PLENARY_LOOPBACK_PEERS": "yes" if options["federate"] else "no",
            "PLENARY_RATE_LIMITS": "no",
            "PLENARY_EMAIL_VERIFICATION": "none",
            "PLENARY_NAME": "Plenary test server",
        }
        # For `plenary seed`, so that what it renders has the same addresses.
        served.write_text(json.dumps({name: given[name] for name in given if name in _TOLD}))
        plenary = [sys.executable, "-m", "plenary.management.cli"]
        try:
            if options["seed"]:
                done = subprocess.run([*plenary, "seed", options["seed"]], env=given, check=False)
                if done.returncode:
                    raise CommandError("The seed was not taken; see above.")
            serve = [*plenary, "serve", "--port", str(options["port"]), "--host", options["host"]]
            serve += ["--workers", str(options["workers"])]
            # Many apps look for streams at the address of the API, whatever is announced.
            serve += [] if options["two_ports"] else ["--one-port"]
            self._run(serve, given)
        finally:
            shutil.rmtree(data, ignore_errors=True)

    def _run(self, command: list[str], given: dict[str, str]) -> None:
        """Until Ctrl-C, which the child hears too and ends by."""
        child = subprocess.Popen(command, env=given)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: child.send_signal(signal.SIGTERM))
        if code := child.wait():
            raise CommandError(f"The server ended with code {code}.")
