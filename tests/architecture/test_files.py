"""The size of files, and what must not stand in any of them."""

import re
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, none, tracked

_MOST_LINES = 400
_COUNTED = {".py", ".js", ".css", ".html", ".sh", ".txt", ".md"}
_NOT_OURS = ("requirements", "LICENSE", "CHANGELOG", "docs/")


def _ours(path: Path) -> bool:
    name = path.relative_to(ROOT).as_posix()
    if (
        name.startswith(_NOT_OURS)
        or path.name == "requirements.txt"
        or "/vendor/" in name
        or "/migrations/" in name
    ):
        return False
    return path.suffix in _COUNTED


def test_no_file_has_grown_too_long() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in tracked()
        if _ours(path) and (lines := len(path.read_text().splitlines())) >= _MOST_LINES
    ]
    none(long, "make a folder of it, one file per noun")


# Written in pieces, so that this file does not find itself.
_MACHINE = re.compile(
    "|".join(
        [
            r"/work" + r"/(main|shared|\.library)",
            r"/opt" + r"/(pypi|wheels)",
            r"/root" + r"/",
            r"pypi" + r"\.org",
            r"files\.python" + r"hosted",
            r"registry\.npm" + r"js",
            r"deb\.deb" + r"ian\.org",
            r"--(extra-)?index" + r"-url[ =]http",
            r"/tmp" + r"/(team|bash_jobs)",
        ]
    )
)


def test_no_file_names_a_machine_or_a_registry() -> None:
    """What runs here must run elsewhere: registries and paths are the machine's own affair."""
    found = []
    for path in tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if _MACHINE.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    none(found, "name no registry and no path of a machine")


_BOVINE = "tests/federation/peers/bovine/requirements.txt"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", _BOVINE])
def test_every_pinned_package_has_its_hashes(name: str) -> None:
    """More than one file each: a single hash would be that of one machine's own build."""
    text = (ROOT / name).read_text()
    blocks = re.findall(
        r"^([a-z0-9._-]+)(==\S+)?[^\n]*\\\n((?:    --hash=\S+(?: \\)?\n)+)", text, re.M
    )
    pinned = re.findall(r"^([a-z0-9._-]+)==", text, re.M)
    assert pinned
    assert {package for package, _, _ in blocks} == set(pinned)
    none((package for package, _, hashes in blocks if hashes.count("--hash") < 2), "one hash only")


def test_the_two_lists_of_dependencies_agree() -> None:
    """pyproject.toml says what Plenary needs; requirements.in is the same, for pinning."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = (ROOT / "requirements.in").read_text().splitlines()
    listed = {line for line in lines if line and not line.startswith("#")}
    only_for_installing = {"flit-core", "async-timeout"}
    assert set(project["dependencies"]) == listed - only_for_installing


def test_every_dependency_is_explained() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text().lower()
    missing = []
    for name in ("requirements.in", "requirements-dev.in", _BOVINE.replace(".txt", ".in")):
        for line in (ROOT / name).read_text().splitlines():
            if line and line[0] not in "#-":
                package = re.split(r"[\[~=<>; ]", line)[0]
                if f"| {package} " not in text and f"| **{package}** " not in text:
                    missing.append(package)
    none(missing, "not in the tables of docs/dependencies.md")
