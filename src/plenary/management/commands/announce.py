"""`plenary announce`: tell everybody something, or take it back."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plenary.lib.errors import PlenaryError
from plenary.lib.numbers import whole
from plenary.timelines import actions, queries


def _moment(given: str) -> datetime:
    found = datetime.fromisoformat(given)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class Command(BaseCommand):
    help = "Tell everybody something: on the home page, and in every app."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", metavar="TEXT", nargs="?", help="what to tell; none lists all")
        parser.add_argument("--starts", metavar="WHEN", help="when it takes place, ISO 8601, UTC")
        parser.add_argument("--ends", metavar="WHEN", help="when it is over and shown no more")
        parser.add_argument("--all-day", action="store_true", help="the hours do not matter")
        parser.add_argument("--withdraw", metavar="ID", help="take one back")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["withdraw"]:
                actions.withdraw(whole(options["withdraw"]) or 0)
                self.stdout.write("It is taken back.")
            elif options["text"]:
                starts, ends = options["starts"], options["ends"]
                made = actions.announce(
                    options["text"],
                    starts_at=_moment(starts) if starts else None,
                    ends_at=_moment(ends) if ends else None,
                    all_day=options["all_day"],
                )
                self.stdout.write(f"Everybody is told. '--withdraw {made.pk}' takes it back.")
            else:
                self._list()
        except ValueError:
            raise CommandError("Write a time as 2026-05-04T09:00.") from None
        except PlenaryError as error:
            raise CommandError(error.message) from None

    def _list(self) -> None:
        found = queries.announcements(None)
        for one in found:
            self.stdout.write(f"{one.announcement.pk}  {one.announcement.text[:70]}")
        if not found:
            self.stdout.write("Nothing is announced.")
