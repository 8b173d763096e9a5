"""Work by name, in the shape of Django's Tasks: `send.enqueue(...)`, `send.using(run_after=...)`.

A task runs in one transaction with the removal of its job: both are committed or neither. A task
whose work is slow outside the database says `@task(slow=True)`; it runs outside a transaction
and makes its changes under `with finishing():`, which removes the job in the same transaction.
It waits in a queue of its own, for the post office: no notification is ever behind it.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, overload

from django.db import transaction

from plenary.jobs import outbox, rules
from plenary.jobs.models import Job
from plenary.lib import clock

_registered: dict[str, Task] = {}
_finish: ContextVar[Callable[[], AbstractContextManager[None]] | None] = ContextVar(
    "finish", default=None
)


@dataclasses.dataclass(frozen=True)
class Task:
    """A function the worker can run, with how it is to be run."""

    func: Callable[..., Any]
    max_attempts: int = 12
    slow: bool = False
    run_after: datetime | timedelta | None = None
    key: str | None = None
    queue: str = rules.ORDINARY
    lane: str = ""

    @property
    def name(self) -> str:
        return outbox.dotted(self.func)

    def using(
        self,
        *,
        run_after: datetime | timedelta | None = None,
        key: str | None = None,
        queue: str | None = None,
        lane: str = "",
    ) -> Task:
        """The same, not before a moment of Plenary's clock or a wait; of one key only one waits.
        Of one lane, such as a host, the post office does only a few at once."""
        queue = self.queue if queue is None else queue
        return dataclasses.replace(self, run_after=run_after, key=key, queue=queue, lane=lane)

    def enqueue(self, *args: Any, **kwargs: Any) -> None:
        """Write the job; inside a transaction it is committed with the rest."""
        outbox.put([self.job(*args, **kwargs)], unless_waiting=self.key is not None)

    def job(self, *args: Any, **kwargs: Any) -> Job:
        return outbox.job(
            self.name,
            {"args": list(args), "kwargs": kwargs},
            run_at=self._run_at(),
            max_attempts=self.max_attempts,
            key=self.key,
            queue=self.queue,
            lane=self.lane,
        )

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Do it here and now."""
        return self.func(*args, **kwargs)

    def _run_at(self) -> datetime | None:
        if isinstance(self.run_after, timedelta):
            return clock.machine_now() + self.run_after
        if self.run_after is not None:
            return self.run_after - clock.offset()
        return None


@overload
def task(func: Callable[..., Any], /) -> Task: ...
@overload
def task(*, max_attempts: int = 12, slow: bool = False) -> Callable[[Callable[..., Any]], Task]: ...
def task(
    func: Callable[..., Any] | None = None, /, *, max_attempts: int = 12, slow: bool = False
) -> Task | Callable[[Callable[..., Any]], Task]:
    """Make a module-level function a task. Its arguments must be plain JSON values."""

    def make(function: Callable[..., Any]) -> Task:
        queue = rules.SLOW if slow else rules.ORDINARY
        made = Task(function, max_attempts=max_attempts, slow=slow, queue=queue)
        _registered[made.name] = made
        return made

    return make if func is None else make(func)


def find(name: str) -> Task:
    """The task of that name; nothing that was not declared one is ever run."""
    if name not in _registered and name.startswith("plenary."):
        importlib.import_module(name.rpartition(".")[0])
    if name not in _registered:
        raise LookupError(f"no task is called {name}")
    return _registered[name]


@contextmanager
def finishing() -> Iterator[None]:
    """A transaction in which a slow task makes its changes and its job is done."""
    finish = _finish.get()
    with transaction.atomic() if finish is None else finish():
        yield


@contextmanager
def finished_by(finish: Callable[[], AbstractContextManager[None]]) -> Iterator[None]:
    """The worker's side of `finishing`."""
    token = _finish.set(finish)
    try:
        yield
    finally:
        _finish.reset(token)
