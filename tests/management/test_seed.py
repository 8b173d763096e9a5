"""The server that apps are tested against, and what is put into it."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from plenary.accounts.models import AccessToken, Account, Application, FollowRequest
from plenary.statuses.models import Status
from tests.mastodon_api.conftest import Phone

SEED = {
    "accounts": [
        {"id": "1", "username": "admin", "password": "mastodonadmin", "admin": True},
        {"id": 1234567890123, "username": "locked", "locked": True},
    ],
    "applications": [{"name": "app", "client_id": "test-id", "client_secret": "test-secret"}],
    "tokens": [
        {"token": "admin-token", "account": "admin"},
        {"token": "app-token", "scopes": "read"},
    ],
    "follows": [["admin", "locked"]],
    "statuses": [
        {"account": "admin", "text": "Hello #world"},
        {"account": "locked", "text": "Hello @admin", "in_reply_to": 0},
    ],
}

YAML = """
accounts:
  - id: 1234567890123456
    username: 2024
    password: 12345678
    locked: true
applications:
  - id: "77"
    name: app
    client_id: 100
    client_secret: 200
    redirect_uris: [urn:ietf:wg:oauth:2.0:oob, http://localhost/back]
    scopes: [read, write]
tokens:
  - {token: 42, account: 2024}
statuses:
  - {id: 115000000000000001, account: 2024, text: Hello}
"""


@pytest.fixture
def dev(settings, monkeypatch) -> None:
    settings.DEV_SERVER = True
    monkeypatch.setattr("plenary.management.prepare.database", lambda: 0)


@pytest.fixture
def plant(tmp_path: Path, dev: None, db: None):
    def made(seed: object, name: str = "seed.json") -> str:
        path = tmp_path / name
        path.write_text(seed if isinstance(seed, str) else json.dumps(seed))
        out = StringIO()
        call_command("seed", str(path), stdout=out)
        return out.getvalue()

    return made


def test_a_seed(plant) -> None:
    assert "2 accounts, 1 apps, 2 tokens, 1 follows and 2 posts" in plant(SEED)
    admin = Account.objects.get(pk=1)
    assert admin.user.is_staff and admin.user.check_password("mastodonadmin")
    assert Account.objects.get(pk=1234567890123).locked
    assert FollowRequest.objects.filter(source=admin).exists()
    first, second = Status.objects.order_by("pk")
    assert second.in_reply_to_id == first.pk
    assert Phone(admin, "admin-token").get("/api/v1/timelines/home")[0]["id"] == str(first.pk)
    assert Phone(None, "app-token").get("/api/v1/apps/verify_credentials")["name"] == "app"


def test_a_seed_in_yaml_where_names_and_ids_are_digits(plant) -> None:
    plant(YAML, "seed.yaml")
    account = Account.objects.get(pk=1234567890123456)
    assert (account.username, account.locked) == ("2024", True)
    assert account.user.check_password("12345678")
    app = Application.objects.get(pk=77)
    assert (app.client_id, app.scopes) == ("100", "read write")
    assert app.redirect_uris.split() == ["urn:ietf:wg:oauth:2.0:oob", "http://localhost/back"]
    assert Phone(account, "42").get("/api/v1/statuses/115000000000000001")["id"].endswith("0001")


def test_a_seed_put_in_twice_changes_nothing(plant) -> None:
    plant(SEED)
    plant(SEED)
    counts = [model.objects.count() for model in (Account, Application, AccessToken, Status)]
    assert counts == [2, 1, 2, 2]


@pytest.mark.parametrize(
    "wrong",
    [
        "no json",
        "[]",
        {"people": []},
        {"accounts": [{"username": "x y"}]},
        {"accounts": [{"name": "x"}]},
        {"accounts": [{"username": "ana", "id": "one"}]},
        {"accounts": [{"username": "ana", "id": 0}]},
        {"tokens": [{"token": "t"}]},
        {"applications": [{"name": "app", "scopes": "everything"}]},
    ],
)
def test_what_is_no_seed_changes_nothing(plant, wrong: object) -> None:
    with pytest.raises(CommandError):
        plant(wrong)
    assert not Account.objects.exists() and not Application.objects.exists()


@pytest.mark.parametrize("command", [["dev-server"], ["seed", "x.json"]])
def test_never_with_the_settings_of_a_real_server(command: list[str], monkeypatch) -> None:
    monkeypatch.setenv("PLENARY_URL", "https://society.example")
    with pytest.raises(CommandError, match="real Plenary"):
        call_command(command[0].replace("-", "_"), *command[1:])


def test_the_settings_refuse_a_real_database_too() -> None:
    import os
    import subprocess
    import sys

    given = {**os.environ, "PLENARY_DEV_SERVER": "yes"}
    given |= {"PLENARY_DATABASE_URL": "postgres://u:secret@db/plenary", "PYTHONPATH": "src"}
    done = subprocess.run(
        [sys.executable, "-c", "import plenary.config.settings"],
        env=given, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0 and "PLENARY_DEV_SERVER" in done.stderr
    assert "secret" not in done.stderr
