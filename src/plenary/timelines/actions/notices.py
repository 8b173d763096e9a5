"""Notifications: one way to make them, and the reactions that do. All may be repeated."""

from django.db import transaction
from django.db.models import Q

from plenary.accounts.facts import AccountBlocked, AccountFollowed, FollowRequested
from plenary.accounts.models import Account, Follow, FollowRequest, Mute
from plenary.accounts.visibility import may_meet
from plenary.lib import clock, pubsub
from plenary.statuses.facts import (
    StatusBoosted,
    StatusDeleted,
    StatusEdited,
    StatusFavourited,
    StatusPublished,
    StatusUnboosted,
)
from plenary.statuses.models import Favourite, Mention, Status, Visibility
from plenary.statuses.queries import thread_muted
from plenary.statuses.visibility import may_see
from plenary.timelines.models import Notification


def notify(
    *,
    account: Account,
    actor: Account,
    kind: str,
    key: str,
    status: Status | None = None,
    link: str = "",
    text: str = "",
    of_own: bool = False,
) -> bool:
    """Tell `account` what `actor` did, once per `key`; True if this made the notification.

    Nobody hears of themselves (unless `of_own`: their poll ended), of someone blocked in either
    direction, of someone whose notifications they muted, of a thread they muted, or of someone
    limited by the moderators whom they do not follow.
    """
    if (account.pk == actor.pk and not of_own) or not may_meet(account, actor):
        return False
    if _limited(account, actor, kind):
        return False
    if status is not None and thread_muted(account, status.thread_id):
        return False
    live = Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now())
    if Mute.objects.filter(live, source=account, target=actor, hide_notifications=True).exists():
        return False
    with transaction.atomic():
        made, new = Notification.objects.get_or_create(
            account=account,
            key=key[:100],
            defaults={
                "actor": actor,
                "kind": kind,
                "status": status,
                "link": link[:200],
                "text": text[:300],
            },
        )
        if new:
            told = {"id": str(made.pk), "kind": kind}
            pubsub.publish([pubsub.account(account.pk)], "notification", told)
    return new


def _limited(account: Account, actor: Account, kind: str) -> bool:
    """Whether moderators limited the actor, whom the account does not follow; moderators
    themselves are told all the same."""
    if actor.silenced_at is None or account.pk == actor.pk or kind.startswith("admin."):
        return False
    return not Follow.objects.filter(source=account, target=actor).exists()


def on_status_published(fact: StatusPublished) -> None:
    """Tell the one replied to and those mentioned; tap followers on the shoulder."""
    rows = Status.objects.select_related("account", "in_reply_to_account")
    status = rows.filter(pk=fact.status_id).first()
    if status is None:
        return
    replied = status.in_reply_to_account
    if replied is not None and may_see(replied, status.pk):
        notify(
            account=replied,
            actor=status.account,
            kind="reply",
            key=f"status-{status.pk}",
            status=status,
        )
    _tell_mentioned(status)
    if status.visibility != Visibility.DIRECT:
        tap_followers(status.account_id, "home", status.pk)
    if status.visibility == Visibility.PUBLIC:
        pubsub.publish([pubsub.PUBLIC], "local", {"status": str(status.pk)})


def on_status_edited(fact: StatusEdited) -> None:
    """Whom the edit newly names is told; the rest were, and the key remembers it."""
    status = Status.objects.select_related("account").filter(pk=fact.status_id).first()
    if status is None:
        return
    _tell_mentioned(status)
    if status.visibility != Visibility.DIRECT:
        public = status.visibility == Visibility.PUBLIC
        tap_followers(status.account_id, "edited", status.pk, public=public)


def on_status_deleted(fact: StatusDeleted) -> None:
    """Open pages drop it. Of a direct post followers never knew."""
    if fact.visibility != Visibility.DIRECT:
        public = fact.visibility == Visibility.PUBLIC
        tap_followers(fact.account_id, "gone", fact.status_id, public=public)


def on_status_unboosted(fact: StatusUnboosted) -> None:
    """The boost leaves the followers' homes; what was boosted stays where it is."""
    tap_followers(fact.account_id, "gone", fact.boost_id)


def _tell_mentioned(status: Status) -> None:
    """Those named in the text; a private answer also names, silently, whom it answers."""
    for mention in Mention.objects.filter(status=status).select_related("account"):
        notify(
            account=mention.account,
            actor=status.account,
            kind="reply" if mention.account_id == status.in_reply_to_account_id else "mention",
            key=f"status-{status.pk}",
            status=status,
        )


def tap_followers(account_id: int, event: str, status_id: int, *, public: bool = False) -> None:
    """Open pages of followers look for themselves: the message holds no more than an id."""
    followers = Follow.objects.filter(target=account_id).values_list("source_id", flat=True)
    channels = [pubsub.account(pk) for pk in (*followers, account_id)]
    if public:
        channels.insert(0, pubsub.PUBLIC)
    pubsub.publish(channels, event, {"status": str(status_id)})


def on_status_boosted(fact: StatusBoosted) -> None:
    rows = Status.objects.select_related("account", "reblog_of__account")
    boost = rows.filter(pk=fact.boost_id).first()
    if boost is None or boost.reblog_of is None:
        return
    notify(
        account=boost.reblog_of.account,
        actor=boost.account,
        kind="boost",
        key=f"boost-{boost.reblog_of_id}-{boost.account_id}",
        status=boost.reblog_of,
    )
    tap_followers(boost.account_id, "home", boost.pk)


def on_status_favourited(fact: StatusFavourited) -> None:
    rows = Favourite.objects.select_related("account", "status__account")
    mark = rows.filter(pk=fact.favourite_id).first()
    if mark is not None:
        notify(
            account=mark.status.account,
            actor=mark.account,
            kind="favourite",
            key=f"favourite-{mark.status_id}-{mark.account_id}",
            status=mark.status,
        )


def on_account_followed(fact: AccountFollowed) -> None:
    tie = Follow.objects.select_related("source", "target").filter(pk=fact.follow_id).first()
    if tie is not None:
        Notification.objects.filter(
            account=tie.target, actor=tie.source, kind="follow_request"
        ).delete()
        notify(
            account=tie.target,
            actor=tie.source,
            kind="follow",
            key=f"follow-{tie.source_id}",
            link=tie.source.url,
        )


def on_follow_requested(fact: FollowRequested) -> None:
    rows = FollowRequest.objects.select_related("source", "target")
    asked = rows.filter(pk=fact.request_id).first()
    if asked is not None:
        notify(
            account=asked.target,
            actor=asked.source,
            kind="follow_request",
            key=f"request-{asked.pk}",
            link="/follow-requests",
        )


def on_account_blocked(fact: AccountBlocked) -> None:
    """Neither keeps a notification of the other."""
    Notification.objects.filter(
        Q(account=fact.source_id, actor=fact.target_id)
        | Q(account=fact.target_id, actor=fact.source_id)
    ).delete()
