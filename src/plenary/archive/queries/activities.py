"""The plain form of posts and of an account as ActivityPub has them, as far as an archive needs it.

Where servers speak to each other (`lib.rendering`, "activity" and "actor") a fuller form may be
registered; the archive takes whichever there is.
"""

from typing import Any

import msgspec
from django.conf import settings

from plenary.accounts.models import Account
from plenary.lib import media
from plenary.statuses.models import Status, Visibility

CONTEXT = "https://www.w3.org/ns/activitystreams"
PUBLIC = f"{CONTEXT}#Public"
_encode = msgspec.json.Encoder().encode


def _absolute(url: str) -> str:
    return url if "://" in url else f"{settings.PUBLIC_URL}{url}"


def actor(account: Account) -> str:
    """A Person, as JSON text."""
    made: dict[str, Any] = {
        "@context": CONTEXT,
        "id": account.actor_uri,
        "type": "Service" if account.bot else "Person",
        "preferredUsername": account.username,
        "name": account.display_name,
        "summary": account.note_html,
        "url": _absolute(account.url),
        "published": account.created_at,
        "manuallyApprovesFollowers": account.locked,
        "discoverable": account.discoverable,
        "inbox": f"{account.actor_uri}/inbox",
        "outbox": f"{account.actor_uri}/outbox",
        "followers": f"{account.actor_uri}/followers",
        "following": f"{account.actor_uri}/following",
        "alsoKnownAs": account.also_known_as,
        "attachment": [
            {"type": "PropertyValue", "name": row["name"], "value": row["html"]}
            for row in account.fields
        ],
    }
    for name, path in (("icon", account.avatar), ("image", account.header)):
        if path:
            made[name] = {"type": "Image", "url": _absolute(media.url(path))}
    if account.moved_to is not None:
        made["movedTo"] = account.moved_to.actor_uri
    return _encode(made).decode()


def _audience(status: Status) -> tuple[list[str], list[str]]:
    """To whom, and whom besides."""
    followers = f"{status.account.actor_uri}/followers"
    named = [mention.account.actor_uri for mention in status.mentions.all()]
    return {
        Visibility.PUBLIC: ([PUBLIC], [followers, *named]),
        Visibility.UNLISTED: ([followers], [PUBLIC, *named]),
        Visibility.PRIVATE: ([followers], named),
    }.get(Visibility(status.visibility), (named, []))


def activity(status: Status) -> str:
    """A Create, or of a boost an Announce, as JSON text. Reads what `queries.RENDERED_FROM` of
    the statuses' room fetches."""
    to, cc = _audience(status)
    boosted = status.reblog_of
    made = {
        "@context": CONTEXT,
        "id": f"{status.object_uri}/activity",
        "type": "Create" if boosted is None else "Announce",
        "actor": status.account.actor_uri,
        "published": status.created_at,
        "to": to,
        "cc": cc,
        "object": _note(status, to, cc) if boosted is None else boosted.object_uri,
    }
    return _encode(made).decode()


def _note(status: Status, to: list[str], cc: list[str]) -> dict[str, Any]:
    answered = status.in_reply_to
    tags = [
        {"type": "Mention", "href": one.account.actor_uri, "name": f"@{one.account.address}"}
        for one in status.mentions.all()
    ]
    tags += [
        {
            "type": "Hashtag",
            "href": f"{settings.PUBLIC_URL}/tags/{one.hashtag.name}",
            "name": f"#{one.hashtag.display}",
        }
        for one in status.status_hashtags.all()
    ]
    return {
        "id": status.object_uri,
        "type": "Note",
        "summary": status.spoiler_text or None,
        "inReplyTo": answered.object_uri if answered is not None else None,
        "published": status.created_at,
        "updated": status.edited_at,
        "url": f"{settings.PUBLIC_URL}/@{status.account.acct}/{status.pk}",
        "attributedTo": status.account.actor_uri,
        "to": to,
        "cc": cc,
        "sensitive": status.sensitive,
        "content": status.content_html.replace('href="/', f'href="{settings.PUBLIC_URL}/'),
        "attachment": [
            {
                "type": "Document",
                "mediaType": media.content_type(one.file),
                "url": _absolute(media.url(one.file)),
                "name": one.description or None,
            }
            for one in sorted(status.attachments.all(), key=lambda one: one.position)
            if media.find(one.file)
        ],
        "tag": tags,
    }
