"""Every setting and every command is described, and what is described exists."""

import re

from plenary.management.cli import OURS
from tests.architecture.house import ROOT, SRC, none

_REFERENCE = ROOT / "docs" / "reference"
# Ours, and the two that every server on a machine knows.
_VARIABLE = re.compile(r"\b(PLENARY_[A-Z0-9_]+|HOST|PORT)\b")


def _settings_read() -> set[str]:
    found = set()
    for path in SRC.rglob("*.py"):
        quoted = re.findall(r"""["'](PLENARY_[A-Z0-9_]+|HOST|PORT)["']""", path.read_text())
        found |= set(quoted)
    return found


def test_every_setting_is_documented() -> None:
    described = set(_VARIABLE.findall((_REFERENCE / "settings.md").read_text()))
    none(_settings_read() - described, "not in docs/reference/settings.md")


def test_every_documented_setting_is_read() -> None:
    text = (_REFERENCE / "settings.md").read_text()
    titled = set(re.findall(r"^(?:#+ |\| )`(PLENARY_[A-Z0-9_]+|HOST|PORT)`", text, re.M))
    assert titled
    none(titled - _settings_read(), "described, but nothing reads it")


def _commands() -> set[str]:
    folder = SRC / "management" / "commands"
    return {path.stem.replace("_", "-") for path in folder.glob("*.py") if path.stem != "__init__"}


def test_every_command_is_documented() -> None:
    text = (_REFERENCE / "command.md").read_text()
    described = set(re.findall(r"^#+ `(?:plenary )?([a-z-]+)", text, re.M))
    none(_commands() - described, "not in docs/reference/command.md")


def test_every_command_is_in_the_overview() -> None:
    listed = {name for group in OURS.values() for name, _ in group}
    none(_commands() - listed, "not in the overview of management/cli.py")
    none(listed - _commands() - {"migrate", "dbshell"}, "in the overview, but no command")


def test_make_help_names_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.M).group(1).split())  # type: ignore[union-attr]
    explained = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.M))
    assert phony == explained
