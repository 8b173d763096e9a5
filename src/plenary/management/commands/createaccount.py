"""`plenary createaccount`: an account from the command line."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from plenary.accounts import actions
from plenary.lib.errors import PlenaryError


class Command(BaseCommand):
    help = "Make an account for a person. Asks for the password unless told how to get it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "handle", metavar="HANDLE", help="the name in the address, such as maya"
        )
        parser.add_argument("email", metavar="EMAIL", help="the address to sign in with")
        parser.add_argument("--display-name", default="", help="the name shown to others")
        parser.add_argument(
            "--admin", action="store_true", help="an administrator, above moderators"
        )
        how = parser.add_mutually_exclusive_group()
        how.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )
        how.add_argument(
            "--password", help="the password; others on this machine may see it while this runs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip()
        password = self._password(options)
        try:
            validate_email(email)
            validate_password(password)
            account = actions.create_account(
                email=email,
                password=password,
                username=options["handle"].lstrip("@"),
                display_name=options["display_name"],
                is_staff=options["admin"],
                email_verified=True,  # whoever runs the server vouches for it
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except PlenaryError as error:
            raise CommandError(error.message) from None
        self.stdout.write(f"@{account.username} is there and signs in as {email}.")

    def _password(self, options: dict[str, Any]) -> str:
        if options["password_stdin"]:
            return sys.stdin.readline().rstrip("\n")
        if options["password"]:
            return str(options["password"])
        if not sys.stdin.isatty():
            raise CommandError("Give the password with --password-stdin.")
        first = getpass.getpass("Password: ")
        if first != getpass.getpass("Once more: "):
            raise CommandError("The two passwords differ.")
        return first
