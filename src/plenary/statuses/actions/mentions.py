"""Who is mentioned in a status, and who spoke with whom: kept in the status's transaction."""

from collections.abc import Iterable

from django.db.models import Exists, Max, OuterRef, Q

from plenary.accounts import queries as accounts
from plenary.accounts.models import Account
from plenary.lib import text
from plenary.statuses.models import ConversationPair, Mention, Status, Visibility


def people_mentioned(author: Account, words: str) -> dict[str, Account]:
    """Accounts by the handle as typed (folded). Somebody who blocked the author, or whom the
    author blocked, is not there to be mentioned."""
    return accounts.by_handles(author, text.find_mentions(words))


def _addressed(status: Status, people: Iterable[Account]) -> dict[int, Account]:
    """Those named; a reply that is not for everyone is always addressed to whom it answers, who
    else could not read it. Of another server's post that server alone says for whom it is."""
    wanted = {account.pk: account for account in people}
    answered = status.in_reply_to_account
    if answered is not None and status.local and status.visibility > Visibility.UNLISTED:
        wanted[answered.pk] = answered
    return dict(sorted(wanted.items()))


def tie_new(status: Status, people: Iterable[Account]) -> list[Mention]:
    """Write whom a status names that is just being written; the accounts are at hand in them."""
    wanted = _addressed(status, people)
    _spoke(status, _others(status, set(wanted)))
    return Mention.objects.bulk_create(
        Mention(status=status, account=account) for account in wanted.values()
    )


def tie(status: Status, people: Iterable[Account]) -> None:
    """Make the mentions of an edited status those of `people`, and whom it is addressed to."""
    wanted = set(_addressed(status, people))
    has = set(Mention.objects.filter(status=status).values_list("account_id", flat=True))
    Mention.objects.bulk_create(
        Mention(status=status, account_id=pk) for pk in sorted(wanted - has)
    )
    if has - wanted:
        Mention.objects.filter(status=status, account__in=has - wanted).delete()
    _recount(status, _others(status, wanted) ^ _others(status, has))


def tie_more(status: Status, people: Iterable[Account]) -> bool:
    """Have a status name these as well; whether any was new."""
    has = set(Mention.objects.filter(status=status).values_list("account_id", flat=True))
    fresh = {one.pk for one in people} - has
    Mention.objects.bulk_create(
        [Mention(status=status, account_id=pk) for pk in sorted(fresh)], ignore_conflicts=True
    )
    _recount(status, _others(status, fresh))
    return bool(fresh)


def untie(status: Status) -> set[int]:
    """Undo `tie` before a status goes; to whom it spoke."""
    named = set(Mention.objects.filter(status=status).values_list("account_id", flat=True))
    others = _others(status, named)
    _recount(status, others, without=status.pk)
    return others


def _others(status: Status, named: set[int]) -> set[int]:
    """Everyone a status speaks to, its author aside."""
    spoken_to = set(named)
    if status.in_reply_to_account_id is not None:
        spoken_to.add(status.in_reply_to_account_id)
    return spoken_to - {status.account_id}


def _spoke(status: Status, others: Iterable[int]) -> None:
    """Count the thread as a conversation between the author and each of the others."""
    pairs = [
        ConversationPair(
            low_id=min(status.account_id, other),
            high_id=max(status.account_id, other),
            thread_id=status.thread_id,
            last_status_id=status.pk,
        )
        for other in sorted(others)
    ]
    if pairs:
        ConversationPair.objects.bulk_create(
            pairs,
            update_conflicts=True,
            unique_fields=["low", "high", "thread_id"],
            update_fields=["last_status_id"],
        )


def _recount(status: Status, others: Iterable[int], without: int | None = None) -> None:
    """Look again by which status, if any, each pair last spoke in this thread."""
    for other in sorted(others):
        low, high = sorted((status.account_id, other))
        said = Status.objects.filter(thread_id=status.thread_id)
        if without is not None:
            said = said.exclude(pk=without)
        last = said.filter(_speaks(low, high) | _speaks(high, low)).aggregate(last=Max("pk"))[
            "last"
        ]
        thread = status.thread_id
        if last is None:
            ConversationPair.objects.filter(low=low, high=high, thread_id=thread).delete()
        else:
            ConversationPair.objects.update_or_create(
                low_id=low, high_id=high, thread_id=thread, defaults={"last_status_id": last}
            )


def _speaks(author: int, other: int) -> Q:
    named = Mention.objects.filter(status=OuterRef("pk"), account=other)
    return Q(account=author) & (Q(in_reply_to_account=other) | Q(Exists(named)))
