"""Following, asking to follow, and ending it.

Each locks the pair of accounts first, in the order of their ids: so a follow and a block never
pass each other, counts move by the rows really made or gone, and no two wait for each other.
"""

from typing import Literal

from django.db import transaction
from django.db.models import F, Q

from plenary.accounts import rules
from plenary.accounts.facts import AccountFollowed, FollowRequested
from plenary.accounts.models import Account, Block, Follow, FollowRequest
from plenary.jobs.facts import record
from plenary.lib.errors import NotFound


def lock_pair(one: Account, other: Account) -> tuple[Account, Account]:
    """Both accounts as they are now, held until the transaction ends."""
    rows = (
        Account.objects.select_for_update(no_key=True)
        .filter(pk__in=[one.pk, other.pk])
        .order_by("pk")
        .only("id", "locked", "suspended_at")
    )
    found = {row.pk: row for row in rows}
    if one.pk not in found or other.pk not in found:
        raise NotFound
    return found[one.pk], found[other.pk]


def _tie(source: Account, target: Account) -> Follow | None:
    """Make the follow; None when it was there."""
    follow, made = Follow.objects.get_or_create(source=source, target=target)
    if not made:
        return None
    Account.objects.filter(pk=source.pk).update(following_count=F("following_count") + 1)
    Account.objects.filter(pk=target.pk).update(followers_count=F("followers_count") + 1)
    record(AccountFollowed(follow.pk, source.pk, target.pk))
    return follow


def untie(source: Account, target: Account) -> bool:
    """Take the follow away; whether it was there."""
    gone, _ = Follow.objects.filter(source=source, target=target).delete()
    if gone:
        Account.objects.filter(pk=source.pk).update(following_count=F("following_count") - 1)
        Account.objects.filter(pk=target.pk).update(followers_count=F("followers_count") - 1)
    return bool(gone)


@transaction.atomic
def follow(actor: Account, target: Account) -> Literal["following", "requested"]:
    """Follow, or ask to where the account is locked. Doing it again changes nothing."""
    source, followed = lock_pair(actor, target)
    between = Q(source=source, target=followed) | Q(source=followed, target=source)
    rules.may_follow(source, followed, blocked=Block.objects.filter(between).exists())
    if Follow.objects.filter(source=source, target=followed).exists():
        return "following"
    if followed.locked:
        request, made = FollowRequest.objects.get_or_create(source=source, target=followed)
        if made:
            record(FollowRequested(request.pk, source.pk, followed.pk))
        return "requested"
    FollowRequest.objects.filter(source=source, target=followed).delete()
    _tie(source, followed)
    return "following"


@transaction.atomic
def unfollow(actor: Account, target: Account) -> None:
    """Stop following, and take back a request."""
    source, followed = lock_pair(actor, target)
    FollowRequest.objects.filter(source=source, target=followed).delete()
    untie(source, followed)


@transaction.atomic
def accept_request(actor: Account, source: Account) -> None:
    """Let someone follow who asked. Nobody who did not ask is made to follow."""
    target, asking = lock_pair(actor, source)
    gone, _ = FollowRequest.objects.filter(source=asking, target=target).delete()
    if gone:
        _tie(asking, target)


@transaction.atomic
def reject_request(actor: Account, source: Account) -> None:
    FollowRequest.objects.filter(source=source, target=actor).delete()


@transaction.atomic
def remove_follower(actor: Account, follower: Account) -> None:
    """Have someone no longer follow; they are not told."""
    target, source = lock_pair(actor, follower)
    untie(source, target)
