"""plenary import-programme FILE|URL"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plenary import __version__
from plenary.accounts import queries as accounts
from plenary.events import actions, queries
from plenary.events.programme import UnreadableProgramme, read
from plenary.lib import fetch
from plenary.lib.errors import NotFound, PlenaryError

MAX_BYTES = 20_000_000
SHOWN = 20


class Command(BaseCommand):
    help = "Bring in a conference programme: schedule.xml, schedule.json or iCalendar."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", metavar="FILE|URL", help="a file here or an https address")
        parser.add_argument(
            "--event", metavar="SLUG", help="the event it belongs to (default: by acronym)"
        )
        parser.add_argument(
            "--organiser", metavar="HANDLE", help="who organises an event made by this"
        )
        parser.add_argument(
            "--zone", default="", help="time zone, such as Europe/London, if the file has none"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, change nothing"
        )
        parser.add_argument("--json", action="store_true", help="print the counts as JSON only")

    def handle(self, *args: Any, **options: Any) -> None:
        given = options["programme"]
        try:
            data = self._data(given)
            event = queries.event(None, options["event"]) if options["event"] else None
            zone = options["zone"] or (event.zone if event else "")
            programme = read(data, given, zone=zone or None)
            actor = (
                accounts.get_by_acct(None, options["organiser"]) if options["organiser"] else None
            )
            outcome = actions.import_programme(
                actor,
                programme,
                event=event,
                zone=options["zone"],
                source=given,
                dry_run=options["dry_run"],
            )
        except UnreadableProgramme as error:
            raise CommandError(f"{given}: {error}\nNothing was changed.") from error
        except NotFound as error:
            raise CommandError(
                "There is no such event or account here. Nothing was changed."
            ) from error
        except (fetch.FetchRefused, PlenaryError, OSError, ValueError) as error:
            raise CommandError(f"{given}: {error}\nNothing was changed.") from error
        if options["json"]:
            self.stdout.write(json.dumps(outcome.counts))
        else:
            self._tell(outcome, options["dry_run"])

    def _data(self, given: str) -> bytes:
        if "://" in given:
            return fetch.fetch(given, max_bytes=MAX_BYTES, agent=f"Plenary/{__version__}").body
        path = Path(given)
        if path.stat().st_size > MAX_BYTES:
            raise fetch.FetchRefused("It is larger than 20 MB.")
        return path.read_bytes()

    def _tell(self, outcome: actions.Import, dry_run: bool) -> None:
        counts = outcome.counts
        say = self.stdout.write
        say(
            f"{outcome.programme.title}: {counts['days']} days, {counts['rooms']} rooms,"
            f" {counts['sessions']} sessions, {counts['speakers']} speakers."
        )
        changes = outcome.difference
        lines = [f"  + {session.title}" for session in changes.added]
        lines += [
            f"  ~ {change.after.title} ({', '.join(change.fields)})" for change in changes.changed
        ]
        lines += [f"  - {session.title}" for session in changes.removed]
        for line in lines[:SHOWN]:
            say(line)
        if len(lines) > SHOWN:
            say(f"  … and {len(lines) - SHOWN} more")
        verb = "Would be" if dry_run else "Sessions"
        say(
            f"{verb} added: {counts['added']}, changed: {counts['changed']},"
            f" removed: {counts['removed']}."
        )
        for passed in outcome.programme.passed[:SHOWN]:
            say(f"  passed over: {passed}")
        if len(outcome.programme.passed) > SHOWN:
            say(f"  … and {len(outcome.programme.passed) - SHOWN} more passed over")
        if outcome.event is not None and not dry_run:
            say(f"See /events/{outcome.event.slug}/programme")
