"""The inbox: an activity is looked at, kept and answered with 202; what it says is done later.

In this order, the cheap before the dear: size, shape, signature, whether it was here before.
"""

from base64 import b64decode, b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from plenary.accounts.models import Account
from plenary.federation import queries, verify
from plenary.federation.actions import later
from plenary.federation.actions.in_step import told
from plenary.federation.actions.inbound.tombs import digest_of
from plenary.federation.actions.processing import MAX_BYTES, process
from plenary.federation.errors import BadQuestion, Busy, TooLarge
from plenary.federation.models import InboxItem, RemoteActor
from plenary.federation.reading import host_at, id_of, is_of, kind_of, same_host
from plenary.federation.signatures import BadSignature, Claim
from plenary.lib import bounded_json, clock
from plenary.lib.errors import Forbidden
from plenary.lib.ids import new_id
from plenary.lib.rows import moment, write

MOST_UNVERIFIED = 10_000
MOST_OF_A_HOST = 500
# A known key that does not fit may have been changed since, but not every minute.
_KEY_RESTS = timedelta(minutes=5)
_FORWARDED = ("Create", "Update", "Delete", "Announce")


def accept(request: HttpRequest) -> None:
    """Keep what was sent, or raise why not: PlenaryError with its status, or BadSignature. Four
    queries for somebody known."""
    body = _body(request)
    activity = _read(body)
    actor_uri = id_of(activity.get("actor"))
    claim = verify.claim_of(request, body)
    if not same_host(claim.key_id, claim.key_id):
        raise BadSignature("the id of the key is not an address that we read")
    try:
        signer = verify.signer_of(claim)
    except verify.Unknown:
        _not_kept_away(actor_uri, claim.key_id)
        if not _is_farewell(activity, actor_uri):
            _keep_unverified(activity, actor_uri, claim, body)
        return
    except BadSignature:
        if not _may_be_new(claim.key_id):
            raise
        _not_kept_away(actor_uri, claim.key_id)
        _keep_unverified(activity, actor_uri, claim, body)
        return
    if signer.kept_away:
        if signer.account is not None and signer.account.suspended_at is not None:
            return
        raise Forbidden("This server wants nothing from yours.")
    if signer.uri != actor_uri:
        _take_hint(activity, actor_uri)
        return
    _keep(activity, actor_uri, body)
    in_step = request.headers.get("Collection-Synchronization", "")
    if in_step and signer.account is not None:
        told(signer.account, in_step)


def _body(request: HttpRequest) -> bytes:
    told = request.META.get("CONTENT_LENGTH") or "0"
    if told.isdecimal() and len(told) < 10 and int(told) <= MAX_BYTES:
        body = request.read(MAX_BYTES + 1)
        if len(body) <= MAX_BYTES:
            return body
    raise TooLarge(f"An activity has at most {MAX_BYTES} bytes.")


def _read(body: bytes) -> dict[str, Any]:
    try:
        activity = bounded_json.loads(body, MAX_BYTES)
    except ValueError as error:
        raise BadQuestion(f"This cannot be read: {error}") from None
    uri, actor_uri = id_of(activity), id_of(activity.get("actor"))
    if not kind_of(activity) or not same_host(uri, actor_uri):
        raise BadQuestion("An activity has an id on its actor's server, an actor and a type.")
    if queries.is_ours(actor_uri):
        raise BadQuestion("This actor is of this server.")
    return activity


def _not_kept_away(*uris: str) -> None:
    if verify.is_kept_away(*(host_at(uri) for uri in uris)):
        raise Forbidden("This server wants nothing from yours.")


def _is_farewell(activity: dict[str, Any], actor_uri: str) -> bool:
    """The end of somebody who was never known here, which is sent to everybody everywhere."""
    return (
        is_of(activity, "Delete")
        and id_of(activity.get("object")) == actor_uri
        and not Account.objects.filter(uri=actor_uri).exists()
    )


def _may_be_new(key_id: str) -> bool:
    """Whether a key that is known was fetched long enough ago to have been changed since."""
    old = clock.now() - _KEY_RESTS
    return RemoteActor.objects.filter(key_id=key_id, fetched_at__lt=old).exists()


def _keep(activity: dict[str, Any], actor_uri: str, body: bytes) -> None:
    """Once, however often and by whichever inbox it comes."""
    item = {
        "id": new_id(),
        "digest": digest_of(actor_uri, id_of(activity)),
        "actor": actor_uri,
        "body": body.decode(),
        "now": moment(clock.now()),
    }
    with transaction.atomic():
        if write(_KEEP, item):
            process.enqueue(item["id"])


_KEEP = """
    INSERT INTO plenary_inboxitem (id, digest, actor_uri, body, received_at)
    VALUES (%(id)s, %(digest)s, %(actor)s, %(body)s, %(now)s) ON CONFLICT DO NOTHING
"""


def _keep_unverified(activity: dict[str, Any], actor_uri: str, claim: Claim, body: bytes) -> None:
    """Until its key is known it stands in nobody's way: its digest is of its signature too."""
    if not same_host(claim.key_id, actor_uri):
        raise BadSignature("the key is of another server than the actor")
    waiting = InboxItem.objects.filter(unverified__isnull=False)
    host = host_at(claim.key_id)
    if (
        waiting.count() >= MOST_UNVERIFIED
        or waiting.filter(unverified__host=host).count() >= MOST_OF_A_HOST
    ):
        raise Busy("Too much waits for its signer's key. Please try again later.")
    name = digest_of(actor_uri, id_of(activity)).encode() + claim.signature
    item = InboxItem(
        digest=sha256(name).hexdigest(),
        actor_uri=actor_uri,
        body=body.decode(),
        unverified={
            "host": host,
            "key_id": claim.key_id,
            "scheme": claim.scheme,
            "algorithm": claim.algorithm,
            "base": b64encode(claim.base).decode(),
            "signature": b64encode(claim.signature).decode(),
        },
    )
    try:
        with transaction.atomic():
            item.save(force_insert=True)
            later.learn_key(claim.key_id)
    except IntegrityError:
        return


def claim_in(kept: dict[str, Any]) -> Claim:
    """A claim as it was kept."""
    return Claim(
        kept["key_id"],
        kept["scheme"],
        kept["algorithm"],
        b64decode(kept["base"]),
        b64decode(kept["signature"]),
    )


def _take_hint(activity: dict[str, Any], actor_uri: str) -> None:
    """Passed on by another: nothing of it is believed, but where it speaks of what matters here
    that is looked at where it lives."""
    thing = activity.get("object")
    uri = id_of(thing)
    if is_of(activity, *_FORWARDED) and same_host(uri, actor_uri):
        answered = id_of(thing.get("inReplyTo")) if isinstance(thing, dict) else ""
        if queries.status_at(uri) is not None or queries.status_at(answered) is not None:
            later.look(uri)
            return
    raise BadSignature("the signer is not the actor")
