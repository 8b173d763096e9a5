"""Previews of links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from plenary.mastodon_api.serializers import moments

if TYPE_CHECKING:
    from plenary.statuses.models import PreviewCard
    from plenary.timelines.models import LinkTrend

_DAY_SECONDS = 24 * 60 * 60


def card(one: PreviewCard) -> dict[str, Any]:
    """A PreviewCard, always of a link: nothing that plays, and no markup of others."""
    return {
        "url": one.url,
        "title": one.title,
        "description": one.description,
        "language": one.language or None,
        "type": "link",
        "authors": [{"name": one.author, "url": "", "account": None}] if one.author else [],
        "author_name": one.author,
        "author_url": "",
        "provider_name": one.host,
        "provider_url": f"https://{one.host}/",
        "html": "",
        "width": one.width,
        "height": one.height,
        "image": f"{settings.PUBLIC_URL}{one.image_url}" if one.image else None,
        "image_description": one.image_description,
        "embed_url": "",
        "blurhash": one.blurhash or None,
        "published_at": moments.moment_or_none(one.published_at),
    }


def card_or_none(one: PreviewCard | None) -> dict[str, Any] | None:
    return card(one) if one is not None and one.is_ready else None


def trend(one: LinkTrend) -> dict[str, Any]:
    """A card that trends, with how often it was linked to on which day."""
    return {
        **card(one.card),
        "history": [
            {"day": str(day * _DAY_SECONDS), "accounts": str(people), "uses": str(uses)}
            for day, uses, people in one.history
        ],
    }
