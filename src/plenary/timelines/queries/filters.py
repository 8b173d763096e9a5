"""Filters of the viewer: to be shown, and to be held against posts."""

from functools import lru_cache
from typing import TypeVar

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.lib.errors import NotFound
from plenary.timelines.models import Filter, FilterKeyword, FilterStatus
from plenary.timelines.rules.filters import Sieve, words

T = TypeVar("T")


def sieves(viewer: Account | None) -> tuple[Sieve, ...]:
    """What is to be held against the posts of a page; no query for who has no filter, nor for a
    page after the first."""
    if viewer is None or not viewer.filters_version:
        return ()
    now = clock.now()
    kept = _sieves(viewer.pk, viewer.filters_version)
    return tuple(one for one in kept if one.expires_at is None or one.expires_at > now)


@lru_cache(maxsize=2048)
def _sieves(account_id: int, version: int) -> tuple[Sieve, ...]:
    """As they were at a version of them."""
    rows = Filter.objects.filter(account=account_id).order_by("pk")
    return tuple(
        Sieve(
            id=row.pk,
            title=row.title,
            contexts=tuple(row.contexts.split()),
            action=row.action,
            expires_at=row.expires_at,
            words=words([(one.keyword, one.whole_word) for one in row.keywords.all()]),
            statuses=frozenset(one.status_id for one in row.statuses.all()),
        )
        for row in rows.prefetch_related("keywords", "statuses")
    )


def filters(viewer: Account) -> list[Filter]:
    """All of them, oldest first (three queries)."""
    rows = Filter.objects.filter(account=viewer).order_by("pk")
    return list(rows.prefetch_related("keywords", "statuses"))


def filter_(viewer: Account, filter_id: int) -> Filter:
    rows = Filter.objects.filter(account=viewer, pk=filter_id)
    return _found(rows.prefetch_related("keywords", "statuses").first())


def filter_keyword(viewer: Account, keyword_id: int) -> FilterKeyword:
    rows = FilterKeyword.objects.filter(filter__account=viewer, pk=keyword_id)
    return _found(rows.select_related("filter").first())


def filter_status(viewer: Account, filtered_id: int) -> FilterStatus:
    rows = FilterStatus.objects.filter(filter__account=viewer, pk=filtered_id)
    return _found(rows.select_related("filter").first())


def _found(row: T | None) -> T:
    if row is None:
        raise NotFound
    return row
