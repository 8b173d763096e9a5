"""How the outbox stands: for whoever runs the server, so without a viewer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from plenary.jobs import rules
from plenary.jobs.models import Job, WorkerSeen
from plenary.lib import clock


@dataclass(frozen=True)
class Health:
    waiting: int  # due and not yet done
    oldest: timedelta  # how long the first of them waits
    later: int
    dead: int
    worker_seen: datetime | None


def health(queue: str = rules.ORDINARY) -> Health:
    """Of one queue, and of those who do its jobs."""
    now = clock.machine_now()
    jobs = Job.objects.filter(queue=queue)
    alive = jobs.filter(dead_at__isnull=True)
    due = alive.filter(run_at__lte=now).order_by("run_at")
    first = due.values_list("run_at", flat=True).first()
    return Health(
        waiting=due.count(),
        oldest=now - first if first else timedelta(0),
        later=alive.filter(run_at__gt=now).count(),
        dead=jobs.filter(dead_at__isnull=False).count(),
        worker_seen=WorkerSeen.objects.filter(queue=queue)
        .order_by("-seen_at")
        .values_list("seen_at", flat=True)
        .first(),
    )


def dead(ids: list[int] | None, limit: int) -> QuerySet[Job]:
    """Dead letters (these, or all), newest first."""
    found = Job.objects.filter(dead_at__isnull=False)
    if ids is not None:
        found = found.filter(pk__in=ids)
    return found.order_by("-dead_at", "-id")[:limit]
