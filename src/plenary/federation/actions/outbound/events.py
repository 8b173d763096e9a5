"""Conferences of this server, told as Events to servers of those who follow them; and what is said
to somebody who joins, or is asked to.

The event's account also posts what, when and where, which is all that most servers read. Those
that would make a second post of the Event are sent the post alone.
"""

from datetime import datetime

from django.conf import settings

from plenary.accounts.models import Account
from plenary.events import facts
from plenary.events.queries import elsewhere
from plenary.events.queries.elsewhere import Face
from plenary.federation import queries
from plenary.federation.actions.sending import send
from plenary.federation.render import events
from plenary.lib import clock
from plenary.lib.errors import NotFound

# What runs on servers that show an Event as a post of its title and address.
POST_ENOUGH = frozenset({"mastodon", "hometown", "fedibird", "plenary"})


def on_event_announced(fact: facts.EventAnnounced) -> None:
    if (face := _face(fact.event_id)) is not None:
        _tell(face)


def on_event_changed(fact: facts.EventChanged) -> None:
    _changed(fact.event_id)


def on_event_cancelled(fact: facts.EventCancelled) -> None:
    _changed(fact.event_id)


def _changed(event_id: int) -> None:
    if (face := _face(event_id)) is not None:
        _tell(face, face.updated or clock.now())


def _face(event_id: int) -> Face | None:
    """The event as it is now; None where there is nobody to tell it as."""
    if not settings.FEDERATION:
        return None
    try:
        face = elsewhere.face(pk=event_id)
    except NotFound:
        return None
    if face.account is None or face.account.suspended_at is not None:
        return None
    return face


def _tell(face: Face, updated: datetime | None = None) -> None:
    assert face.account is not None
    made = events.update(face, updated) if updated is not None else events.create(face)
    inboxes = queries.reading_events(queries.followers_inboxes(face.account), POST_ENOUGH)
    if updated is not None:
        inboxes |= queries.inboxes_of(elsewhere.joined_from_elsewhere(face.pk))
    send(made, inboxes, owner=face.account)


def on_join_received(fact: facts.JoinReceived) -> None:
    """Whoever joined hears whether they are welcome."""
    face = _face(fact.event_id)
    whom = Account.objects.filter(pk=fact.account_id).first()
    if face is None or face.account is None or whom is None:
        return
    asked = events.received_join(whom.actor_uri, fact.join_uri, face.uri)
    made = events.answer(face.account.actor_uri, asked, accepted=fact.accepted)
    send(made, [queries.own_inbox(whom)], owner=face.account)


def on_invited_elsewhere(fact: facts.InvitedElsewhere) -> None:
    asked = elsewhere.invited(fact.invitation_id) if settings.FEDERATION else None
    if asked is None or asked.by.suspended_at is not None:
        return
    made = events.invite(
        asked.pk, asked.by.actor_uri, asked.event_uri, asked.event_name, asked.account.actor_uri
    )
    send(made, [queries.own_inbox(asked.account)], owner=asked.by)
