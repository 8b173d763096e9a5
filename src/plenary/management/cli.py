"""The `plenary` command: our commands first, Django's for those who know them."""

import json
import os
import sys
from difflib import get_close_matches
from pathlib import Path

OURS: dict[str, list[tuple[str, str]]] = {
    "Running": [
        ("serve", "serve the site and all that belongs to it, until Ctrl-C"),
        ("worker", "run one more worker"),
        ("post-office", "run one more post office, for slow work"),
        ("check", "see whether everything is in order"),
        ("jobs", "see the work that failed for good, and try it again"),
    ],
    "People and programmes": [
        ("createaccount", "make an account for a person"),
        ("suspend", "shut somebody out, or let them in again"),
        ("announce", "tell everybody something, or take it back"),
        ("emoji", "add small pictures for use in posts, or remove them"),
        ("moderator", "say who looks after this server's people"),
        ("domain-blocks", "bring in or write out a list of servers that are kept away"),
        ("import-programme", "read a conference programme from a file or an address"),
        ("demo", "fill an empty database with a made-up conference"),
    ],
    "Trying apps": [
        ("dev-server", "serve a throw-away Plenary on localhost to test apps against"),
        ("seed", "put accounts, apps and tokens from a file into it"),
    ],
    "Database": [
        ("migrate", "bring the database up to this version ('serve' does so by itself)"),
        ("dbshell", "open the database's own shell"),
    ],
}


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plenary.config.settings")
    arguments = sys.argv[1:]
    if not arguments or arguments in (["--help"], ["-h"], ["help"]):
        print(overview())
        return
    if arguments == ["--version"] or arguments == ["version"]:
        print(f"Plenary {version()}")
        return
    if arguments[0] == "help":
        arguments = [arguments[1], "--help"]

    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import ManagementUtility, get_commands

    # Commands are typed with hyphens and named, as Python modules, with underscores.
    name = arguments[0].replace("-", "_")
    try:
        shift_clock(Path(settings.DATA))
        django.setup()
        known = get_commands()
    except ImproperlyConfigured as error:
        sys.exit(f"plenary: {error}")
    if name not in known and arguments[0] not in known:
        sys.exit(_unknown(arguments[0], sorted(known)))
    ManagementUtility(
        ["plenary", name if name in known else arguments[0], *arguments[1:]]
    ).execute()


def overview() -> str:
    """Our commands, with a line each."""
    lines = ["Plenary turns online links between doctors into meetings in the room.", ""]
    lines += ["Usage: plenary COMMAND [OPTIONS]", ""]
    for group, commands in OURS.items():
        lines += [f"{group}:", *(f"  {name:<18}{text}" for name, text in commands), ""]
    lines.append("'plenary COMMAND --help' tells more of one. Django's own commands work as well.")
    return "\n".join(lines)


def version() -> str:
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("plenary")
    except PackageNotFoundError:
        return "(not installed)"


def shift_clock(data: Path) -> None:
    """The demo leaves DATA/clock.json, so that every process agrees when 'now' is."""
    if os.environ.get("PLENARY_CLOCK_OFFSET"):
        return
    try:
        seconds = float(json.loads((data / "clock.json").read_text())["offset_seconds"])
    except FileNotFoundError:
        return
    except (ValueError, KeyError, TypeError):
        sys.exit(f"plenary: {data / 'clock.json'} cannot be read; remove it to use the real time.")
    os.environ["PLENARY_CLOCK_OFFSET"] = str(seconds)


def _unknown(given: str, known: list[str]) -> str:
    names = [name.replace("_", "-") for name in known]
    close = get_close_matches(given, names, n=3)
    hint = f" Did you mean {' or '.join(close)}?" if close else ""
    return f"plenary: there is no command '{given}'.{hint}\n'plenary --help' lists them."


if __name__ == "__main__":
    main()
