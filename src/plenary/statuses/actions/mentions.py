"""Who is mentioned in a status, and who spoke with whom: kept in the status's transaction."""

from collections.abc import Iterable

from django.db.models import Q

from plenary.accounts.models import Account
from plenary.accounts.visibility import apart
from plenary.lib import text
from plenary.statuses.models import ConversationPair, Mention, Status


def people_mentioned(author: Account, words: str) -> dict[str, Account]:
    """Accounts by the handle as typed (folded). Somebody who blocked the author, or whom the
    author blocked, is not there to be mentioned."""
    handles = {handle.lower() for handle in text.find_mentions(words)}
    wanted = Q(pk__in=[])
    for handle in handles:
        username, _, domain = handle.partition("@")
        wanted |= Q(username__iexact=username, domain=domain)
    if not handles:
        return {}
    found = Account.objects.filter(wanted).exclude(apart(author, "pk"))
    return {account.acct.lower(): account for account in found}


def tie(status: Status, people: Iterable[Account]) -> None:
    """Make the mentions of a status those of `people`."""
    wanted = {account.pk for account in people}
    has = set(Mention.objects.filter(status=status).values_list("account_id", flat=True))
    Mention.objects.bulk_create(
        Mention(status=status, account_id=pk) for pk in wanted - has
    )
    if has - wanted:
        Mention.objects.filter(status=status, account__in=has - wanted).delete()
    spoken_to = wanted | ({status.in_reply_to_account_id} if status.in_reply_to_account_id else set())
    _spoke(status, spoken_to - {status.account_id})


def _spoke(status: Status, others: Iterable[int]) -> None:
    """Count the thread as a conversation between the author and each of the others."""
    pairs = [
        ConversationPair(
            low_id=min(status.account_id, other),
            high_id=max(status.account_id, other),
            thread_id=status.thread_id,
            last_status_id=status.pk,
        )
        for other in others
    ]
    if pairs:
        ConversationPair.objects.bulk_create(
            pairs,
            update_conflicts=True,
            unique_fields=["low", "high", "thread_id"],
            update_fields=["last_status_id"],
        )


def unspeak(status: Status) -> None:
    """Before a status goes: a pair that spoke in this thread by it alone no longer did."""
    others = set(Mention.objects.filter(status=status).values_list("account_id", flat=True))
    if status.in_reply_to_account_id:
        others.add(status.in_reply_to_account_id)
    for other in others - {status.account_id}:
        low, high = sorted((status.account_id, other))
        left = (
            Status.objects.filter(thread_id=status.thread_id, account__in=(low, high))
            .exclude(pk=status.pk)
            .filter(
                Q(in_reply_to_account__in=(low, high)) | Q(mentions__account__in=(low, high))
            )
            .values_list("account_id", "in_reply_to_account_id", "mentions__account_id")
        )
        still = any(
            {author, to} == {low, high} or {author, named} == {low, high}
            for author, to, named in left
        )
        if not still:
            ConversationPair.objects.filter(
                low_id=low, high_id=high, thread_id=status.thread_id
            ).delete()
