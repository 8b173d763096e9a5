"""Writing jobs into the outbox, in the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from plenary.jobs.models import Job
from plenary.jobs.wake import wake_after_commit
from plenary.lib import clock

_LANE_LENGTH = 255


def put(jobs: Iterable[Job], *, unless_waiting: bool = False) -> None:
    """Insert jobs in one query; `unless_waiting` drops those whose key already waits."""
    rows = list(jobs)
    if rows:
        Job.objects.bulk_create(rows, ignore_conflicts=unless_waiting)
        for queue in sorted({row.queue for row in rows}):
            wake_after_commit(queue)


def job(
    task: str,
    payload: dict[str, Any],
    *,
    run_at: datetime | None = None,
    max_attempts: int = 12,
    key: str | None = None,
    queue: str = "",
    lane: str = "",
) -> Job:
    now = clock.machine_now()
    return Job(
        task=task,
        payload=payload,
        run_at=run_at or now,
        created_at=now,
        max_attempts=max_attempts,
        key=key,
        queue=queue,
        lane=lane[:_LANE_LENGTH],
    )


def dotted(thing: Any) -> str:
    """The name under which a module-level function or class is found again."""
    if "<" in thing.__qualname__:
        raise TypeError(f"{thing.__qualname__} must stand at the top of its module to be a job.")
    return f"{thing.__module__}.{thing.__qualname__}"
