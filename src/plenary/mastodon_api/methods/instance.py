"""The server (docs.joinmastodon.org/methods/instance), and what it does not have."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache

from plenary.accounts.rules import MAX_FIELD_NAME, MAX_FIELD_VALUE, MAX_FIELDS, MAX_NOTE
from plenary.api.call import Call
from plenary.api.routes import route
from plenary.conduct import queries
from plenary.conduct.rules import RULES
from plenary.lib import film, web_push
from plenary.mastodon_api.entities.instance import ExtendedDescription, Instance, InstanceV1, Rule
from plenary.mastodon_api.serializers import reports
from plenary.statuses.actions.followed_tags import MAX_FEATURED
from plenary.statuses.rules import (
    MAX_ATTACHMENTS,
    MAX_DESCRIPTION,
    MAX_OPTION,
    MAX_OPTIONS,
    MAX_PINNED,
    MAX_POLL,
    MIN_POLL,
)
from plenary.timelines import queries as timelines

VERSION = "4.5.0 (compatible; Plenary 0.1.0)"
_DESCRIPTION = "Where doctors who know each other online meet face to face."
_FIGURES_LAST = 600
_FILES = ["image/jpeg", "image/png", "image/gif", "image/webp"]
_FILES += ["video/mp4", "video/quicktime", "video/webm", "audio/mpeg", "audio/mp4", "audio/aac"]
_FILES += ["audio/ogg", "audio/flac", "audio/wav", "audio/x-wav", "audio/webm"]


def _domain() -> str:
    return urlsplit(settings.PUBLIC_URL).netloc


def _figures() -> tuple[int, int]:
    found = cache.get("plenary:figures:api")
    if found is None:
        figures = timelines.figures()
        found = (figures.people, figures.posts_this_week)
        cache.set("plenary:figures:api", found, _FIGURES_LAST)
    return found


def _configuration() -> dict[str, Any]:
    return {
        "urls": {
            "streaming": settings.STREAMING_API_URL,
            "about": f"{settings.PUBLIC_URL}/",
            "privacy_policy": None,
            "terms_of_service": None,
            "status": None,
        },
        "vapid": {"public_key": web_push.public_key(settings.VAPID_KEY)},
        "accounts": {
            "max_featured_tags": MAX_FEATURED,
            "max_pinned_statuses": MAX_PINNED,
            "max_profile_fields": MAX_FIELDS,
            "max_note_length": MAX_NOTE,
            "profile_field_name_limit": MAX_FIELD_NAME,
            "profile_field_value_limit": MAX_FIELD_VALUE,
        },
        "statuses": {
            "max_characters": settings.MAX_POST_CHARACTERS,
            "max_media_attachments": MAX_ATTACHMENTS,
            "characters_reserved_per_url": 23,
        },
        "media_attachments": {
            "supported_mime_types": _FILES,
            "description_limit": MAX_DESCRIPTION,
            "image_size_limit": settings.MAX_IMAGE_BYTES,
            "image_matrix_limit": settings.MAX_IMAGE_PIXELS,
            "video_size_limit": settings.MAX_RECORDING_BYTES,
            "video_frame_rate_limit": film.FASTEST,
            "video_matrix_limit": film.MOST_PIXELS,
        },
        "polls": {
            "max_options": MAX_OPTIONS,
            "max_characters_per_option": MAX_OPTION,
            "min_expiration": int(MIN_POLL.total_seconds()),
            "max_expiration": int(MAX_POLL.total_seconds()),
        },
        "translation": {"enabled": False},
        "timelines_access": {
            name: {"local": "public", "remote": "public"}
            for name in ("live_feeds", "hashtag_feeds", "trending_link_feeds")
        },
        "limited_federation": False,
    }


def _thumbnail() -> str:
    return f"{settings.PUBLIC_URL}/static/plenary/header.png"


@route("GET", "/api/v2/instance", who="anybody", gives=Instance)
def instance(call: Call) -> dict[str, Any]:
    """What this server is and can do."""
    people, _ = _figures()
    return {
        "domain": _domain(),
        "title": settings.SITE_NAME,
        "version": VERSION,
        "source_url": settings.SOURCE_URL or settings.PUBLIC_URL,
        "description": _DESCRIPTION,
        "usage": {"users": {"active_month": people}},
        "thumbnail": {"url": _thumbnail()},
        "icon": [],
        "languages": ["en"],
        "configuration": _configuration(),
        "registrations": {
            "enabled": settings.OPEN_REGISTRATION,
            "approval_required": False,
            "reason_required": False,
            "message": None,
            "min_age": None,
            "url": f"{settings.PUBLIC_URL}/auth/signup/",
        },
        "api_versions": {"mastodon": 7, "plenary": 1},
        "contact": {"email": settings.DEFAULT_FROM_EMAIL, "account": None},
        "rules": _rules(),
    }


@route("GET", "/api/v1/instance", who="anybody", gives=InstanceV1)
def instance_v1(call: Call) -> dict[str, Any]:
    """The same, as older apps ask."""
    people, posts = _figures()
    return {
        "uri": _domain(),
        "title": settings.SITE_NAME,
        "short_description": _DESCRIPTION,
        "description": _DESCRIPTION,
        "email": settings.DEFAULT_FROM_EMAIL,
        "version": VERSION,
        "urls": {"streaming_api": settings.STREAMING_API_URL},
        "stats": {"user_count": people, "status_count": posts, "domain_count": 0},
        "thumbnail": _thumbnail(),
        "languages": ["en"],
        "registrations": settings.OPEN_REGISTRATION,
        "approval_required": False,
        "invites_enabled": False,
        "configuration": _configuration(),
        "contact_account": None,
        "rules": _rules(),
    }


def _rules() -> list[dict[str, Any]]:
    return reports.rules(RULES)


@route("GET", "/api/v1/instance/rules", who="anybody", gives=list[Rule])
def rules(call: Call) -> list[Any]:
    """What everybody here keeps to."""
    return _rules()


@route("GET", "/api/v1/instance/extended_description", who="anybody", gives=ExtendedDescription)
def extended_description(call: Call) -> dict[str, Any]:
    """The server in more words."""
    return {"updated_at": None, "content": f"<p>{_DESCRIPTION}</p>"}


@route("GET", "/api/v1/instance/peers", who="anybody", gives=list[str])
def peers(call: Call) -> list[str]:
    """Other servers this one knows, but for those it keeps at a distance. Where only servers on a
    list are met, whoever is not signed in is told of none."""
    return queries.peers(call.viewer)
