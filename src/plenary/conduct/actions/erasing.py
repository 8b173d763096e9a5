"""Removing an account for good: a reaction, that may be begun again wherever it stopped."""

from contextlib import suppress

from django.db import transaction
from django.db.models import F

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account
from plenary.conduct.facts import ErasureDecided
from plenary.jobs.facts import record
from plenary.lib import policies
from plenary.lib.errors import NotFound
from plenary.statuses import actions as statuses
from plenary.statuses.facts import StatusUnboosted
from plenary.statuses.models import Favourite, Status


def on_erasure_decided(fact: ErasureDecided) -> None:
    """Post by post and tie by tie, so that the counts of others stay right; then the rest."""
    account = Account.objects.filter(pk=fact.account_id, suspended_at__isnull=False).first()
    if account is None:
        return  # gone already, or let in again meanwhile
    policies.ask("erase", account)
    for status in list(Status.objects.filter(account=account).only("reblog_of").order_by("pk")):
        if status.reblog_of_id is not None:
            _unboost(account, status.pk, status.reblog_of_id)
            continue
        with suppress(NotFound):  # another worker was here
            statuses.delete(account, status.pk)
    marks = Favourite.objects.filter(account=account)
    for pk, status_id in list(marks.values_list("pk", "status_id")):
        with transaction.atomic():
            if Favourite.objects.filter(pk=pk).delete()[0]:
                less = F("favourites_count") - 1
                Status.objects.filter(pk=status_id).update(favourites_count=less)
    for tie in list(account.following.select_related("target")):
        accounts.unfollow(account, tie.target)
    for tie in list(account.followers.select_related("source")):
        accounts.unfollow(tie.source, account)
    accounts.remove_avatar(account)
    accounts.remove_header(account)
    with transaction.atomic():
        account.delete()


def _unboost(account: Account, boost_id: int, status_id: int) -> None:
    with transaction.atomic():
        if Status.objects.filter(pk=boost_id).delete()[0]:
            less = F("reblogs_count") - 1
            Status.objects.filter(pk=status_id).update(reblogs_count=less)
            record(StatusUnboosted(boost_id, status_id, account.pk))
