"""`plenary seed`: accounts, apps and tokens for tests of apps (docs/reference/seed.md)."""

import json
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from plenary.accounts import actions, queries
from plenary.accounts.queries import clients
from plenary.api import scopes
from plenary.lib.errors import NotFound, PlenaryError
from plenary.lib.numbers import MOST, whole
from plenary.management import prepare
from plenary.management.commands.dev_server import environment, folder, refuse_real
from plenary.statuses import actions as statuses
from plenary.statuses.rules import NAMES, Draft

Id = str | int | None
Several = str | tuple[str, ...]  # a list, or one line with spaces or ends of line between


class SeedAccount(msgspec.Struct, forbid_unknown_fields=True):
    username: str
    email: str = ""
    password: str = "password"  # noqa: S105 (a server for tests)
    id: Id = None
    display_name: str = ""
    note: str = ""
    locked: bool = False
    bot: bool = False
    admin: bool = False
    discoverable: bool = True


class SeedApplication(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    client_id: str = ""
    client_secret: str = ""
    redirect_uris: Several = "urn:ietf:wg:oauth:2.0:oob"
    scopes: Several = "read write follow push"
    website: str = ""
    id: Id = None


class SeedToken(msgspec.Struct, forbid_unknown_fields=True):
    """`account` none for an app's own token; `application` by name, the first one unless said."""

    token: str
    account: str | None = None
    application: str = ""
    scopes: Several = ""


class SeedStatus(msgspec.Struct, forbid_unknown_fields=True):
    account: str
    text: str
    visibility: str = "public"
    spoiler_text: str = ""
    in_reply_to: int | None = None  # the how-manieth of this list, from 0
    id: Id = None


class Seed(msgspec.Struct, forbid_unknown_fields=True):
    accounts: list[SeedAccount] = []
    applications: list[SeedApplication] = []
    tokens: list[SeedToken] = []
    follows: list[tuple[str, str]] = []
    statuses: list[SeedStatus] = []


class Command(BaseCommand):
    help = (
        "Put accounts, OAuth apps, bearer tokens, follows and posts from a JSON or YAML file into"
        " the test server ('plenary dev-server'). What is there already stays as it is."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", help="JSON or YAML, as docs/reference/seed.md tells"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_real()
        if not settings.DEV_SERVER:
            self._elsewhere(options["file"])
            return
        seed = _read(Path(options["file"]))
        prepare.database()
        try:
            with transaction.atomic():
                self._plant(seed)
        except PlenaryError as error:
            raise CommandError(error.message) from None
        self.stdout.write(
            f"{len(seed.accounts)} accounts, {len(seed.applications)} apps, {len(seed.tokens)}"
            f" tokens, {len(seed.follows)} follows and {len(seed.statuses)} posts are there."
        )

    def _elsewhere(self, file: str) -> None:
        """In the test server's own database, never in the one that this environment names."""
        data = folder()
        data.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "plenary.management.cli", "seed", file]
        if subprocess.run(command, env=environment(data), check=False).returncode:
            raise CommandError("The seed was not taken; see above.")

    def _plant(self, seed: Seed) -> None:
        people = {row.username.lower(): _account(row) for row in seed.accounts}
        apps = {row.name: _application(row) for row in seed.applications}

        def named(name: str) -> Any:
            found = people.get(name.lower())
            return found if found is not None else queries.get_by_acct(None, name)

        for token in seed.tokens:
            _token(token, apps, named)
        for source, target in seed.follows:
            actions.follow(named(source), named(target))
        made: list[int] = []
        for number, status in enumerate(seed.statuses):
            draft = Draft(
                text=status.text,
                visibility=NAMES[status.visibility],
                spoiler_text=status.spoiler_text,
                in_reply_to_id=made[status.in_reply_to] if status.in_reply_to is not None else None,
            )
            key = f"seed-{number}"
            author, pk = named(status.account), _pk(status.id)
            made.append(statuses.publish(author, draft, idempotency_key=key, pk=pk).pk)


def _read(path: Path) -> Seed:
    try:
        text = path.read_text()
        if path.suffix.lower() in {".yaml", ".yml"}:
            # Everything as text, then read as what it is to be: a name may be all digits.
            return msgspec.convert(yaml.load(text, yaml.BaseLoader), Seed, strict=False)  # noqa: S506
        return msgspec.convert(json.loads(text), Seed, strict=True)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, yaml.YAMLError) as error:
        raise CommandError(
            f"{path} is not a seed as docs/reference/seed.md tells: {error}"
        ) from None


def _pk(given: Id) -> int | None:
    """An id, as a number or as text."""
    if given is None or given == "":
        return None
    found = whole(str(given))
    if not found:
        raise CommandError(f"{given!r} is no id: a whole number from 1 to {MOST}.")
    return found


def _words(given: Several) -> list[str]:
    return given.split() if isinstance(given, str) else list(given)


def _account(row: SeedAccount) -> Any:
    try:
        return queries.get_by_acct(None, row.username)
    except NotFound:
        pass
    account = actions.create_account(
        email=row.email or f"{row.username}@localhost",
        password=row.password,
        username=row.username,
        display_name=row.display_name,
        is_staff=row.admin,
        email_verified=True,
        pk=_pk(row.id),
        reserved=True,
    )
    profile = {"locked": row.locked, "bot": row.bot, "discoverable": row.discoverable}
    return actions.edit_profile(account, {**profile, "note": row.note})


def _application(row: SeedApplication) -> Any:
    found = clients.application(row.client_id) if row.client_id else None
    if found is not None:
        return found
    asked = " ".join(_words(row.scopes))
    wrong = scopes.unknown(scopes.split(asked))
    if wrong:
        raise CommandError(f"There is no scope {', '.join(wrong)}.")
    made, _ = actions.register_application(
        name=row.name,
        redirect_uris="\n".join(_words(row.redirect_uris)),
        scopes=asked,
        website=row.website,
        client_id=row.client_id,
        secret=row.client_secret,
        pk=_pk(row.id),
    )
    return made


def _token(row: SeedToken, apps: dict[str, Any], named: Callable[[str], Any]) -> None:
    if clients.token(row.token) is not None:
        return
    app = apps.get(row.application) if row.application else next(iter(apps.values()), None)
    if app is None:
        raise CommandError("A token needs one of the applications of the same file.")
    account = named(row.account) if row.account else None
    actions.grant_token(app, account, " ".join(_words(row.scopes)) or app.scopes, token=row.token)
