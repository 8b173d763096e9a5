"""Boosts, favourites and bookmarks: all may be repeated; counts follow rows."""

from django.db import IntegrityError, transaction
from django.db.models import F

from plenary.accounts.models import Account
from plenary.jobs.facts import record
from plenary.lib.errors import NotFound, Refused
from plenary.statuses import queries
from plenary.statuses.actions.publishing import count_one_more
from plenary.statuses.facts import (
    StatusBoosted,
    StatusFavourited,
    StatusUnboosted,
    StatusUnfavourited,
)
from plenary.statuses.models import Bookmark, Favourite, Status, Visibility


def _shown(actor: Account, status_id: int) -> Status:
    """The status itself, where the id is a boost's; only if the actor may see it."""
    status = queries.get(actor, status_id)
    return status.reblog_of or status


def boost(actor: Account, status_id: int, visibility: Visibility = Visibility.PUBLIC) -> Status:
    """Pass a status on to one's followers; returns the boost. It is never more open than what it
    passes on."""
    status = _shown(actor, status_id)
    if status.visibility > Visibility.UNLISTED and (
        status.account_id != actor.pk or status.visibility == Visibility.DIRECT
    ):
        raise Refused("This was written for a few; it cannot be boosted.")
    if existing := Status.objects.filter(account=actor, reblog_of=status).first():
        return existing
    try:
        with transaction.atomic():
            seen_by = min(max(visibility, status.visibility), Visibility.PRIVATE)
            made = Status(account=actor, reblog_of=status, visibility=seen_by)
            made.thread_id = made.pk
            made.save(force_insert=True)
            Status.objects.filter(pk=status.pk).update(reblogs_count=F("reblogs_count") + 1)
            count_one_more(actor, made.pk)
            record(StatusBoosted(made.pk, status.pk, actor.pk))
    except IntegrityError:  # twice at the same moment, or deleted at that moment
        again = Status.objects.filter(account=actor, reblog_of=status).first()
        if again is None:
            raise NotFound from None
        return again
    return made


def unboost(actor: Account, status_id: int) -> None:
    withdraw_boost(actor, _shown(actor, status_id).pk)


def withdraw_boost(actor: Account, status_id: int) -> None:
    """Take back one's boost of a status, though its author be blocked or gone by now."""
    with transaction.atomic():
        boost = Status.objects.filter(account=actor, reblog_of=status_id).first()
        if boost is not None and Status.objects.filter(pk=boost.pk).delete()[0]:
            record(StatusUnboosted(boost.pk, status_id, actor.pk))
            Status.objects.filter(pk=status_id).update(reblogs_count=F("reblogs_count") - 1)
            Account.objects.filter(pk=actor.pk).update(statuses_count=F("statuses_count") - 1)


def favourite(actor: Account, status_id: int) -> None:
    status = _shown(actor, status_id)
    try:
        with transaction.atomic():
            mark, made = Favourite.objects.get_or_create(account=actor, status=status)
            if made:
                more = F("favourites_count") + 1
                Status.objects.filter(pk=status.pk).update(favourites_count=more)
                record(StatusFavourited(mark.pk, status.pk, actor.pk))
    except IntegrityError:  # deleted at that moment
        raise NotFound from None


def unfavourite(actor: Account, status_id: int) -> None:
    status = _shown(actor, status_id)
    with transaction.atomic():
        mark = Favourite.objects.filter(account=actor, status=status).first()
        if mark is not None and Favourite.objects.filter(pk=mark.pk).delete()[0]:
            record(StatusUnfavourited(mark.pk, status.pk, actor.pk))
            Status.objects.filter(pk=status.pk).update(favourites_count=F("favourites_count") - 1)


def bookmark(actor: Account, status_id: int) -> None:
    """Keep for oneself; nobody is told."""
    status = _shown(actor, status_id)
    try:
        with transaction.atomic():
            Bookmark.objects.get_or_create(account=actor, status=status)
    except IntegrityError:  # deleted at that moment
        raise NotFound from None


def unbookmark(actor: Account, status_id: int) -> None:
    Bookmark.objects.filter(account=actor, status=_shown(actor, status_id)).delete()
