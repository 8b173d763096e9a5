"""`plenary suspend`: shut somebody out, or let them in again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plenary.accounts import actions, queries


class Command(BaseCommand):
    help = "Suspend an account: it looks as if it were not there, and cannot sign in."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("handle", metavar="HANDLE", help="such as maya")
        parser.add_argument("--undo", action="store_true", help="let them in again")

    def handle(self, *args: Any, **options: Any) -> None:
        account = queries.local_account(options["handle"])
        if account is None:
            raise CommandError(f"There is no account '{options['handle']}' here.")
        if options["undo"]:
            actions.unsuspend(account)
            self.stdout.write(f"@{account.username} can sign in again.")
        else:
            actions.suspend(account)
            self.stdout.write(f"@{account.username} is suspended. '--undo' takes it back.")
