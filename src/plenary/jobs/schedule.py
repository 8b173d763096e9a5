"""Work that comes again: `@every(timedelta(minutes=1))` above `@task`.

However many workers look, one of them moves the due moment on and enqueues, in one transaction:
once each period. A period that passed while nobody ran is not made up for.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from plenary.jobs.models import Periodic
from plenary.jobs.tasks import Task
from plenary.lib import clock

_periodic: dict[str, tuple[Task, timedelta]] = {}
_LONGEST_SLEEP = timedelta(minutes=1)


def every(interval: timedelta) -> Callable[[Task], Task]:
    """Have the task enqueued once each interval. Its module must be imported by the wiring."""

    def add(task: Task) -> Task:
        _periodic[task.name] = (task, interval)
        return task

    return add


def tick() -> datetime:
    """Enqueue what is due; answer when to look again."""
    now = clock.machine_now()
    if not _periodic:
        return now + _LONGEST_SLEEP
    due = dict(Periodic.objects.filter(name__in=_periodic).values_list("name", "due_at"))
    again = now + _LONGEST_SLEEP
    for name, (task, interval) in _periodic.items():
        if name not in due:
            Periodic.objects.bulk_create([Periodic(name=name, due_at=now)], ignore_conflicts=True)
            due[name] = Periodic.objects.values_list("due_at", flat=True).get(name=name)
        following = due[name]
        if following <= now:
            following += ((now - following) // interval + 1) * interval
            _enqueue(task, due[name], following)
        again = min(again, following)
    return again


def _enqueue(task: Task, due: datetime, following: datetime) -> None:
    with transaction.atomic():
        mine = Periodic.objects.filter(name=task.name, due_at=due).update(due_at=following)
        if mine:
            task.using(key=f"every:{task.name}").enqueue()
