"""`plenary emoji`."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from plenary.accounts.models import CustomEmoji
from plenary.conduct.models import Deed
from plenary.management.commands import emoji
from tests.emojis import drawn, make_emoji

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command("emoji", *words, stdout=out, stderr=out)
    return out.getvalue()


def test_one_file(tmp_path: Path) -> None:
    assert "There are none" in run("list")
    file = tmp_path / "coffee-break.png"
    file.write_bytes(drawn().getvalue())
    assert ":coffee_break: is here" in run("add", str(file), "--category", "Breaks")
    assert "Joy" not in run("add", str(file), "--shortcode", "joy", "--hidden")
    assert run("list").splitlines() == [":joy:  hidden", ":coffee_break:  Breaks"]
    assert ":joy: is disabled" in run("disable", ":joy:")
    assert ":joy:  disabled  hidden" in run("list")
    assert ":joy: is enabled" in run("enable", "joy")
    assert ":joy: is gone" in run("remove", "joy")
    assert list(CustomEmoji.objects.values_list("shortcode", flat=True)) == ["coffee_break"]
    assert Deed.objects.filter(actor=None, text=":joy:").count() == 4


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "one.png").write_bytes(drawn().getvalue())
    (tmp_path / "two.GIF").write_bytes(drawn("GIF", frames=2).getvalue())
    (tmp_path / "words.txt").write_text("no picture")
    assert ":two: is here" in run("add", str(tmp_path))
    assert CustomEmoji.objects.count() == 2
    (tmp_path / "three.webp").write_bytes(drawn("WEBP").getvalue())
    (tmp_path / "broken.png").write_bytes(b"no picture")
    with pytest.raises(CommandError, match="3 of 4 pictures were not added"):
        run("add", str(tmp_path))
    assert CustomEmoji.objects.count() == 3


def test_more_than_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        make_emoji(f"e{number}")
    monkeypatch.setattr(emoji, "AT_ONCE", 2)
    assert run("list").split() == [":e2:", ":e1:", ":e0:"]


def test_what_cannot_be(tmp_path: Path) -> None:
    make_emoji("party")
    (tmp_path / "x.svg").write_text("<svg/>")
    (tmp_path / "party.png").write_bytes(drawn().getvalue())
    for wrong in (
        ("add", str(tmp_path / "nowhere.png")),
        ("add", str(tmp_path / "x.svg"), "--shortcode", "vector"),
        ("add", str(tmp_path / "party.png")),
        ("add", str(tmp_path / "party.png"), "--shortcode", "a b"),
        ("add", str(tmp_path), "--shortcode", "all"),
        ("remove", "nothing"),
        ("disable", "Party"),
    ):
        with pytest.raises(CommandError):
            run(*wrong)
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError, match="no PNG"):
        run("add", str(tmp_path / "empty"))
    assert CustomEmoji.objects.count() == 1
