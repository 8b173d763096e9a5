"""toot, on a terminal."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.clients.people import sign_up, soon

pytestmark = pytest.mark.sqlite
TOOT = Path(sys.executable).with_name("toot")
Toot = Callable[..., str]


@pytest.fixture(scope="module")
def toot(dev_server, tmp_path_factory: pytest.TempPathFactory) -> Toot:
    """`toot("post", "words")` is what it prints; signed in as the admin."""
    home = tmp_path_factory.mktemp("toot")
    environment = {**os.environ, "XDG_CONFIG_HOME": str(home)}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [TOOT, *arguments], env=environment, capture_output=True, text=True, check=False,
            timeout=30, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("login_cli", "-i", dev_server.url, "-e", "admin@localhost", "-p", "mastodonadmin")
    return run


@pytest.fixture(scope="module", autouse=True)
def zoe(dev_server) -> Any:
    """Somebody to be followed, muted and blocked."""
    return sign_up(dev_server.url, "zoe")


def posted(toot: Toot, *arguments: str) -> Any:
    """What `toot post` made."""
    return json.loads(toot("post", "--json", *arguments))


def test_a_round(toot: Toot) -> None:
    assert "@admin" in toot("whoami")
    assert "/@admin/" in toot("post", "from the terminal #Toot")
    assert "from the terminal" in toot("timeline", "--once", "--count", "5")
    assert "from the terminal" in toot("timeline", "--tag", "toot", "--once")
    assert "from the terminal" in toot("timeline", "--public", "--local", "--once")
    assert "Dr Bo Berg" in toot("search", "berg")
    assert "Plenary" in toot("instance")
    toot("notifications")


def test_posting(toot: Toot) -> None:
    first = posted(toot, "One", "--visibility", "unlisted", "--spoiler-text", "ward")
    assert (first["visibility"], first["spoiler_text"]) == ("unlisted", "ward")
    reply = posted(toot, "Two", "--reply-to", first["id"])
    assert reply["in_reply_to_id"] == first["id"]
    thread = toot("thread", first["id"])
    assert "One" in thread and "Two" in thread
    assert "One" in toot("status", first["id"])
    toot("delete", reply["id"])
    assert "Two" not in toot("thread", first["id"])


def test_polls_pictures_and_later(toot: Toot, tmp_path: Path) -> None:
    options = ["--poll-option", "ACE", "--poll-option", "ARB", "--poll-expires-in", "1h"]
    poll = posted(toot, "Which?", *options)["poll"]
    assert [one["title"] for one in poll["options"]] == ["ACE", "ARB"]
    Image.new("RGB", (40, 30), "red").save(tmp_path / "ecg.png")
    file = ["--media", str(tmp_path / "ecg.png"), "--description", "An ECG"]
    (media,) = posted(toot, "a picture", *file)["media_attachments"]
    assert media["description"] == "An ECG"
    assert posted(toot, "Later", "--scheduled-in", "2 hours")["scheduled_at"]


def test_marks(toot: Toot, zoe: Any) -> None:
    status = str(zoe.status_post("to be marked").id)
    for mark in ("favourite", "bookmark", "reblog"):
        toot(mark, status)
    assert "to be marked" in toot("bookmarks")
    assert "admin" in toot("reblogged_by", status)
    for unmark in ("unfavourite", "unbookmark", "unreblog"):
        toot(unmark, status)
    mine = posted(toot, "to be pinned")["id"]
    toot("pin", mine)
    toot("unpin", mine)


def test_ties_and_lists(toot: Toot) -> None:
    assert "now following zoe" in toot("follow", "zoe")
    assert "@zoe" in toot("following", "admin")
    assert "@admin" in toot("followers", "zoe")
    toot("lists", "create", "Ward")
    toot("lists", "add", "Ward", "zoe")
    assert "zoe" in toot("lists", "accounts", "Ward")
    assert "Ward" in toot("lists", "list")
    toot("lists", "delete", "Ward")
    assert "no longer following zoe" in toot("unfollow", "zoe")
    toot("mute", "zoe")
    assert "zoe" in toot("muted")
    toot("unmute", "zoe")
    toot("block", "zoe")
    assert "zoe" in toot("blocked")
    assert "no longer blocked" in toot("unblock", "zoe")


def test_hashtags_and_notices(toot: Toot, zoe: Any) -> None:
    toot("tags", "follow", "Sepsis")
    assert "Sepsis" in toot("tags", "followed")
    toot("tags", "unfollow", "Sepsis")
    toot("tags", "feature", "Stroke")
    assert "Stroke" in toot("tags", "featured")
    toot("tags", "unfeature", "Stroke")
    zoe.status_post("@admin a word, please")
    assert soon(lambda: "a word, please" in toot("notifications", "--mentions"))
    toot("notifications", "--clear")


def test_the_profile(toot: Toot) -> None:
    toot("update_account", "--display-name", "The Admin", "--note", "keeps it running")
    assert "The Admin" in toot("whois", "admin")
    assert "keeps it running" in toot("whois", "admin")
