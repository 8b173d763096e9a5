"""Activities that tie two things, kept until they are undone."""

from plenary.accounts.models import Account
from plenary.federation.actions.inbound.finding import Incoming
from plenary.federation.actions.inbound.tombs import digest_of
from plenary.federation.models import Received
from plenary.lib import clock
from plenary.lib.ids import new_id
from plenary.lib.rows import moment, rows, write

_HEARD_OF = """
    SELECT 1 FROM plenary_received WHERE digest = %(digest)s
    UNION ALL SELECT 1 FROM plenary_tombstone WHERE digest = %(digest)s
"""
_KEEP = """
    INSERT INTO plenary_received (id, digest, uri, kind, account_id, object_uri, undone, created_at)
    VALUES (%(id)s, %(digest)s, %(uri)s, %(kind)s, %(account)s, %(object)s, FALSE, %(now)s)
    ON CONFLICT DO NOTHING
"""


def keep(given: Incoming, kind: str, object_uri: str) -> bool:
    """Keep the activity; whether it is new, and was not undone before it came."""
    digest = digest_of(given.actor.uri, given.uri)
    if rows(_HEARD_OF, {"digest": digest}):
        return False
    activity = {
        "id": new_id(),
        "digest": digest,
        "uri": given.uri,
        "kind": kind,
        "account": given.actor.pk,
        "object": object_uri,
        "now": moment(clock.now()),
    }
    return bool(write(_KEEP, activity))


def forget(actor: Account, kind: str, object_uri: str) -> None:
    """Nothing that came until now revives the tie."""
    found = Received.objects.filter(account=actor, kind=kind, object_uri=object_uri)
    found.filter(undone=False).update(undone=True)
