"""The one switch that lets a server dial what is not public: never on a real one."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from plenary.management.commands import dev_server

_SAY = "from plenary.config import settings as s; print(s.LOOPBACK_PEERS, s.FEDERATION, s.DOMAIN)"


def settings_with(folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PLENARY_")}
    environment = kept | {"PLENARY_DATA": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-c", _SAY], env=environment | given, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "False False 127.0.0.1:8000"),
        ({"PLENARY_URL": "https://Bücher.example:443"}, "False True xn--bcher-kva.example"),
        (
            {"PLENARY_URL": "http://localhost:3000", "PLENARY_LOOPBACK_PEERS": "yes"},
            "True True localhost:3000",
        ),
        (
            {"PLENARY_URL": "https://plenary.example", "PLENARY_FEDERATION": "no"},
            "False False plenary.example",
        ),
    ],
)
def test_what_is_on(given: dict[str, str], said: str, tmp_path: Path) -> None:
    done = settings_with(tmp_path, **given)
    assert done.stdout.strip() == said, done.stderr


def test_a_real_server_refuses_it(tmp_path: Path) -> None:
    done = settings_with(
        tmp_path, PLENARY_URL="https://plenary.example", PLENARY_LOOPBACK_PEERS="yes"
    )
    assert done.returncode != 0 and "PLENARY_LOOPBACK_PEERS" in done.stderr


@pytest.mark.parametrize("federate", [True, False])
def test_dev_server_says_so(
    federate: bool, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path
    monkeypatch.setenv("PLENARY_LOOPBACK_PEERS", "yes")
    found: list[dict[str, str]] = []
    monkeypatch.setattr(dev_server.Command, "_run", lambda _, command, given: found.append(given))
    call_command("dev_server", *(["--federate"] if federate else []))
    assert found[0]["PLENARY_LOOPBACK_PEERS"] == ("yes" if federate else "no")


def test_not_with_an_address_that_looks_real(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    with pytest.raises(CommandError, match="--federate"):
        call_command("dev_server", "--federate", "--url", "https://plenary.test")
