"""`plenary worker`: one more worker, beside the one that `serve` starts."""

from typing import Any

from django.core.management.base import BaseCommand

from plenary.jobs.worker import Worker


class Command(BaseCommand):
    help = (
        "Run a worker: it does what follows from each request (notifications, live messages,"
        " periodic work). 'plenary serve' starts one; start more where there is much to do."
    )
    requires_system_checks: list[str] = []  # checked once, by serve

    def handle(self, *args: Any, **options: Any) -> None:
        Worker().loop()
