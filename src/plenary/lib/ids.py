"""Ids that sort by time and are unique across processes, as Mastodon clients expect of them.

63 bits: 47 of milliseconds since 1970, 10 of a process slot, 6 of a counter. A process draws its
slot from a counter row in the database, so that two running processes never share one; the
primary key is the backstop. A clock that steps back keeps issuing from the last millisecond.
"""

import os
import secrets
import threading
from datetime import UTC, datetime

from django.db import connection, transaction

from plenary.lib import clock

_SLOT_BITS, _COUNTER_BITS = 10, 6
SHIFT = _SLOT_BITS + _COUNTER_BITS
_lock = threading.Lock()
_slot = 0
_owner = 0
_last = 0
_count = 0


def _claim_slot() -> int:
    """Draw the next slot number. A draw that is rolled back is harmless."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE plenary_idslot SET drawn = drawn + 1 WHERE id = 1")
        if cursor.rowcount == 0:
            cursor.execute("INSERT INTO plenary_idslot (id, drawn) VALUES (1, 1)")
            return 1
        cursor.execute("SELECT drawn FROM plenary_idslot WHERE id = 1")
        row = cursor.fetchone()
        return int(row[0])


def new_id() -> int:
    """A fresh id, greater than every one this process gave before."""
    global _slot, _owner, _last, _count
    with _lock:
        if _owner != os.getpid():
            _slot = _claim_slot() % (1 << _SLOT_BITS)
            _owner = os.getpid()
        now = clock.milliseconds()
        if now > _last:
            _last, _count = now, 0
        else:
            _count += 1
            if _count >= 1 << _COUNTER_BITS:
                _last, _count = _last + 1, 0
        return (_last << SHIFT) | (_slot << _COUNTER_BITS) | _count


def id_at(moment: datetime) -> int:
    """An id as of an earlier moment: for what was made elsewhere and comes here later. Most servers
    tell whole seconds: such a moment is anywhere within its second, so that those of one second
    hardly ever meet. Where two do, the primary key tells."""
    at = int(moment.timestamp() * 1000)
    if at % 1000 == 0:
        at += secrets.randbelow(1000)
    at = min(at, clock.milliseconds())
    return (max(at, 0) << SHIFT) | secrets.randbelow(1 << SHIFT)


def first_id_at(moment: datetime) -> int:
    """The smallest id of a moment: a bound for 'since then' that an index can use."""
    return int(moment.timestamp() * 1000) << SHIFT


def moment_of(value: int) -> datetime:
    """When an id was made (aware, UTC)."""
    return datetime.fromtimestamp((value >> SHIFT) / 1000, UTC)
