"""`plenary moderator`: who looks after this server's people."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plenary.accounts import queries
from plenary.conduct import actions
from plenary.lib.errors import PlenaryError


class Command(BaseCommand):
    help = "Make somebody a moderator, or an administrator, or neither."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("handle", metavar="HANDLE", help="such as maya")
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--admin", action="store_true", help="above moderators: may decide about them too"
        )
        which.add_argument("--remove", action="store_true", help="neither, from now on")

    def handle(self, *args: Any, **options: Any) -> None:
        account = queries.local_account(options["handle"])
        if account is None:
            raise CommandError(f"There is no account '{options['handle']}' here.")
        try:
            if options["remove"]:
                actions.appoint(account, "")
                self.stdout.write(f"@{account.username} moderates no more.")
            elif options["admin"]:
                actions.appoint(account, "admin")
                self.stdout.write(f"@{account.username} is an administrator.")
            else:
                actions.appoint(account, "moderator")
                self.stdout.write(f"@{account.username} is a moderator. '--remove' takes it back.")
        except PlenaryError as error:
            raise CommandError(error.message) from None
