"""Following, asking to follow, and ending it.

Each locks the pair of accounts first, in the order of their ids: so a follow and a block never
pass each other, counts move by the rows really made or gone, and no two wait for each other.
"""

from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction
from django.db.models import F, Q

from plenary.accounts import rules
from plenary.accounts.facts import (
    AccountFollowed,
    AccountUnfollowed,
    FollowRequested,
    FollowRequestEnded,
)
from plenary.accounts.models import (
    Account,
    Block,
    Endorsement,
    Follow,
    FollowRequest,
    UserDomainBlock,
)
from plenary.jobs.facts import record
from plenary.lib.errors import Forbidden, NotFound


@dataclass(frozen=True, slots=True)
class Following:
    """What of somebody one follows for; None leaves a follow as it is. No languages: all."""

    reblogs: bool | None = None
    notify: bool | None = None
    languages: tuple[str, ...] | None = None

    def columns(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.reblogs is not None:
            found["reblogs"] = self.reblogs
        if self.notify is not None:
            found["notify"] = self.notify
        if self.languages is not None:
            found["languages"] = sorted({one for one in self.languages if one}) or None
        return found


_AS_IT_IS = Following()


def lock_pair(one: Account, other: Account) -> tuple[Account, Account]:
    """Both accounts as they are now, held until the transaction ends."""
    rows = (
        Account.objects.select_for_update(no_key=True)
        .filter(pk__in=[one.pk, other.pk])
        .order_by("pk")
        .only("id", "domain", "locked", "suspended_at", "moved_to")
    )
    found = {row.pk: row for row in rows}
    if one.pk not in found or other.pk not in found:
        raise NotFound
    return found[one.pk], found[other.pk]


def _tie(source: Account, target: Account, columns: dict[str, Any]) -> Follow | None:
    """Make the follow; None when it was there. A follow that was asked for keeps the request's id:
    other servers know it by that."""
    follow, made = Follow.objects.get_or_create(source=source, target=target, defaults=columns)
    if not made:
        return None
    Account.objects.filter(pk=source.pk).update(following_count=F("following_count") + 1)
    Account.objects.filter(pk=target.pk).update(followers_count=F("followers_count") + 1)
    record(AccountFollowed(follow.pk, source.pk, target.pk))
    return follow


def untie(source: Account, target: Account, by: Account) -> bool:
    """Take the follow away, as one of the two wished; whether it was there."""
    tie = Follow.objects.filter(source=source, target=target).first()
    gone = Follow.objects.filter(pk=tie.pk).delete()[0] if tie is not None else 0
    if tie is not None and gone:
        Account.objects.filter(pk=source.pk).update(following_count=F("following_count") - 1)
        Account.objects.filter(pk=target.pk).update(followers_count=F("followers_count") - 1)
        Endorsement.objects.filter(source=source, target=target).delete()
        record(AccountUnfollowed(source.pk, target.pk, tie.pk, by.pk))
    return bool(gone)


def end_request(source: Account, target: Account, by: Account) -> bool:
    """Take the request to follow away, as one of the two wished; whether it was there."""
    asked = FollowRequest.objects.filter(source=source, target=target).first()
    if asked is None or not FollowRequest.objects.filter(pk=asked.pk).delete()[0]:
        return False
    record(FollowRequestEnded(asked.pk, source.pk, target.pk, by.pk))
    return True


def _keeps_away(account: Account, domain: str) -> bool:
    return UserDomainBlock.objects.filter(account=account, domain=domain).exists()


@transaction.atomic
def follow(
    actor: Account, target: Account, how: Following = _AS_IT_IS
) -> Literal["following", "requested"]:
    """Follow, or ask to where the account is locked or another server's, which answers in its time.
    Doing it again changes no more than how."""
    source, followed = lock_pair(actor, target)
    between = Q(source=source, target=followed) | Q(source=followed, target=source)
    rules.may_follow(source, followed, blocked=Block.objects.filter(between).exists())
    columns = how.columns()
    tie = Follow.objects.filter(source=source, target=followed)
    if tie.update(**columns) if columns else tie.exists():
        return "following"
    rules.may_begin_to_follow(followed)
    if followed.domain and _keeps_away(source, followed.domain):
        raise Forbidden("You keep this person's server away.")
    if source.domain and _keeps_away(followed, source.domain):
        raise NotFound  # as where one person is blocked
    if followed.locked or (followed.domain and not source.domain):
        request, made = FollowRequest.objects.get_or_create(
            source=source, target=followed, defaults=columns
        )
        if made:
            record(FollowRequested(request.pk, source.pk, followed.pk))
        elif columns:
            FollowRequest.objects.filter(pk=request.pk).update(**columns)
        return "requested"
    FollowRequest.objects.filter(source=source, target=followed).delete()
    _tie(source, followed, columns)
    return "following"


@transaction.atomic
def unfollow(actor: Account, target: Account) -> None:
    """Stop following, and take back a request."""
    source, followed = lock_pair(actor, target)
    end_request(source, followed, by=source)
    untie(source, followed, by=source)


@transaction.atomic
def accept_request(actor: Account, source: Account) -> None:
    """Let someone follow who asked. Nobody who did not ask is made to follow."""
    target, asking = lock_pair(actor, source)
    asked = FollowRequest.objects.filter(source=asking, target=target).first()
    if asked is not None:
        columns = {name: getattr(asked, name) for name in ("id", "reblogs", "notify", "languages")}
        asked.delete()  # takes its id from it
        _tie(asking, target, columns)


@transaction.atomic
def reject_request(actor: Account, source: Account) -> None:
    end_request(source, actor, by=actor)


@transaction.atomic
def remove_follower(actor: Account, follower: Account) -> None:
    """Have someone no longer follow; they are not told."""
    target, source = lock_pair(actor, follower)
    untie(source, target, by=target)
