"""What the settings are made from: variables, the data folder, and secrets that are kept in it."""

import os
import secrets
import sys
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TESTING = "pytest" in sys.modules


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    value = env(name).lower()
    if value not in {"", "0", "1", "no", "yes", "false", "true", "off", "on"}:
        raise ImproperlyConfigured(f"{name} is '{value}': say yes or no.")
    return default if value == "" else value in {"1", "yes", "true", "on"}


# Tests must never touch the data of whoever runs them.
_ELSEWHERE = os.path.join(tempfile.gettempdir(), f"plenary-tests-{os.getuid()}")
DATA = Path(env("PLENARY_DATA", _ELSEWHERE if TESTING else "data")).resolve()
DATA.mkdir(parents=True, exist_ok=True)


def secret(name: str, length: int) -> str:
    """Made once and kept in the data folder, readable by its owner. Whole at once: of several
    processes that begin together, none may read the half of it."""
    path = DATA / name
    if not path.exists():
        draft = DATA / f".{name}-{os.getpid()}"
        draft.unlink(missing_ok=True)
        with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(length))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        except OSError:  # a file system without links
            draft.replace(path)
        draft.unlink(missing_ok=True)
    return path.read_text().strip()
