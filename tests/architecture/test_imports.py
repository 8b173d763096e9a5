"""Which room may know which: import-linter, and what it cannot see."""

import ast
import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.house import ROOMS, ROOT, SRC, inside, none, room, sources


def test_imports_run_downwards() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
        + ["--cache-dir", ".import_linter_cache", "--no-logo"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(SRC.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_has_its_place() -> None:
    """A new package must be put in its place in the order, here and in pyproject.toml."""
    known = {*ROOMS, "api", "web", "mastodon_api", "plenary_api", "demo", "management", "config"}
    known |= {"migrations"}
    found = {path.name for path in SRC.iterdir() if path.is_dir() and path.name != "__pycache__"}
    none(found - known, "not in the order of the house")


def test_no_room_is_a_drawer() -> None:
    banned = {"utils", "util", "helpers", "helper", "common", "services", "service", "core"}
    banned |= {"misc", "signals"}
    none((path for path, _ in sources() if banned & set(inside(path))), "say what it is about")


def test_rules_are_pure_python() -> None:
    """Rules know neither the database nor the web, so that they can be tested by the thousand."""
    wrong = []
    for path, tree in sources():
        if "rules" not in inside(path):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            else:
                continue
            wrong += [f"{path}: {name}" for name in names if name.split(".")[0] == "django"]
    none(wrong, "rules import Django")


def _foreign_keys() -> list[tuple[type[models.Model], "models.ForeignKey[models.Model]"]]:
    found: list[tuple[type[models.Model], models.ForeignKey[models.Model]]] = []
    for model in apps.get_app_config("plenary").get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey):
                found.append((model, field))
    return found


def test_foreign_keys_run_downwards() -> None:
    keys = _foreign_keys()
    assert keys
    wrong = []
    for model, key in keys:
        here, there = room(model.__module__), room(key.related_model.__module__)
        if there and ROOMS.index(here) < ROOMS.index(there):
            wrong.append(f"{model.__module__}.{model.__name__}.{key.name} points up to {there}")
    none(wrong, "foreign keys that point upwards")


def test_models_stand_in_models_files() -> None:
    for model in apps.get_app_config("plenary").get_models():
        assert model.__module__.split(".")[2:3] == ["models"], model


@pytest.mark.parametrize(
    "word", ["post_save", "pre_save", "m2m_changed", "post_delete", "receiver"]
)
def test_no_django_signals(word: str) -> None:
    found = []
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and "signals" in (node.module or ""):
                found += [str(path) for alias in node.names if alias.name == word]
            if isinstance(node, ast.ImportFrom) and node.module == "django.dispatch":
                found.append(str(path))
    none(found, "record a fact instead")


def test_saving_has_no_side_effects() -> None:
    """What follows a write is said by its action, never hidden in `save()`."""
    found = []
    for path, tree in sources():
        if "models" not in inside(path):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}:
                found.append(f"{path}:{node.lineno}")
    none(found, "side effects belong into actions")
