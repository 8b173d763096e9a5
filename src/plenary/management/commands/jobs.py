"""`plenary jobs`: what failed for good, and trying it again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from plenary.jobs import actions, queries, rules

_NAMES = {rules.ORDINARY: "Worker", rules.SLOW: "Post office"}


class Command(BaseCommand):
    help = (
        "List the jobs that failed at every attempt (dead letters), newest first. --retry lets them"
        " be tried anew, --discard removes them."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "ids", nargs="*", type=int, metavar="ID", help="only these (default: all)"
        )
        parser.add_argument("--limit", type=int, default=50, help="how many to list (default: 50)")
        parser.add_argument("--errors", action="store_true", help="show the whole error of each")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--retry", action="store_true", help="try them anew")
        what.add_argument("--discard", action="store_true", help="remove them")

    def handle(self, *args: Any, **options: Any) -> None:
        ids = options["ids"] or None
        if options["retry"]:
            self.stdout.write(f"{actions.revive(ids)} will be tried anew.")
        elif options["discard"]:
            self.stdout.write(f"{actions.discard(ids)} removed.")
        else:
            self._list(ids, options["limit"], options["errors"])

    def _list(self, ids: list[int] | None, limit: int, errors: bool) -> None:
        for job in queries.dead(ids, limit):
            last = job.last_error.strip().rpartition("\n")[2]
            self.stdout.write(f"{job.pk}  {job.dead_at:%Y-%m-%d %H:%M}  {job.task}  {last}")
            if errors:
                self.stdout.write(f"{job.payload}\n{job.last_error}\n")
        for queue in rules.QUEUES:
            health = queries.health(queue)
            self.stdout.write(
                f"{_NAMES[queue]}: {health.dead} failed for good, {health.waiting} waiting,"
                f" {health.later} for later."
            )
