"""The `plenary` command as somebody types it."""

import io
import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from plenary.accounts.models import User
from plenary.jobs import tasks, worker
from plenary.jobs.models import Job
from plenary.lib import clock
from plenary.management import cli


@tasks.task(max_attempts=1)
def doomed() -> None:
    raise ValueError("the post office is shut")


def run(monkeypatch, capsys, *arguments: str) -> str:
    monkeypatch.setattr(sys, "argv", ["plenary", *arguments])
    cli.main()
    return str(capsys.readouterr().out)


@pytest.mark.parametrize("arguments", [(), ("--help",), ("help",)])
def test_it_lists_our_commands_with_a_line_each(monkeypatch, capsys, arguments):
    shown = run(monkeypatch, capsys, *arguments)
    for commands in cli.OURS.values():
        for name, text in commands:
            assert f"{name:<18}{text}" in shown


def test_a_misspelt_command_gets_a_suggestion(monkeypatch, capsys):
    with pytest.raises(SystemExit) as ended:
        run(monkeypatch, capsys, "serv")
    assert "there is no command 'serv'. Did you mean serve" in str(ended.value)


@pytest.mark.parametrize("name", ["serve", "worker", "check", "jobs", "createaccount"])
def test_each_of_ours_has_help(monkeypatch, capsys, name):
    monkeypatch.setattr(sys, "argv", ["plenary", name, "--help"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith("usage: plenary " + name)


def test_the_demo_shifts_the_clock_of_every_command(tmp_path, monkeypatch):
    monkeypatch.setenv("PLENARY_CLOCK_OFFSET", "")
    cli.shift_clock(tmp_path)
    assert clock.offset().total_seconds() == 0
    (tmp_path / "clock.json").write_text(json.dumps({"offset_seconds": -86_400}))
    cli.shift_clock(tmp_path)
    assert clock.offset().total_seconds() == -86_400
    monkeypatch.setenv("PLENARY_CLOCK_OFFSET", "")
    (tmp_path / "clock.json").write_text("{")
    with pytest.raises(SystemExit, match=r"clock\.json cannot be read"):
        cli.shift_clock(tmp_path)


def test_a_wrong_setting_is_a_sentence_and_no_traceback(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "plenary.management.cli", "check"],
        env={
            "PLENARY_DATA": str(tmp_path),
            "PLENARY_URL": "nonsense",
            "PYTHONPATH": ":".join(sys.path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("plenary: PLENARY_URL is 'nonsense'")
    assert "Traceback" not in done.stderr


@pytest.mark.django_db
def test_dead_letters_are_listed_and_revived(capsys):
    doomed.enqueue()
    worker.run_until_empty()
    call_command("jobs")
    shown = capsys.readouterr().out
    assert "doomed  ValueError: the post office is shut" in shown
    assert "1 failed for good, 0 waiting, 0 for later." in shown
    call_command("jobs", "--retry")
    assert "1 will be tried anew." in capsys.readouterr().out
    worker.run_until_empty()
    call_command("jobs", str(Job.objects.get().pk), "--discard")
    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_check_names_what_is_not_in_order(tmp_path, settings, capsys):
    settings.DATA = tmp_path
    (tmp_path / "secret-key").write_text("secret")
    (tmp_path / "secret-key").chmod(0o644)
    settings.STREAMING_PORT = 1
    with pytest.raises(CommandError, match="not in order") as ended:
        call_command("check")
    assert ended.value.returncode == 1
    lines = {
        line.split()[1]: line for line in capsys.readouterr().out.splitlines() if line[:2] == "  "
    }
    assert "PROBLEM" in lines["secret"]
    assert "chmod 600" in lines["secret"]
    assert "PROBLEM" in lines["worker"]
    assert "PROBLEM" in lines["live"]
    assert "ok" in lines["data"]


@pytest.mark.django_db
def test_check_can_be_narrowed_to_djangos_own(capsys):
    call_command("check", "--settings-only")
    assert "PROBLEM" not in capsys.readouterr().out


@pytest.mark.django_db
def test_an_account_is_made_and_refusals_are_sentences(capsys, monkeypatch):
    secret = "a long enough secret"
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{secret}\n"))
    call_command(
        "createaccount",
        "maya",
        "maya@example.org",
        "--password-stdin",
        "--display-name",
        "Maya",
        "--admin",
    )
    assert "@maya is there" in capsys.readouterr().out
    user = User.objects.get(email="maya@example.org")
    assert user.check_password(secret)
    assert (user.is_staff, user.account.display_name) == (True, "Maya")
    for handle, email, password, words in [
        ("maya", "other@example.org", secret, "maya|taken"),
        ("tom", "maya@example.org", secret, "."),
        ("tom", "tom@example", secret, "valid email"),
        ("tom", "tom@example.org", "short", "too short"),
    ]:
        with pytest.raises(CommandError, match=words):
            call_command("createaccount", handle, email, "--password", password)
    assert User.objects.count() == 1
