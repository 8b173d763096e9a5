"""A PostgreSQL of one's own for a while: `scripts/with-postgres COMMAND...`, or `cluster()`.

Made from the machine's own packages in a folder that is thrown away, reached by a Unix socket
only. It does not survive a power cut and need not, so it does not wait for the disk.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

_PR_SET_PDEATHSIG = 1
_START_SECONDS = 30
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_wal_size": "1GB",
    "shared_buffers": "128MB",
    "max_connections": "120",
    "autovacuum_naptime": "10s",
    "timezone": "UTC",
    "log_min_messages": "fatal",
}


class NoPostgres(RuntimeError):
    """PostgreSQL is not installed, or does not start."""


def programs() -> Path:
    """The folder of initdb and postgres: Debian's newest, else whatever the path names."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda folder: float(folder.parent.name))
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    raise NoPostgres("PostgreSQL is not installed. On Debian: apt-get install postgresql")


def _owner() -> dict[str, str | int]:
    """PostgreSQL refuses to run as root: there, it runs as the user that its package made."""
    if os.geteuid() != 0:
        return {}
    try:
        found = pwd.getpwnam("postgres")
    except KeyError:
        raise NoPostgres("there is no user 'postgres' to run PostgreSQL as") from None
    return {"user": found.pw_uid, "group": found.pw_gid}


def end_with_us() -> None:
    # Should we be killed, the server must not outlive us. SIGQUIT: at once, nothing to save.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT, 0, 0, 0)


@contextmanager
def cluster() -> Iterator[str]:
    """Start a server; yields the address of its database 'plenary', owned by 'plenary'."""
    where, owner = programs(), _owner()
    # Not below the usual temporary folder of a user: a socket's path is short, and 'postgres'
    # must be able to reach it.
    home = Path(tempfile.mkdtemp(prefix="plenary-pg-", dir="/tmp"))
    server: subprocess.Popen[bytes] | None = None
    try:
        if owner:
            os.chown(home, int(owner["user"]), int(owner["group"]))
        home.chmod(0o755)
        options = {**owner, "cwd": home, "extra_groups": []} if owner else {"cwd": home}
        data = home / "data"
        command = [where / "initdb", "--pgdata", data, "--username", "plenary", "--auth", "trust"]
        command += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        made = subprocess.run(command, capture_output=True, text=True, check=False, **options)
        if made.returncode:
            raise NoPostgres(f"initdb failed: {made.stderr.strip()}")
        arguments = [str(where / "postgres"), "-D", str(data), "-k", str(home)]
        for name, value in _SETTINGS.items():
            arguments += ["-c", f"{name}={value}"]
        with open(home / "log", "wb") as log:
            server = subprocess.Popen(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=end_with_us if sys.platform.startswith("linux") else None,
                start_new_session=True,
                **options,
            )
        _create_database(server, home)
        yield f"postgresql://plenary@{quote(str(home), safe='')}/plenary"
    finally:
        if server is not None:
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=10)
        shutil.rmtree(home, ignore_errors=True)


def _create_database(server: "subprocess.Popen[bytes]", home: Path) -> None:
    import psycopg

    limit = time.monotonic() + _START_SECONDS
    while True:
        if server.poll() is not None:
            raise NoPostgres(f"PostgreSQL did not start: {(home / 'log').read_text()}")
        try:
            with psycopg.connect(
                host=str(home), user="plenary", dbname="postgres", autocommit=True
            ) as connection:
                connection.execute("CREATE DATABASE plenary")
                return
        except psycopg.OperationalError:
            if time.monotonic() > limit:
                raise NoPostgres("PostgreSQL does not answer") from None
            time.sleep(0.05)


def main() -> int:
    """Run a command with PLENARY_DATABASE_URL naming a server that ends with it."""
    if len(sys.argv) < 2:
        print("usage: scripts/with-postgres COMMAND [ARGUMENT...]", file=sys.stderr)
        return 2

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, ended)
    try:
        with cluster() as address:
            environment = {**os.environ, "PLENARY_DATABASE_URL": address}
            process = subprocess.Popen(sys.argv[1:], env=environment)
            try:
                return process.wait()
            except KeyboardInterrupt:
                process.send_signal(signal.SIGINT)
                return process.wait(timeout=30) or 130
    except NoPostgres as error:
        print(f"with-postgres: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
