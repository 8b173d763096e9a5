"""What the tests of the house look at: its rooms, in order, and its files."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SRC = ROOT / "src" / "plenary"

# Lowest first. A room may know those before it.
ROOMS = ["lib", "jobs", "accounts", "groups", "statuses", "timelines", "events", "encounters"]
ROOMS += ["learning", "conduct", "insights", "archive", "federation"]
DOORS = ["web", "mastodon_api", "plenary_api"]


def room(module: str) -> str:
    """`plenary.events.models.presence` stands in `events`."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "plenary" else ""


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project that git knows of, or would with the next `git add`."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return tuple(
        path for name in sorted(set(listed.split("\0"))) if name and (path := ROOT / name).is_file()
    )


def sources() -> Iterator[tuple[Path, ast.Module]]:
    """Each of our Python files, parsed; migrations aside."""
    for path in sorted(SRC.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text(), filename=str(path))


def inside(path: Path) -> tuple[str, ...]:
    """('events', 'actions', 'presence') for src/plenary/events/actions/presence.py."""
    return path.relative_to(SRC).with_suffix("").parts


def none(found: Iterable[object], why: str) -> None:
    """Fail with every one of `found` on a line of its own."""
    lines = [str(thing) for thing in found]
    assert not lines, "\n".join([f"{why}:", *lines])
