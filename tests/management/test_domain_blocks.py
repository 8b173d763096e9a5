"""`plenary domain-blocks`."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from plenary.conduct import actions
from plenary.conduct.models import Deed, DomainBlock

pytestmark = pytest.mark.django_db


def command(*arguments: object) -> str:
    out = StringIO()
    call_command("domain_blocks", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_a_list_goes_out_and_comes_in(tmp_path: Path) -> None:
    actions.block_domain(None, "bad.example", severity="suspend", public_comment="Spam")
    file = tmp_path / "list.csv"
    assert "1 servers are in" in command("export", file)
    assert command("export", "-") == file.read_text()
    with pytest.raises(CommandError, match="exists"):
        command("export", file)
    DomainBlock.objects.all().delete()
    said = command("import", file, "--dry-run")
    assert "+ bad.example suspend" in said and "Would be added: 1" in said
    assert not DomainBlock.objects.exists()
    assert "Were added: 1" in command("import", file)
    assert DomainBlock.objects.get().public_comment == "Spam"
    assert Deed.objects.filter(actor=None, text__contains="from a list").count() == 1


def test_what_holds_is_explained_before_it_is_weakened(tmp_path: Path) -> None:
    actions.block_domain(None, "bad.example", severity="suspend")
    file = tmp_path / "list.csv"
    file.write_text("#domain,#severity\nbad.example,silence\n")
    assert "! bad.example suspend: it is suspended here" in command("import", file)
    assert "~ bad.example silence" in command("import", file, "--weaken")
    assert DomainBlock.objects.get().severity == "silence"


def test_bad_lines_and_files(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    with pytest.raises(CommandError, match="No such file"):
        command("import", file)
    file.write_text("a.example\nb**.example\n")
    with pytest.raises(CommandError, match="line 2: The name is hidden in part"):
        command("import", file)
    assert not DomainBlock.objects.exists()
    said = command("import", file, "--dry-run")
    assert "line 2: b**.example" in said
    assert "not usable: 1" in command("import", file, "--pass-over")
    assert DomainBlock.objects.count() == 1
