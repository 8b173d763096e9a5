"""What came signed with a key that was not known: once the key was fetched it is checked, and then
believed or thrown away."""

import logging
from datetime import timedelta

from django.db import IntegrityError, transaction

from plenary.federation import verify
from plenary.federation.actions import later, resolve
from plenary.federation.actions.inbound.tombs import digest_of
from plenary.federation.actions.inbox import claim_in
from plenary.federation.actions.processing import MAX_BYTES, process
from plenary.federation.models import InboxItem, Received, Tombstone
from plenary.federation.reading import id_of
from plenary.federation.render import names
from plenary.federation.signatures import BadSignature
from plenary.jobs.schedule import every
from plenary.jobs.tasks import finishing, task
from plenary.lib import bounded_json, clock
from plenary.lib.questions import Unreachable

log = logging.getLogger(__name__)

_LONGEST = timedelta(hours=12)  # then whoever sent it has to send it again
_AGAIN = timedelta(minutes=10)
_KEPT = timedelta(days=30)
_STONES_KEPT = timedelta(days=180)


@task(slow=True, max_attempts=4)
def learn_key(key_id: str) -> None:
    """Fetch whose key it is, and look again at what is signed with it. Of a server that does not
    answer it waits some more."""
    waiting = InboxItem.objects.filter(unverified__key_id=key_id)
    try:
        resolve.owner_of(key_id)
    except Unreachable as why:
        log.info("the key %s is not to be had: %s", key_id, why)
        return  # `tidy` asks again
    with finishing():
        for item in waiting.select_for_update():
            _judge(item)


def _judge(item: InboxItem) -> None:
    try:
        signer = verify.signer_of(claim_in(item.unverified or {}))
    except BadSignature as why:
        log.debug("%s is thrown away: %s", item.actor_uri, why)
        item.delete()
        return
    activity = bounded_json.loads(item.body.encode(), MAX_BYTES)
    if signer.uri != item.actor_uri or signer.kept_away:
        item.delete()
        return
    try:
        with transaction.atomic():
            InboxItem.objects.filter(pk=item.pk).update(
                digest=digest_of(item.actor_uri, id_of(activity)), unverified=None
            )
            process.enqueue(item.pk)
    except IntegrityError:
        item.delete()


@every(timedelta(minutes=10))
@task
def tidy() -> None:
    """Ask again for keys that were not to be had; forget what is too old to come a second time."""
    now = clock.now()
    waiting = InboxItem.objects.filter(unverified__isnull=False)
    waiting.filter(received_at__lt=now - _LONGEST).delete()
    late = waiting.filter(received_at__lt=now - _AGAIN)
    for key_id in set(late.values_list("unverified__key_id", flat=True)[:1000]):
        later.learn_key(key_id)
    InboxItem.objects.filter(received_at__lt=now - _KEPT, done_at__isnull=False).delete()
    Received.objects.filter(created_at__lt=now - _KEPT, undone=True).delete()
    stones = Tombstone.objects.filter(created_at__lt=now - _STONES_KEPT)
    ours = names.server_actor().removesuffix("/actor") + "/"
    stones.exclude(actor_uri__startswith=ours).delete()
