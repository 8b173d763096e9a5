"""All of somebody's own, for the archive that they take along: in parts, however much it is.

It is for themselves alone: what others would not see of them is in it too, and nothing of others
that they could not see themselves.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec
from django.conf import settings

from plenary.accounts.models import Account, AccountNote
from plenary.accounts.queries import interests
from plenary.accounts.visibility import apart
from plenary.archive.queries.exports import chunks, uris
from plenary.encounters.models import FaceCard
from plenary.encounters.queries import meetings_page
from plenary.events.models import Attendance, Meetup, MeetupGuest, Presence, Star
from plenary.lib import rendering
from plenary.lib.pagination import Page
from plenary.statuses.models import Attachment, Bookmark, Favourite, Status, UploadState
from plenary.statuses.queries import RENDERED_FROM

AT_ONCE = 200
CONTEXT = "https://www.w3.org/ns/activitystreams"
Plain = dict[str, Any]


def how_many_posts(owner: Account) -> int:
    return Status.objects.filter(account=owner).count()


def activities(owner: Account) -> Iterator[list[Plain]]:
    """Their posts and boosts, the latest first, some at a time; without what the renderer in use
    has no form for."""
    rows = Status.objects.filter(account=owner).select_related(
        "account", "in_reply_to__account", "reblog_of__account", "quote_of__account", "poll"
    )
    for part in chunks(rows.prefetch_related("poll__options", *RENDERED_FROM), AT_ONCE):
        texts = (rendering.render("activity", status) for status in part)
        yield [_with_files(msgspec.json.decode(text)) for text in texts if text]


def _with_files(activity: Plain) -> Plain:
    """Its files lie beside it in the archive; the context is said once, for all."""
    activity.pop("@context", None)
    thing = activity.get("object")
    if isinstance(thing, dict):
        for file in thing.get("attachment") or []:
            if isinstance(file, dict) and isinstance(file.get("url"), str):
                file["url"] = _beside(file["url"])
    return activity


def _beside(url: str) -> str:
    path = urlsplit(url).path
    return path.lstrip("/") if path.startswith(settings.MEDIA_URL) else url


def files(owner: Account) -> Iterator[str]:
    """Paths in media of all that they posted."""
    rows = Attachment.objects.filter(account=owner, status__isnull=False, state=UploadState.READY)
    for part in chunks(rows.only("file"), AT_ONCE):
        yield from (one.file for one in part)


def actor(owner: Account) -> Plain:
    """Their profile, with its pictures and tables lying beside it."""
    text = rendering.render("actor", owner)
    known = {"@context": CONTEXT, "id": owner.actor_uri, "type": "Person", "name": owner.name}
    made: Plain = msgspec.json.decode(text) if text else known
    for name, path, file in (
        ("icon", owner.avatar, "avatar.webp"),
        ("image", owner.header, "header.webp"),
    ):
        if path and isinstance(made.get(name), dict):
            made[name]["url"] = file
    return made | {"outbox": "outbox.json", "likes": "likes.json", "bookmarks": "bookmarks.json"}


def likes(owner: Account) -> Iterator[str]:
    return uris(owner, Favourite.objects.filter(account=owner))


def bookmarks(owner: Account) -> Iterator[str]:
    return uris(owner, Bookmark.objects.filter(account=owner))


def account(owner: Account) -> Plain:
    """What only they and this server know of them."""
    user = getattr(owner, "user", None)
    return {
        "address": owner.address,
        "email": user.email if user is not None else "",
        "joined": owner.created_at,
        "last_signed_in": user.last_login if user is not None else None,
        "pronouns": owner.pronouns,
        "specialty": owner.specialty,
        "grade": owner.grade,
        "workplace": owner.workplace,
        "region": owner.region,
        "interests": [one.name for one in interests(owner, owner)],
        "decides_who_follows": owner.locked,
        "in_directory": owner.discoverable,
        "found_by_search": owner.indexable,
        "hides_whom_they_follow": owner.hide_collections,
        "also_known_as": owner.also_known_as,
        "posts_are": {
            "visibility": owner.posting_visibility,
            "sensitive": owner.posting_sensitive,
            "language": owner.posting_language,
        },
    }


def notes(owner: Account) -> Iterator[Plain]:
    """What they noted about others."""
    rows = AccountNote.objects.filter(source=owner).exclude(apart(owner, "target"))
    for part in chunks(rows.select_related("target"), AT_ONCE):
        for one in part:
            yield {"about": one.target.address, "note": one.comment}


def attendance(owner: Account) -> Iterator[Plain]:
    """Where they went, with what they starred, proposed and joined, and where they sit now."""
    rows = Attendance.objects.filter(account=owner).select_related("event")
    for part in chunks(rows, AT_ONCE):
        for one in part:
            yield {
                "event": one.event.name,
                "address": f"{settings.PUBLIC_URL}/events/{one.event.slug}",
                "going": one.state,
                "shown_to": one.audience,
                "since": one.created_at,
            }
    for part in chunks(Star.objects.filter(account=owner).select_related("session__event")):
        for star in part:
            yield {"event": star.session.event.name, "starred": star.session.title}
    for part in chunks(Meetup.objects.filter(host=owner).select_related("event")):
        for meetup in part:
            yield _meetup("proposed", meetup)
    for part in chunks(MeetupGuest.objects.filter(account=owner).select_related("meetup__event")):
        for guest in part:
            yield _meetup("joined", guest.meetup)
    for seat in Presence.objects.filter(account=owner).select_related("session__event"):
        yield {
            "event": seat.session.event.name,
            "checked_in": seat.session.title,
            "row": seat.row,
            "seat": seat.seat,
            "words": seat.words,
            "until": seat.expires_at,
        }


def _meetup(what: str, meetup: Meetup) -> Plain:
    return {
        "event": meetup.event.name,
        what: meetup.title,
        "place": meetup.place,
        "at": meetup.starts_at,
    }


def encounters(owner: Account) -> Iterator[Plain]:
    """Whom they met, with their own notes."""
    at: int | None = None
    while True:
        found, at = meetings_page(owner, None, Page(AT_ONCE, max_id=at))
        for one in found:
            yield {
                "event": one.event.name,
                "session": one.session.title if one.session is not None else None,
                "with": one.other.address,
                "standing": one.state,
                "met_at": one.met_at,
                "note": one.note,
            }
        if at is None:
            return


def learning(owner: Account) -> Iterator[Plain]:
    """Whose faces they learn."""
    rows = FaceCard.objects.filter(account=owner).exclude(apart(owner, "subject"))
    for part in chunks(rows.select_related("subject"), AT_ONCE):
        for card in part:
            yield {
                "face_of": card.subject.address,
                "asked_again_at": card.due_at,
                "last_asked_at": card.reviewed_at,
            }
