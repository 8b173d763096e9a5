"""Programs that can be killed and stopped, on a database of their own, on either engine."""

import json
import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent


class Scene:
    """A database, a data folder, and the programs that work on them."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.database = ""
        self.environment = environment
        self.programs: list[subprocess.Popen[bytes]] = []

    def run(self, *arguments: object, elsewhere: Path | None = None) -> Any:
        """Run a program to its end; `elsewhere` is the data folder of another machine."""
        environment = self.environment
        if elsewhere is not None:
            environment = {**environment, "PLENARY_DATA": str(elsewhere)}
        command = [sys.executable, "-m", "tests.faults.scene", *map(str, arguments)]
        done = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout) if done.stdout.strip() else None

    def state(self) -> dict[str, Any]:
        """What was done, as numbers, and how many jobs are left."""
        # In this order: what the last job did is there once no job is.
        ((jobs,),) = self._rows("SELECT count(*) FROM plenary_job")
        effects = [number for (number,) in self._rows("SELECT number FROM scene_effect ORDER BY 1")]
        return {"effects": effects, "jobs": jobs}

    def until_done(self, seconds: float = 80.0) -> dict[str, Any]:
        """The same, once no job is left."""
        limit = time.monotonic() + seconds
        while (found := self.state())["jobs"] and time.monotonic() < limit:
            time.sleep(0.05)
        return found

    def is_writable(self) -> bool:
        try:
            self._rows("DELETE FROM scene_effect WHERE number = -2")
        except sqlite3.OperationalError:
            return False
        return True

    def _rows(self, sql: str) -> list[Any]:
        """Asked from here: to start a program for it takes a second."""
        if self.database:
            with psycopg.connect(self.environment["PLENARY_DATABASE_URL"]) as asked:
                found = asked.execute(sql.encode())
                return found.fetchall() if found.description else []
        database = sqlite3.connect(self.folder / "plenary.sqlite3", timeout=2.0)
        try:
            with database:
                return database.execute(sql).fetchall()
        finally:
            database.close()

    def worker(self, lease: float = 1.0) -> subprocess.Popen[bytes]:
        return self.begin("work", lease)

    def office(
        self, lease: float = 1.0, poll: float = 1.0, patience: float = 7.0, timeout: float = 5.0
    ) -> subprocess.Popen[bytes]:
        return self.begin("office", lease, poll, patience, timeout)

    def begin(self, *arguments: object, collect: bool = False) -> subprocess.Popen[bytes]:
        """Start a program; with `collect` what it says of its errors can be read from it."""
        command = [sys.executable, "-m", "tests.faults.scene", *map(str, arguments)]
        errors = subprocess.PIPE if collect else None
        program = subprocess.Popen(command, env=self.environment, cwd=ROOT, stderr=errors)
        self.programs.append(program)
        return program

    def put_to_sleep(self, program: subprocess.Popen[bytes]) -> None:
        """Not while it writes: on SQLite it would keep everybody from that, for as long as it
        sleeps."""
        for _ in range(20):
            program.send_signal(signal.SIGSTOP)
            if self.is_writable():
                return
            program.send_signal(signal.SIGCONT)
            time.sleep(0.1)
        raise AssertionError("it writes all the time")

    def hold(self) -> None:
        (self.folder / "hold").touch()

    def let_go(self) -> None:
        (self.folder / "hold").unlink(missing_ok=True)

    def wait_until_reached(self, name: str = "reached", seconds: float = 60.0) -> None:
        limit = time.monotonic() + seconds
        while not (self.folder / name).exists():
            assert time.monotonic() < limit, "nobody came to the held place"
            time.sleep(0.02)

    def begun(self) -> int:
        """How many fetches were begun, each once for each process that did."""
        return len(list(self.folder.glob("begun-*")))

    def close(self) -> None:
        for program in self.programs:
            if program.poll() is None:
                program.send_signal(signal.SIGCONT)
                program.kill()
            program.wait(10)


@pytest.fixture
def scene(tmp_path: Path, django_db_blocker: Any) -> Iterator[Scene]:
    """A scene on the engine that the settings name."""
    environment = {key: value for key, value in os.environ.items() if key != "PLENARY_DATABASE_URL"}
    paths = [str(ROOT / "src"), str(ROOT), environment.get("PYTHONPATH", "")]
    environment |= {
        "PLENARY_DATA": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "PLENARY_LOG_LEVEL": "ERROR",
    }
    if connection.vendor != "postgresql":
        made = Scene(tmp_path, environment)
        made.run("prepare")
        yield made
        made.close()
        return
    given = connection.settings_dict
    name = f"scene_{secrets.token_hex(6)}"
    user, password, host, port = (
        quote(str(given[key] or ""), safe="") for key in ("USER", "PASSWORD", "HOST", "PORT")
    )
    who = f"{user}:{password}" if password else user
    where = f"{host}:{port}" if port else host
    environment["PLENARY_DATABASE_URL"] = f"postgres://{who}@{where}/{name}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'CREATE DATABASE "{name}"')
    made = Scene(tmp_path, environment)
    made.database = name
    try:
        made.run("prepare")
        yield made
    finally:
        made.close()
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
