"""Conferences as Event objects, close to how FEP-8a8e describes them and Mobilizon reads them; and
coming to one. Of who comes, who is there and how many nothing is said: nobody here sees that
unless they were meant to.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from plenary.federation.render import names, words
from plenary.federation.render.context import PUBLIC
from plenary.federation.render.objects import hashtag

if TYPE_CHECKING:
    from datetime import datetime

    from plenary.accounts.models import Account
    from plenary.events.queries.elsewhere import Face


def conference(face: Face) -> dict[str, Any]:
    """What its page shows to anybody."""
    assert face.account is not None
    actor = face.account.actor_uri
    made: dict[str, Any] = {
        "id": face.uri,
        "type": "Event",
        "name": face.name,
        "summary": face.summary,
        "content": words.markup(face.content),
        "mediaType": "text/html",
        "startTime": face.starts_at.isoformat(),
        "endTime": face.ends_at.isoformat(),
        "timezone": face.zone,
        "displayEndTime": True,
        "url": face.uri,
        "attributedTo": actor,
        "actor": actor,
        "organizers": [actor],
        **_audience(face.account),
        "published": words.moment(face.published),
        "ical:status": "CANCELLED" if face.cancelled else "CONFIRMED",
        "joinMode": "free",
        "isOnline": False,
        # Whoever wants to say something says it under the hashtag.
        "repliesModerationOption": "closed",
        "commentsEnabled": False,
        "sensitive": False,
        "tag": [hashtag(*face.hashtag)] if face.hashtag else [],
        "attachment": [],
    }
    if face.url:
        made["attachment"].append(
            {"type": "Link", "mediaType": "text/html", "href": face.url, "name": "Website"}
        )
    if face.venue or face.address:
        made["location"] = {
            "type": "Place",
            "name": face.venue or face.address,
            "address": face.address or face.venue,
        }
    if face.picture:
        image = words.image(face.picture)
        made["image"] = image
        made["attachment"].append({**image, "type": "Document", "name": "Banner"})
    if face.updated is not None:
        made["updated"] = words.moment(face.updated)
    return made


def _audience(account: Account) -> dict[str, list[str]]:
    return {"to": [PUBLIC], "cc": [names.followers(account)]}


def create(face: Face) -> dict[str, Any]:
    assert face.account is not None
    return {
        "id": f"{face.uri}#create",
        "type": "Create",
        "actor": face.account.actor_uri,
        "published": words.moment(face.published),
        **_audience(face.account),
        "object": conference(face),
    }


def update(face: Face, at: datetime) -> dict[str, Any]:
    """Called off, too: whoever put it into a calendar is to see it there."""
    assert face.account is not None
    return {
        "id": f"{face.uri}#updates/{int(at.timestamp() * 1000)}",
        "type": "Update",
        "actor": face.account.actor_uri,
        "published": words.moment(at),
        **_audience(face.account),
        "object": conference(face),
    }


def received_join(actor: str, activity_uri: str, event: str) -> dict[str, Any]:
    """Somebody else's Join, as it is answered."""
    return {"id": activity_uri, "type": "Join", "actor": actor, "object": event}


def answer(actor: str, join: dict[str, Any], *, accepted: bool) -> dict[str, Any]:
    """Each Join is answered once, by its own id."""
    kind = "Accept" if accepted else "Reject"
    return {
        "id": f"{actor}#{kind.lower()}s/joins/{sha256(join['id'].encode()).hexdigest()[:32]}",
        "type": kind,
        "actor": actor,
        "to": [join["actor"]],
        "object": join,
    }


def invite(number: int, actor: str, event: str, name: str, whom: str) -> dict[str, Any]:
    """`number` is that of the asking. The event's name goes along: a notice cannot fetch it."""
    return {
        "id": invite_id(actor, number),
        "type": "Invite",
        "actor": actor,
        "to": [whom],
        "object": {"id": event, "type": "Event", "name": name, "url": event},
        "target": whom,
    }


def invite_id(actor: str, number: int) -> str:
    return f"{actor}#invites/{number}"
