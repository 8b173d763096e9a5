"""Announcements, for lists and for live streams."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec
from django.conf import settings
from msgspec import UNSET

from plenary.lib import text
from plenary.mastodon_api.entities.accounts import CustomEmoji
from plenary.mastodon_api.entities.announcements import Announcement, AnnouncementTag, Reaction
from plenary.mastodon_api.serializers import emojis, moments
from plenary.mastodon_api.serializers.accounts import absolute_links

if TYPE_CHECKING:
    from plenary.timelines import queries
    from plenary.timelines.queries import Shown


def shown(one: Shown, *, for_somebody: bool = True) -> Announcement:
    """`for_somebody`: with what the viewer did; else as it looks to all alike."""
    row = one.announcement
    return Announcement(
        id=str(row.pk),
        content=absolute_links(row.html),
        starts_at=moments.moment_or_none(row.starts_at),
        ends_at=moments.moment_or_none(row.ends_at),
        all_day=row.all_day,
        published_at=moments.moment(row.published_at or row.updated_at),
        updated_at=moments.moment(row.updated_at),
        read=one.read if for_somebody else UNSET,
        mentions=[],
        statuses=[],
        tags=[
            AnnouncementTag(name=name, url=f"{settings.PUBLIC_URL}/tags/{quote(name)}")
            for name in text.find_hashtags(row.text)
        ],
        emojis=msgspec.convert(emojis.emojis(row.emojis), list[CustomEmoji]),
        reactions=[
            Reaction(
                name=reaction.name,
                count=reaction.count,
                me=reaction.me if for_somebody else UNSET,
                **addresses(reaction),
            )
            for reaction in one.reactions
        ],
    )


def addresses(reaction: queries.Reaction) -> dict[str, str]:
    """Where the picture of a reaction is, if it is a custom emoji."""
    if not reaction.file:
        return {}
    return {
        "url": emojis.address(reaction.file),
        "static_url": emojis.address(reaction.still),
    }
