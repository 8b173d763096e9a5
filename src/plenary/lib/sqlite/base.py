"""Django's SQLite, whose transactions wait for their turn in `queue` before they begin."""

import contextlib
from typing import Any

from django.db.backends.sqlite3 import base

from plenary.lib.sqlite.queue import Queue


class DatabaseWrapper(base.DatabaseWrapper):
    """What writes outside a transaction waits as SQLite lets it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queue: Queue | None = None
        self.in_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        if self.queue is None:
            # Where the folder cannot be written (it is another user's), SQLite's own way must do.
            with contextlib.suppress(OSError):
                self.queue = Queue(str(self.settings_dict["NAME"]))
        if self.queue is not None:
            # Whose turn does not come tries all the same: SQLite then says what is wrong.
            self.in_turn = self.queue.enter(float(self.settings_dict["OPTIONS"].get("timeout", 5)))
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave()
            if self.queue is not None:
                self.queue.close()
                self.queue = None

    def _leave(self) -> None:
        if self.in_turn and self.queue is not None:
            self.in_turn = False
            self.queue.leave()
