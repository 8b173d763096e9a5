"""Activities whose senders are certain, one after the other, by the worker. What needs something
from elsewhere is handed to the post office, which fetches and tries again."""

import logging
from typing import Any

from django.db import DataError, transaction

from plenary.accounts.models import Account
from plenary.federation.actions import inbound, resolve
from plenary.federation.actions.inbound import Everything, Finder, Incoming, NeedsFetch
from plenary.federation.models import InboxItem
from plenary.federation.reading import host_at, id_of
from plenary.jobs.tasks import finishing, task
from plenary.lib import bounded_json, clock
from plenary.lib.errors import PlenaryError
from plenary.lib.prepared import Prepared
from plenary.lib.questions import Unreachable
from plenary.lib.rows import moment, write

log = logging.getLogger(__name__)

MAX_BYTES = 256_000
_MOST_FETCHES = 8


@task
def process(item_id: int) -> None:
    """Do what an activity says, once; or have fetched what it takes."""
    item = _waiting(item_id)
    if item is None:
        return
    try:
        _do(item, Finder())
    except NeedsFetch as need:
        process_slowly.using(lane=host_at(need.uri)).enqueue(item_id)


@task(slow=True, max_attempts=6)
def process_slowly(item_id: int) -> None:
    """The same, fetching what is not known here, a few things at most."""
    missing: set[str] = set()
    for _ in range(_MOST_FETCHES):
        try:
            with finishing():
                _finish(item_id, Finder(missing))
            return
        except NeedsFetch as need:
            if not _fetched(need):
                missing.add(need.uri)
    with finishing():
        _finish(item_id, Finder(Everything()))


def _fetched(need: NeedsFetch) -> bool:
    """Whether it is known by now. Who does not answer is not waited for."""
    try:
        fetch = resolve.actor if need.kind == "account" else resolve.status
        return fetch(need.uri) is not None
    except Unreachable:
        return False


def _finish(item_id: int, find: Finder) -> None:
    item = _waiting(item_id)
    if item is not None:
        _do(item, find)


def _waiting(item_id: int) -> InboxItem | None:
    return _WAITING.first(pk=item_id)


_WAITING = Prepared(
    lambda pk: InboxItem.objects.filter(pk=pk, done_at=None, unverified__isnull=True)
)
# With what their server calls their followers.
_ACTOR = Prepared(
    lambda uri: Account.objects.select_related("actor").filter(uri=uri).exclude(uri="")[:1]
)
_DONE = "UPDATE plenary_inboxitem SET done_at = %(now)s, body = '' WHERE id = %(id)s"


def _do(item: InboxItem, find: Finder) -> None:
    activity = bounded_json.loads(item.body.encode(), MAX_BYTES)
    actor = _ACTOR.first(uri=item.actor_uri)
    if actor is not None:
        attempt(activity, actor, find)
    write(_DONE, {"id": item.pk, "now": moment(clock.now())})


def attempt(activity: dict[str, Any], actor: Account, find: Finder) -> None:
    """What makes no sense is dropped, and changes nothing. Raises NeedsFetch."""
    uri = id_of(activity)
    try:
        with transaction.atomic():
            inbound.run(Incoming(uri, actor, activity, find))
    except (PlenaryError, ValueError, DataError) as refusal:
        log.debug("%s is dropped: %s", uri, refusal)
