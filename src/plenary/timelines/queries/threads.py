"""A status between what it answers and what answers it."""

from dataclasses import dataclass

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.lib.errors import NotFound
from plenary.lib.rows import rows, this_second
from plenary.statuses.models import Status
from plenary.statuses.queries import Item, items
from plenary.statuses.visibility import seen_sql
from plenary.timelines.queries.feeds import NOT_MUTED

MAX_THREAD = 400  # a thread beyond this is cut, newest replies last


@dataclass(frozen=True)
class Thread:
    """A status between what it answers (oldest first) and what answers it (each under its parent,
    with how deep)."""

    ancestors: list[Item]
    item: Item
    descendants: list[tuple[int, Item]]


_PLACE = """
    SELECT p.id, p.thread_id, p.in_reply_to_id FROM plenary_status s
    JOIN plenary_status p ON p.id = COALESCE(s.reblog_of_id, s.id)
    WHERE s.id = %(status)s AND {seen}
"""
_SHAPE = """
    SELECT s.id, s.in_reply_to_id FROM plenary_status s
    WHERE s.thread_id = %(thread)s AND s.reblog_of_id IS NULL AND {seen}
    AND (s.id = %(own)s OR {not_muted}) ORDER BY s.id LIMIT %(most)s
"""


def thread_ids(
    viewer: Account | None, status_id: int
) -> tuple[list[int], int, list[tuple[int, int]]]:
    """What a status answers (oldest first), itself, and what answers it (depth and id, each under
    its parent), as far as the viewer may see it, cut at MAX_THREAD (two queries). NotFound where
    the viewer may not see the status itself."""
    me = viewer.pk if viewer is not None else None
    seen = seen_sql(me, "s")
    place = rows(_PLACE.format(seen=seen), {"status": status_id, "me": me})
    if not place:
        raise NotFound("There is no such post, or it is not for you to see.")
    own, thread_id, parent = place[0]
    given = {"thread": thread_id, "own": own, "me": me, "most": MAX_THREAD}
    given["now"] = this_second(clock.now())
    not_muted = NOT_MUTED if viewer is not None else "1 = 1"
    shape = dict(rows(_SHAPE.format(seen=seen, not_muted=not_muted), given))
    above: list[int] = []
    parent = shape.get(own, parent)
    while parent in shape and parent not in above and parent != own:
        above.append(parent)
        parent = shape[parent]
    children: dict[int | None, list[int]] = {}
    for pk, to in shape.items():
        children.setdefault(to, []).append(pk)
    below: list[tuple[int, int]] = []
    known = {own, *above}  # another server may have sent a ring
    stack = [(1, pk) for pk in reversed(children.get(own, []))]
    while stack:
        depth, pk = stack.pop()
        if pk in known:
            continue
        known.add(pk)
        below.append((depth, pk))
        stack += [(depth + 1, child) for child in reversed(children.get(pk, []))]
    return above[::-1], own, below


def thread(viewer: Account | None, status: Status) -> Thread:
    """The conversation around a status the viewer may see: its shape, then one page of items."""
    above, own, below = thread_ids(viewer, status.pk)
    found = {item.key: item for item in items(viewer, [*above, own, *(pk for _, pk in below)])}
    if own not in found:
        raise NotFound  # deleted at this moment
    return Thread(
        ancestors=[found[pk] for pk in above if pk in found],
        item=found[own],
        descendants=[(depth, found[pk]) for depth, pk in below if pk in found],
    )
