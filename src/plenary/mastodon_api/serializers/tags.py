"""Hashtags, as lists and pages of them show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings

from plenary.lib.ids import moment_of
from plenary.mastodon_api.entities.instance import FeaturedTag, Tag, TagHistory
from plenary.statuses import queries

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.statuses.models import Hashtag

_DAY_SECONDS = 24 * 60 * 60


def _url(hashtag: Hashtag) -> str:
    return f"{settings.PUBLIC_URL}/tags/{quote(hashtag.name)}"


def tags(viewer: Account | None, hashtags: Iterable[Hashtag]) -> list[Tag]:
    """In the order given."""
    made = []
    for view in queries.tag_views(viewer, hashtags):
        one = Tag(
            id=str(view.hashtag.pk),
            name=view.hashtag.display,
            url=_url(view.hashtag),
            history=[
                TagHistory(day=str(day * _DAY_SECONDS), uses=str(uses), accounts=str(accounts))
                for day, uses, accounts in view.days
            ],
        )
        if viewer is not None:
            one.following, one.featuring = view.following, view.featuring
        made.append(one)
    return made


def featured(row: queries.Featured) -> FeaturedTag:
    last = moment_of(row.last_status_id) if row.last_status_id else None
    return FeaturedTag(
        id=str(row.id),
        name=row.hashtag.display,
        url=_url(row.hashtag),
        statuses_count=str(row.uses),
        last_status_at=f"{last:%Y-%m-%d}" if last else None,
    )
