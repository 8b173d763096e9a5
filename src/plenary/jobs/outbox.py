"""Writing jobs into the outbox, in the caller's transaction."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from plenary.jobs.models import Job
from plenary.jobs.wake import wake_after_commit
from plenary.lib import clock
from plenary.lib.rows import moment, write

_LANE_LENGTH = 255


def put(jobs: Iterable[Job], *, unless_waiting: bool = False) -> None:
    """Insert jobs in one query; `unless_waiting` drops those whose key already waits."""
    rows = list(jobs)
    if not rows:
        return
    if len(rows) > _FEW or unless_waiting:
        Job.objects.bulk_create(rows, ignore_conflicts=unless_waiting)
    else:
        values = {
            f"{name}{place}": value
            for place, row in enumerate(rows)
            for name, value in _values(row).items()
        }
        write(_insert(len(rows)), values)
    for queue in sorted({row.queue for row in rows}):
        wake_after_commit(queue)


_FEW = 8  # so many cost less in our words than in Django's
_COLUMNS = (
    *("task", "payload", "run_at", "fence", "attempts", "max_attempts", "last_error"),
    *("key", "created_at", "queue", "lane"),
)


@cache
def _insert(count: int) -> str:
    rows = (", ".join(f"%({name}{place})s" for name in _COLUMNS) for place in range(count))
    values = ", ".join(f"({row})" for row in rows)
    return f"INSERT INTO plenary_job ({', '.join(_COLUMNS)}) VALUES {values}"


def _values(row: Job) -> dict[str, Any]:
    given = {name: getattr(row, name) for name in _COLUMNS}
    moments = {name: moment(given[name]) for name in ("run_at", "created_at")}
    return given | moments | {"payload": json.dumps(row.payload)}


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
