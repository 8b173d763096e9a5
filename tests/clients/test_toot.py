"""toot, on a terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.sqlite
TOOT = Path(sys.executable).with_name("toot")


@pytest.fixture
def toot(up: str, tmp_path: Path):
    """`toot("post", "words")` is what it prints; signed in as the admin."""
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path)}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [TOOT, *arguments], env=environment, capture_output=True, text=True, check=False,
            timeout=30,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("login_cli", "-i", up, "-e", "admin@localhost", "-p", "mastodonadmin")
    return run


def test_a_round_on_the_terminal(toot) -> None:
    assert "@admin" in toot("whoami")
    assert "/@admin/" in toot("post", "from the terminal #Toot")
    assert "from the terminal" in toot("timeline", "--once", "--count", "5")
    assert "from the terminal" in toot("timeline", "--tag", "toot", "--once")
    assert "Dr Bo Berg" in toot("search", "berg")
    assert "now following bo" in toot("follow", "bo")
    assert "@bo" in toot("following", "admin")
    assert "Plenary" in toot("instance")
    assert "no longer following bo" in toot("unfollow", "bo")
    toot("notifications")
