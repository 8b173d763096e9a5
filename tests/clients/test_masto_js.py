"""masto.js, as apps for the browser and for Node use it: the files in `masto_js/`."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.sqlite
FOLDER = Path(__file__).with_name("masto_js")
FILES = sorted(path.name for path in FOLDER.glob("*.test.mjs"))


@pytest.mark.parametrize("name", FILES)
def test_masto_js(dev_server, name: str) -> None:
    node = shutil.which("node")
    assert node and (FOLDER / "node_modules").is_dir(), "run scripts/setup tests first"
    done = subprocess.run(
        [node, name], cwd=FOLDER, env={**os.environ, "PLENARY_URL": dev_server.url},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# fail 0" in done.stdout and "# pass 0" not in done.stdout, done.stdout
