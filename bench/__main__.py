"""`make bench`: one table of medians, on both databases, at one size and at ten times it."""

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(engine: str, attendees: int) -> list[dict[str, object]]:
    """One measuring process; PostgreSQL runs on a throw-away cluster."""
    command = [sys.executable, "-m", "bench.measure", engine, str(attendees)]
    if engine == "postgresql":
        command = [str(ROOT / "scripts" / "with-postgres"), *command]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    environment.pop("PLENARY_DATABASE_URL", None)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--attendees", type=int, default=10_000)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--no-tenfold", action="store_true", help="leave out ten times the size")
    given = parser.parse_args()
    sizes = [given.attendees] if given.no_tenfold else [given.attendees, given.attendees * 10]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores")
    print(
        f"{'':32}{'engine':12}{'queries':>8}"
        + "".join(f"{f'{size:,}: median':>18}{'p95':>8}" for size in sizes)
        + ("" if given.no_tenfold else f"{'ratio':>8}")
    )
    for engine in given.engine or ["sqlite", "postgresql"]:
        runs = [{str(row["what"]): row for row in run(engine, size)} for size in sizes]
        for what, row in runs[0].items():
            line = f"{what:32}{engine:12}{row['queries']:>8}"
            for each in runs:
                line += f"{each[what]['median']:>15.1f} ms{each[what]['p95']:>8.1f}"
            if len(runs) == 2:
                line += f"{float(str(runs[1][what]['median'])) / float(str(row['median'])):>8.2f}"
            print(line, flush=True)


if __name__ == "__main__":
    main()
