"""What an organiser does to an event, and an attendee to their agenda."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from plenary.accounts.models import Account
from plenary.events.actions import fronting
from plenary.events.models import AgendaFeed, Event, Session, Speaker, Star
from plenary.events.rules.programme import slug_from
from plenary.lib import clock, text
from plenary.lib.errors import NotFound, Refused
from plenary.statuses.actions import hashtag_named


@dataclass(frozen=True)
class EventDraft:
    """What an organiser says of an event. `hashtag` with or without '#'; `zone` an IANA name."""

    name: str
    hashtag: str
    starts_on: date
    ends_on: date
    zone: str
    venue: str = ""
    address: str = ""
    url: str = ""
    description: str = ""
    rooms: tuple[str, ...] = ()


def _check(draft: EventDraft) -> None:
    if not draft.name.strip():
        raise Refused("An event needs a name.", field="name")
    if draft.ends_on < draft.starts_on:
        raise Refused("The last day is before the first.", field="ends_on")
    if draft.ends_on - draft.starts_on > timedelta(days=60):
        raise Refused("An event can last up to 60 days.", field="ends_on")
    try:
        ZoneInfo(draft.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused(
            f"'{draft.zone}' is not a time zone. Try one like Europe/London.", field="zone"
        ) from None
    if draft.url and not draft.url.startswith(("https://", "http://")):
        raise Refused("The address of a web page starts with https://.", field="url")
    tag = draft.hashtag.strip().lstrip("#")
    if tag and text.find_hashtags(f"#{tag}") != [tag]:
        raise Refused("A hashtag has letters, digits and underscores only.", field="hashtag")


def _apply(event: Event, draft: EventDraft) -> None:
    tag = draft.hashtag.strip().lstrip("#")
    event.name = draft.name.strip()
    event.hashtag = hashtag_named(tag) if tag else None
    event.starts_on, event.ends_on, event.zone = draft.starts_on, draft.ends_on, draft.zone
    event.venue, event.address, event.url = draft.venue.strip(), draft.address.strip(), draft.url
    event.description = draft.description.strip()
    event.save()
    _name_rooms(event, draft.rooms)


def _name_rooms(event: Event, names: tuple[str, ...]) -> None:
    """Rooms as listed, in that order. A room that sessions use stays even when it is not listed."""
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    known = {room.name: room for room in event.rooms.all()}
    for position, name in enumerate(wanted):
        room = known.pop(name, None)
        if room is None:
            event.rooms.create(name=name, position=position)
        elif room.position != position:
            room.position = position
            room.save(update_fields=["position"])
    for room in known.values():
        if not room.sessions.exists():
            room.delete()


def create_event(actor: Account, draft: EventDraft) -> Event:
    """A new event, organised by the actor."""
    _check(draft)
    with transaction.atomic():
        event = Event(
            slug=_free_slug(draft.name),
            organiser=actor,
            starts_on=draft.starts_on,
            ends_on=draft.ends_on,
        )
        _apply(event, draft)
        fronting.opened(event)
    return event


def _free_slug(name: str) -> str:
    slug = slug_from(name)
    taken = set(Event.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number = 2
    while slug in taken or slug == "new":
        slug = f"{slug_from(name)}-{number}"
        number += 1
    return slug


def organised(actor: Account, event: Event) -> Event:
    """The event, locked for a change, if the actor organises it."""
    found = Event.objects.select_for_update().filter(pk=event.pk, organiser=actor).first()
    if found is None:
        raise NotFound
    return found


def edit_event(actor: Account, event: Event, draft: EventDraft) -> Event:
    _check(draft)
    with transaction.atomic():
        event = organised(actor, event)
        before = _told(event)
        _apply(event, draft)
        if _told(event) != before:
            fronting.changed(event)
    return event


def _told(event: Event) -> tuple[object, ...]:
    """What everybody is told of an event, elsewhere too."""
    return (
        event.name,
        event.hashtag_id,
        event.starts_on,
        event.ends_on,
        event.zone,
        event.venue,
        event.address,
        event.url,
        event.description,
    )


def cancel_event(actor: Account, event: Event) -> Event:
    """It does not take place; its page stays and says so. Once."""
    with transaction.atomic():
        event = organised(actor, event)
        if event.cancelled_at is None:
            fronting.cancelled(event)
    return event


def set_event_picture(actor: Account, event: Event, path: str) -> str:
    """Set the picture stored at `path`; returns the path of the one it replaces."""
    with transaction.atomic():
        event = organised(actor, event)
        before, event.picture = event.picture, path
        event.save(update_fields=["picture"])
        fronting.changed(event)
    return before


def link_speaker(actor: Account, event: Event, speaker_id: int, account: Account | None) -> None:
    """Say that a person of the programme is this account (or no longer)."""
    with transaction.atomic():
        event = organised(actor, event)
        if not Speaker.objects.filter(event=event, pk=speaker_id).update(account=account):
            raise NotFound


def star(actor: Account, session: Session) -> None:
    """Put a session on one's agenda; idempotent."""
    Star.objects.get_or_create(session=session, account=actor)


def unstar(actor: Account, session: Session) -> None:
    Star.objects.filter(session=session, account=actor).delete()


def renew_agenda_feed(actor: Account, event: Event) -> AgendaFeed:
    """A fresh secret address for one's agenda; the one before it stops working."""
    feed, _ = AgendaFeed.objects.update_or_create(
        account=actor,
        event=event,
        defaults={"token": secrets.token_urlsafe(24), "created_at": clock.now()},
    )
    return feed
