"""Conversations follow from direct posts, in the reactions that tell of them: all may be repeated.
And what somebody does with one of theirs."""

from collections.abc import Iterable
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import Q

from plenary.accounts.models import Account
from plenary.lib import pubsub
from plenary.lib.errors import NotFound
from plenary.statuses.models import Mention, Status, Visibility
from plenary.timelines.models import Conversation

_MOST_LOOKED = 400  # posts of a thread, to find the one before a deleted one
_AT_ONCE = 200


def keep(status: Status) -> None:
    """Each person in a direct post has its conversation, which it is now the last of."""
    if status.visibility != Visibility.DIRECT:
        return
    everybody = _people(status)
    here = Account.objects.filter(Q(domain="") | Q(user__isnull=False), pk__in=everybody)
    for account_id in sorted(here.values_list("pk", flat=True)):
        _put(status, account_id, sorted(everybody - {account_id}))


def keep_edited(status: Status) -> None:
    """It may name others now: then it is the last word among them, and no more among those it
    named before."""
    if status.visibility != Visibility.DIRECT:
        return
    keep(status)
    everybody = _people(status)
    for row in Conversation.objects.filter(last_status=status):
        if {row.account_id, *row.people} != everybody:
            _look_again(row)


def drop_deleted() -> None:
    """Where a deleted post was the last one, the one before is; where there is none, nothing is
    left."""
    headless = Conversation.objects.filter(last_status__isnull=True).order_by("pk")
    for row in headless[:_AT_ONCE]:
        _look_again(row)


def _look_again(row: Conversation) -> None:
    """Find the last word of a conversation anew, unless somebody said another meanwhile."""
    last = _last_between(row.thread_id, {row.account_id, *row.people})
    still = Conversation.objects.filter(pk=row.pk, last_status=row.last_status_id)
    if row.last_status_id is None:
        still = Conversation.objects.filter(pk=row.pk, last_status__isnull=True)
    if last is None:
        still.delete()
    else:
        still.update(last_status=last)


def _last_between(thread_id: int, people: set[int]) -> int | None:
    """The latest direct post in a thread among exactly these people."""
    rows = Status.objects.filter(
        thread_id=thread_id, visibility=Visibility.DIRECT, account__in=people
    ).order_by("-pk")
    authors = dict(rows.values_list("pk", "account_id")[:_MOST_LOOKED])
    among = {pk: {author} for pk, author in authors.items()}
    for status_id, account_id in Mention.objects.filter(status__in=authors).values_list(
        "status_id", "account_id"
    ):
        among[status_id].add(account_id)
    return next((pk for pk in sorted(among, reverse=True) if among[pk] == people), None)


def _people(status: Status) -> set[int]:
    named = Mention.objects.filter(status=status).values_list("account_id", flat=True)
    return {status.account_id, *named}


def _put(status: Status, account_id: int, people: list[int]) -> None:
    key = _key(people)
    mine = Conversation.objects.filter(account=account_id, thread_id=status.thread_id, key=key)
    changes = {"last_status_id": status.pk, "unread": status.account_id != account_id}
    older = Q(last_status__isnull=True) | Q(last_status__lt=status.pk)
    moved = mine.filter(older).update(**changes)
    if not moved and not mine.exists():
        try:
            with transaction.atomic():
                mine.create(
                    account_id=account_id,
                    thread_id=status.thread_id,
                    key=key,
                    people=people,
                    **changes,
                )
            moved = 1
        except IntegrityError:  # at the same moment in another worker
            moved = mine.filter(older).update(**changes)
    if moved:
        for pk in mine.values_list("pk", flat=True):
            pubsub.publish([pubsub.account(account_id)], "conversation", {"id": str(pk)})


def _key(people: Iterable[int]) -> str:
    return sha256(",".join(map(str, sorted(people))).encode()).hexdigest()


def set_unread(actor: Account, conversation_id: int, *, unread: bool) -> None:
    """Say that one has read a conversation, or would rather come back to it."""
    mine = Conversation.objects.filter(account=actor, pk=conversation_id, last_status__isnull=False)
    if not mine.update(unread=unread):
        raise NotFound


def remove_conversation(actor: Account, conversation_id: int) -> None:
    """Take it off one's list; the posts stay, and the next one brings it back."""
    gone, _ = Conversation.objects.filter(account=actor, pk=conversation_id).delete()
    if not gone:
        raise NotFound
