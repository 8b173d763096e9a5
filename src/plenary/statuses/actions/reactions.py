"""Boosts, favourites and bookmarks: all may be repeated; counts follow rows."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from plenary.accounts.models import Account
from plenary.jobs.facts import record
from plenary.lib import clock
from plenary.lib.errors import NotFound, Refused
from plenary.lib.ids import id_at, new_id
from plenary.lib.prepared import Prepared, insert
from plenary.lib.rows import write
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
    return boost_seen(actor, _shown(actor, status_id), visibility)


def boost_seen(
    actor: Account,
    status: Status,
    visibility: Visibility = Visibility.PUBLIC,
    *,
    uri: str = "",
    at: datetime | None = None,
) -> Status:
    """Boost what the actor is known to see. `uri` and `at`: what another server calls it, and when
    it was boosted there."""
    if status.visibility > Visibility.UNLISTED and (
        status.account_id != actor.pk or status.visibility == Visibility.DIRECT
    ):
        raise Refused("This was written for a few; it cannot be boosted.")
    if existing := _BOOST_BY.first(account=actor.pk, status=status.pk):
        return existing
    try:
        with transaction.atomic():
            seen_by = min(max(visibility, status.visibility), Visibility.PRIVATE)
            made = Status(account=actor, reblog_of=status, visibility=seen_by)
            if uri:
                made.uri, made.local = uri, False
                made.created_at = min(at or clock.now(), clock.now())
                made.pk = id_at(made.created_at)
            made.thread_id = made.pk
            insert(made)
            write(_ONE_MORE_BOOST, {"id": status.pk})
            count_one_more(actor, made.pk)
            record(StatusBoosted(made.pk, status.pk, actor.pk))
    except IntegrityError:  # twice at the same moment, or deleted at that moment
        again = Status.objects.filter(account=actor, reblog_of=status).first()
        if again is None:
            raise NotFound from None
        return again
    return made


_BOOST_BY = Prepared(
    lambda account, status: Status.objects.filter(account=account, reblog_of=status)
)
_ONE_MORE_BOOST = "UPDATE plenary_status SET reblogs_count = reblogs_count + 1 WHERE id = %(id)s"


def unboost(actor: Account, status_id: int) -> None:
    unboost_known(actor, _shown(actor, status_id))


def unboost_known(actor: Account, status: Status) -> None:
    """Take a boost back, whatever the actor may see by now."""
    with transaction.atomic():
        boost = Status.objects.filter(account=actor, reblog_of=status).first()
        if boost is not None and Status.objects.filter(pk=boost.pk).delete()[0]:
            record(StatusUnboosted(boost.pk, status.pk, actor.pk))
            Status.objects.filter(pk=status.pk).update(reblogs_count=F("reblogs_count") - 1)
            Account.objects.filter(pk=actor.pk).update(statuses_count=F("statuses_count") - 1)


def favourite(actor: Account, status_id: int) -> None:
    favourite_seen(actor, _shown(actor, status_id))


def favourite_seen(actor: Account, status: Status) -> None:
    """Favour what the actor is known to see."""
    try:
        with transaction.atomic():
            mark = {"id": new_id(), "account": actor.pk, "status": status.pk}
            if write(_FAVOUR, mark):
                write(_ONE_MORE_FAVOURITE, {"id": status.pk})
                record(StatusFavourited(mark["id"], status.pk, actor.pk))
    except IntegrityError:  # deleted at that moment
        raise NotFound from None


_FAVOUR = """
    INSERT INTO plenary_favourite (id, account_id, status_id)
    VALUES (%(id)s, %(account)s, %(status)s)
    ON CONFLICT DO NOTHING
"""
_ONE_MORE_FAVOURITE = """
    UPDATE plenary_status SET favourites_count = favourites_count + 1 WHERE id = %(id)s
"""


def unfavourite(actor: Account, status_id: int) -> None:
    unfavourite_known(actor, _shown(actor, status_id))


def unfavourite_known(actor: Account, status: Status) -> None:
    """Take a favourite back, whatever the actor may see by now."""
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
