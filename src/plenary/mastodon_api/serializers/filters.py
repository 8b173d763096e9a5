"""Filters, and what of a post they match."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from plenary.lib import text
from plenary.mastodon_api.serializers import moments

if TYPE_CHECKING:
    from plenary.timelines.models import Filter, FilterKeyword
    from plenary.timelines.rules.filters import Sieve


class _Media(msgspec.Struct):
    description: str | None


class _Words(msgspec.Struct):
    """What of a rendered status is looked through."""

    content: str
    spoiler_text: str
    media_attachments: list[_Media]


_decode = msgspec.json.Decoder(_Words).decode
_encode = msgspec.json.Encoder().encode


_PLACES = {1: None, 2: None}  # where `serializers.statuses` puts addresses and passes


def searched(rendered: str, options: Iterable[str]) -> str:
    """The words of a status as it is kept (the beginning of an object), and of its poll."""
    found = _decode(rendered.translate(_PLACES) + "}")
    described = [one.description for one in found.media_attachments if one.description]
    return "\n".join([found.spoiler_text, text.plain(found.content), *described, *options])


def results(sieves: Iterable[Sieve], status_id: int, words: str) -> str:
    """The list of FilterResults of a status, as JSON text."""
    found = []
    for sieve in sieves:
        keywords, statuses = sieve.match(status_id, words)
        if keywords or statuses:
            found.append(
                {
                    "filter": {
                        "id": str(sieve.id),
                        "title": sieve.title,
                        "context": sieve.contexts,
                        "expires_at": moments.moment_or_none(sieve.expires_at),
                        "filter_action": sieve.action,
                    },
                    "keyword_matches": keywords or None,
                    "status_matches": [str(pk) for pk in statuses] or None,
                }
            )
    return _encode(found).decode() if found else "[]"


def filter_(row: Filter) -> dict[str, Any]:
    """A Filter, with its keywords and posts."""
    return {
        "id": str(row.pk),
        "title": row.title,
        "context": row.contexts.split(),
        "expires_at": moments.moment_or_none(row.expires_at),
        "filter_action": row.action,
        "keywords": [keyword(one) for one in row.keywords.all()],
        "statuses": [filtered(one) for one in row.statuses.all()],
    }


def keyword(row: FilterKeyword) -> dict[str, Any]:
    """A FilterKeyword."""
    return {"id": str(row.pk), "keyword": row.keyword, "whole_word": row.whole_word}


def filtered(row: Any) -> dict[str, Any]:
    """A FilterStatus."""
    return {"id": str(row.pk), "status_id": str(row.status_id)}


def v1(row: FilterKeyword) -> dict[str, Any]:
    """A V1::Filter: to older apps each keyword is a filter of its own."""
    return {
        "id": str(row.pk),
        "phrase": row.keyword,
        "context": row.filter.contexts.split(),
        "whole_word": row.whole_word,
        "expires_at": moments.moment_or_none(row.filter.expires_at),
        "irreversible": row.filter.action == "hide",
    }
