"""Making and changing filters. Every change raises the account's `filters_version`, by which pages
know that what they keep of them is old, and tells open apps."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from plenary.accounts.models import Account
from plenary.lib import clock, pubsub, text
from plenary.lib.errors import NotFound, Refused
from plenary.statuses.visibility import may_see
from plenary.timelines.models import Filter, FilterKeyword, FilterStatus
from plenary.timelines.rules.filters import (
    ACTIONS,
    CONTEXTS,
    MAX_FILTERED_STATUSES,
    MAX_FILTERS,
    MAX_KEYWORD,
    MAX_KEYWORDS,
    MAX_TITLE,
)


@dataclass(frozen=True)
class Word:
    """A keyword to add (no `id`), to change, or to remove."""

    keyword: str = ""
    whole_word: bool = True
    id: int | None = None
    remove: bool = False


@contextmanager
def _changing(actor: Account) -> Iterator[None]:
    with transaction.atomic():
        Account.objects.select_for_update(no_key=True).get(pk=actor.pk)
        yield
        Account.objects.filter(pk=actor.pk).update(filters_version=F("filters_version") + 1)
        pubsub.publish([pubsub.account(actor.pk)], "filters_changed", {})


def _contexts(given: Sequence[str]) -> str:
    if not given:
        raise Refused("Validation failed: Context can't be blank", field="context")
    if not set(given) <= set(CONTEXTS):
        raise Refused("Validation failed: Context must be one of " + ", ".join(CONTEXTS))
    return " ".join(one for one in CONTEXTS if one in given)


def _title(given: str) -> str:
    title = text.clean_line(given).strip()
    if not title:
        raise Refused("Validation failed: Title can't be blank", field="title")
    if len(title) > MAX_TITLE:
        raise Refused(f"Validation failed: Title has up to {MAX_TITLE} characters", field="title")
    return title


def _action(given: str) -> str:
    if given not in ACTIONS:
        raise Refused("Validation failed: Filter action must be one of " + ", ".join(ACTIONS))
    return given


def until(seconds: int | None) -> datetime | None:
    """The moment a filter of so many seconds ends; None for one without end."""
    if not seconds or seconds <= 0:
        return None
    return clock.now() + timedelta(seconds=min(seconds, 10**9))


def add_filter(
    actor: Account,
    *,
    title: str,
    contexts: Sequence[str],
    action: str = "warn",
    expires_at: datetime | None = None,
    keywords: Iterable[Word] = (),
) -> Filter:
    made = Filter(
        account=actor,
        title=_title(title),
        contexts=_contexts(contexts),
        action=_action(action),
        expires_at=expires_at,
    )
    with _changing(actor):
        if actor.filters.count() >= MAX_FILTERS:
            raise Refused(f"Validation failed: There can be up to {MAX_FILTERS} filters")
        made.save(force_insert=True)
        _put(made, keywords)
    return made


def change_filter(
    actor: Account,
    filter_id: int,
    *,
    title: str | None = None,
    contexts: Sequence[str] | None = None,
    action: str | None = None,
    expires_at: datetime | bool | None = False,
    keywords: Iterable[Word] = (),
) -> None:
    """Change what is given. `expires_at` False leaves the end as it is; None takes it away."""
    with _changing(actor):
        row = _own(actor, filter_id)
        if title is not None:
            row.title = _title(title)
        if contexts is not None:
            row.contexts = _contexts(contexts)
        if action is not None:
            row.action = _action(action)
        if not isinstance(expires_at, bool):
            row.expires_at = expires_at
        row.save()
        _put(row, keywords)


def _own(actor: Account, filter_id: int) -> Filter:
    row = Filter.objects.filter(account=actor, pk=filter_id).first()
    if row is None:
        raise NotFound
    return row


def _put(row: Filter, keywords: Iterable[Word]) -> list[FilterKeyword]:
    made = []
    for word in keywords:
        kept = None
        if word.id is not None:
            kept = row.keywords.filter(pk=word.id).first()
            if kept is None:
                raise NotFound
        if word.remove:
            if kept is not None:
                kept.delete()
            continue
        keyword = text.clean_line(word.keyword).strip() or (kept.keyword if kept else "")
        if not keyword:
            raise Refused("Validation failed: Keyword can't be blank", field="keyword")
        if len(keyword) > MAX_KEYWORD:
            raise Refused(f"Validation failed: Keyword has up to {MAX_KEYWORD} characters")
        kept = kept or FilterKeyword(filter=row)
        kept.keyword, kept.whole_word = keyword, word.whole_word
        kept.save()
        made.append(kept)
    if row.keywords.count() > MAX_KEYWORDS:
        raise Refused(f"Validation failed: A filter has up to {MAX_KEYWORDS} keywords")
    return made


def remove_filter(actor: Account, filter_id: int) -> None:
    with _changing(actor):
        _own(actor, filter_id).delete()


def add_keyword(actor: Account, filter_id: int, word: Word) -> FilterKeyword:
    with _changing(actor):
        return _put(_own(actor, filter_id), [word])[0]


def change_keyword(actor: Account, keyword_id: int, word: Word) -> None:
    """Change or remove one; `word.id` is not looked at."""
    with _changing(actor):
        kept = FilterKeyword.objects.filter(filter__account=actor, pk=keyword_id).first()
        if kept is None:
            raise NotFound
        _put(kept.filter, [Word(word.keyword, word.whole_word, keyword_id, word.remove)])


def filter_post(actor: Account, filter_id: int, status_id: int) -> FilterStatus:
    """Filter one post; may be repeated."""
    if not may_see(actor, status_id):
        raise NotFound
    with _changing(actor):
        row = _own(actor, filter_id)
        if row.statuses.count() >= MAX_FILTERED_STATUSES:
            raise Refused(f"Validation failed: A filter has up to {MAX_FILTERED_STATUSES} posts")
        return FilterStatus.objects.get_or_create(filter=row, status_id=status_id)[0]


def unfilter_post(actor: Account, filtered_id: int) -> None:
    with _changing(actor):
        gone, _ = FilterStatus.objects.filter(filter__account=actor, pk=filtered_id).delete()
        if not gone:
            raise NotFound
