"""Announcements, for lists and for live streams."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings
from msgspec import UNSET

from plenary.lib import text
from plenary.mastodon_api.entities.announcements import Announcement, AnnouncementTag, Reaction
from plenary.mastodon_api.serializers import moments
from plenary.mastodon_api.serializers.accounts import absolute_links

if TYPE_CHECKING:
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
        published=True,
        published_at=moments.moment(row.published_at or row.updated_at),
        updated_at=moments.moment(row.updated_at),
        read=one.read if for_somebody else UNSET,
        mentions=[],
        statuses=[],
        tags=[
            AnnouncementTag(name=name, url=f"{settings.PUBLIC_URL}/tags/{quote(name)}")
            for name in text.find_hashtags(row.text)
        ],
        emojis=[],
        reactions=[
            Reaction(
                name=reaction.name,
                count=reaction.count,
                me=reaction.me if for_somebody else UNSET,
            )
            for reaction in one.reactions
        ],
    )
