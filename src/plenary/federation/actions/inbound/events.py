"""Conferences: coming to one of ours from another server, and being asked to one elsewhere.

Join and Leave come in any order and more than once. A Leave ends what was joined until then; one
that comes before its Join waits for that. A Join that was undone is none.
"""

import html
from datetime import timedelta

from django.db.models import QuerySet

from plenary.accounts.models import Account
from plenary.events.actions import elsewhere
from plenary.events.queries.elsewhere import slug_of
from plenary.federation import queries
from plenary.federation.actions.inbound import received, tombs
from plenary.federation.actions.inbound.finding import Incoming
from plenary.federation.models import Received
from plenary.federation.reading import host_at, id_of, ids_of, is_of, same_host
from plenary.federation.reading.events import name_of
from plenary.lib import clock
from plenary.lib.errors import NotFound
from plenary.timelines import actions as timelines

JOIN, LEAVE = "Join", "Leave"
# How long a Leave waits for a Join that is still on its way.
_ON_ITS_WAY = timedelta(days=2)
_MOST_ASKED = 20


def join(given: Incoming) -> None:
    uri = id_of(given.object)
    if slug_of(uri) and received.keep(given, JOIN, uri):
        ahead = _rows(given.actor, LEAVE, uri).filter(created_at__gt=clock.now() - _ON_ITS_WAY)
        first = ahead.order_by("pk").first()
        if first is None:
            settle(given.actor, uri, given.uri)
            return
        Received.objects.filter(pk=first.pk).update(undone=True)
        Received.objects.filter(digest=_digest(given)).update(undone=True)


def leave(given: Incoming) -> None:
    """By the event's id, or that of the Join."""
    uri = id_of(given.object)
    if isinstance(given.object, dict) and is_of(given.object, JOIN):
        uri = id_of(given.object.get("object"))
    elif not slug_of(uri):
        digest = tombs.digest_of(given.actor.uri, uri)
        known = Received.objects.filter(digest=digest, account=given.actor, kind=JOIN)
        uri = known.values_list("object_uri", flat=True).first() or ""
    if slug_of(uri) and received.keep(given, LEAVE, uri):
        if _rows(given.actor, JOIN, uri).update(undone=True):
            Received.objects.filter(digest=_digest(given)).update(undone=True)
        settle(given.actor, uri)


def settle(actor: Account, event_uri: str, join_uri: str = "") -> None:
    """Make their attendance what was received. `join_uri`: a Join that came just now and is to be
    answered."""
    slug = slug_of(event_uri)
    try:
        if _rows(actor, JOIN, event_uri).exists():
            if join_uri and not elsewhere.join(actor, slug, join_uri):
                _rows(actor, JOIN, event_uri).update(undone=True)
        else:
            elsewhere.leave(actor, slug)
    except NotFound:
        return  # there is no such event


def _digest(given: Incoming) -> str:
    return tombs.digest_of(given.actor.uri, given.uri)


def _rows(actor: Account, kind: str, object_uri: str) -> QuerySet[Received]:
    return Received.objects.filter(account=actor, kind=kind, object_uri=object_uri, undone=False)


def is_answer(given: Incoming) -> bool:
    """To an Invite of ours, as it goes along or by its id."""
    return is_of(given.object, "Invite") or "#invites/" in id_of(given.object)


def accept(given: Incoming) -> None:
    _answer(given, accepted=True)


def reject(given: Incoming) -> None:
    _answer(given, accepted=False)


def _answer(given: Incoming, *, accepted: bool) -> None:
    owner, mark, number = id_of(given.object).partition("#invites/")
    if mark and queries.is_ours(owner) and number.isdecimal() and len(number) < 19:
        elsewhere.answered(given.actor, int(number), accepted=accepted)


def invite(given: Incoming) -> None:
    """Somebody elsewhere asks people here to an event of their server: they are told, with where
    to read on; each once an event."""
    thing = given.object
    uri = id_of(thing)
    if not host_at(uri) or not same_host(uri, given.actor.uri):
        return
    title = name_of(thing) if is_of(thing, "Event") else ""
    people = dict.fromkeys(
        [*ids_of(given.activity.get("target")), *ids_of(given.activity.get("to"))]
    )
    for one in [named for named in people if queries.is_ours(named)][:_MOST_ASKED]:
        account = queries.account_at(one)
        if account is None or account.suspended_at is not None:
            continue
        timelines.notify(
            account=account,
            actor=given.actor,
            kind="invite",
            key=f"invite-{tombs.digest_of(given.actor.uri, uri)[:40]}",
            link=uri if len(uri) <= 200 else given.actor.page[:200],
            text=f"asks you to come to {html.unescape(title)}" if title else "asks you to an event",
        )
