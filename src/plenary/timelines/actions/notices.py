"""Notifications: one way to make them, and the reactions that do. All may be repeated."""

from django.db import transaction
from django.db.models import Q

from plenary.accounts.facts import AccountBlocked, AccountFollowed, FollowRequested, SignedUp
from plenary.accounts.models import Account, Follow, FollowRequest, User
from plenary.accounts.visibility import may_meet
from plenary.jobs import outbox
from plenary.jobs.tasks import task
from plenary.lib import clock, pubsub
from plenary.lib.prepared import Prepared
from plenary.lib.rows import moment, rows
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
from plenary.timelines.actions import conversations, groups, policies, push
from plenary.timelines.models import (
    Notification,
    NotificationPermission,
    NotificationRequest,
)
from plenary.timelines.queries.policies import stance
from plenary.timelines.rules import notifications as rules

AT_ONCE = 25  # people told of one thing in one transaction


def notify(
    *,
    account: Account,
    actor: Account,
    kind: str,
    key: str,
    status: Status | None = None,
    link: str = "",
    text: str = "",
) -> bool:
    """Tell `account` what `actor` did, once per `key`; True if this made the notification.

    Nobody hears of themselves (but of the end of their own poll), of someone blocked in either
    direction, of someone whose notifications they muted, of a thread they muted, or of whom their
    policy drops. What it filters is kept, apart from the rest.
    """
    if account.domain and not User.objects.filter(account=account).exists():
        return False  # nobody reads it here
    if not _may_hear(account, actor, kind):
        return False
    if status is not None and thread_muted(account, status.thread_id):
        return False
    held = stance(account, actor, kind, status)
    if held == rules.DROP:
        return False
    filtered = held == rules.FILTER
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
                "filtered": filtered,
                "group_key": None if filtered else groups.key_for(account, kind, status),
            },
        )
        if not new:
            return False
        if made.group_key:
            groups.lead(made)
        if filtered:
            policies.keep_apart(made)
        else:
            told = {"id": str(made.pk), "kind": kind}
            pubsub.publish([pubsub.account(account.pk)], "notification", told)
            push.enqueue(made)
    return True


def _may_hear(account: Account, actor: Account, kind: str) -> bool:
    if account.pk == actor.pk:
        return kind in rules.OF_ONESELF
    if not may_meet(account, actor):
        return False
    pair = {"me": account.pk, "they": actor.pk, "now": moment(clock.now())}
    return not rows(_HUSHED, pair)


_HUSHED = """
    SELECT 1 FROM plenary_mute WHERE source_id = %(me)s AND target_id = %(they)s
    AND hide_notifications AND (expires_at IS NULL OR expires_at > %(now)s)
"""


def notify_staff(*, actor: Account, kind: str, key: str, link: str = "", text: str = "") -> None:
    """Tell those who look after this server, and nobody else."""
    staff = User.objects.filter(is_staff=True, is_active=True, account__isnull=False)
    for user in staff.select_related("account").order_by("pk"):
        assert user.account is not None
        notify(account=user.account, actor=actor, kind=kind, key=key, link=link, text=text)


_PUBLISHED = Prepared(
    lambda pk: Status.objects.select_related("account", "in_reply_to_account").filter(pk=pk)
)
_BOOST = Prepared(
    lambda pk: Status.objects.select_related("account", "reblog_of__account").filter(pk=pk)
)
_FAVOURITE = Prepared(
    lambda pk: Favourite.objects.select_related("account", "status__account").filter(pk=pk)
)
_NAMED = Prepared(
    lambda status: Mention.objects.select_related("account").filter(status=status, silent=False)
)


def on_status_published(fact: StatusPublished) -> None:
    """Tell the one replied to and those mentioned; tap followers on the shoulder."""
    status = _PUBLISHED.first(pk=fact.status_id)
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
    conversations.keep(status)
    if status.visibility != Visibility.DIRECT:
        _tell_who_asked(status)
        tap_followers(status.account_id, "home", status.pk)
    if status.visibility == Visibility.PUBLIC:
        _tap_followers_of_hashtags(status.pk, "home")
        pubsub.publish([pubsub.PUBLIC], "local", {"status": str(status.pk)})


def on_status_edited(fact: StatusEdited) -> None:
    """Whom the edit newly names is told; the rest were, and the key remembers it."""
    status = Status.objects.select_related("account").filter(pk=fact.status_id).first()
    if status is None:
        return
    _tell_mentioned(status)
    _tell_boosters(status)
    conversations.keep_edited(status)
    if status.visibility != Visibility.DIRECT:
        public = status.visibility == Visibility.PUBLIC
        tap_followers(status.account_id, "edited", status.pk, public=public)
        if public:
            _tap_followers_of_hashtags(status.pk, "edited")


def on_status_deleted(fact: StatusDeleted) -> None:
    """Open pages drop it. Of a direct post followers never knew."""
    if fact.visibility == Visibility.DIRECT:
        conversations.drop_deleted()
        return
    public = fact.visibility == Visibility.PUBLIC
    tap_followers(fact.account_id, "gone", fact.status_id, public=public)


def on_status_unboosted(fact: StatusUnboosted) -> None:
    """The boost leaves the followers' homes; what was boosted stays where it is."""
    tap_followers(fact.account_id, "gone", fact.boost_id)


def _tell_mentioned(status: Status) -> None:
    """Those named in the text; a private answer also names, silently, whom it answers."""
    for mention in _NAMED.all(status=status.pk):
        notify(
            account=mention.account,
            actor=status.account,
            kind="reply" if mention.account_id == status.in_reply_to_account_id else "mention",
            key=f"status-{status.pk}",
            status=status,
        )


def _tell_who_asked(status: Status) -> None:
    """Followers who want to know of each post; not of answers to others. Whom the post names was
    told of that, under the same key."""
    if status.in_reply_to_account_id in (None, status.account_id):
        asked = rows(_ASKED, {"id": status.account_id})
        _tell_many("status", f"status-{status.pk}", status, [pk for (pk,) in asked])


_ASKED = "SELECT source_id FROM plenary_follow WHERE target_id = %(id)s AND notify ORDER BY id"
_FOLLOWERS = "SELECT source_id FROM plenary_follow WHERE target_id = %(id)s"
_FOLLOW_A_HASHTAG = """
    SELECT f.account_id FROM plenary_statushashtag t
    JOIN plenary_hashtagfollow f ON f.hashtag_id = t.hashtag_id
    WHERE t.status_id = %(id)s AND t.listed
"""


def _tell_boosters(status: Status) -> None:
    """Those who passed it on, of each edit once."""
    if status.edited_at is not None:
        at = int(status.edited_at.timestamp() * 1000)
        boosts = Status.objects.filter(reblog_of=status).order_by("pk")
        wanted = boosts.values_list("account_id", flat=True)
        _tell_many("update", f"update-{status.pk}-{at}", status, list(wanted))


def _tell_many(kind: str, key: str, status: Status, account_ids: list[int]) -> None:
    """A few here, many in jobs of their own: no transaction is to hold others up for long."""
    if not account_ids:
        return
    if len(account_ids) <= AT_ONCE:
        tell_some.call(kind, key, status.pk, account_ids)
        return
    parts = range(0, len(account_ids), AT_ONCE)
    outbox.put(
        tell_some.job(kind, key, status.pk, account_ids[first : first + AT_ONCE]) for first in parts
    )


@task
def tell_some(kind: str, key: str, status_id: int, account_ids: list[int]) -> None:
    """Tell these people of a post, those of them who may see it."""
    status = Status.objects.select_related("account").filter(pk=status_id).first()
    people = Account.objects.in_bulk(account_ids) if status is not None else {}
    for pk in account_ids:
        if status is not None and pk in people and may_see(people[pk], status_id):
            notify(account=people[pk], actor=status.account, kind=kind, key=key, status=status)


def tap_followers(account_id: int, event: str, status_id: int, *, public: bool = False) -> None:
    """Open pages of followers look for themselves: the message holds no more than an id."""
    followers = [pk for (pk,) in rows(_FOLLOWERS, {"id": account_id})]
    channels = [pubsub.account(pk) for pk in (*followers, account_id)]
    if public:
        channels.insert(0, pubsub.PUBLIC)
    pubsub.publish(channels, event, {"status": str(status_id)})


def _tap_followers_of_hashtags(status_id: int, event: str) -> None:
    channels = [pubsub.account(pk) for (pk,) in rows(_FOLLOW_A_HASHTAG, {"id": status_id})]
    if channels:
        pubsub.publish(channels, event, {"status": str(status_id)})


def on_status_boosted(fact: StatusBoosted) -> None:
    boost = _BOOST.first(pk=fact.boost_id)
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
    mark = _FAVOURITE.first(pk=fact.favourite_id)
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
    requests = FollowRequest.objects.select_related("source", "target")
    asked = requests.filter(pk=fact.request_id).first()
    if asked is not None:
        notify(
            account=asked.target,
            actor=asked.source,
            kind="follow_request",
            key=f"request-{asked.pk}",
            link="/follow-requests",
        )


def on_signed_up(fact: SignedUp) -> None:
    account = Account.objects.filter(pk=fact.account_id).first()
    if account is not None:
        notify_staff(
            actor=account, kind="admin.sign_up", key=f"signup-{account.pk}", link=account.url
        )


def on_account_blocked(fact: AccountBlocked) -> None:
    """Neither keeps a notification of the other."""
    pairs = Q(account=fact.source_id, actor=fact.target_id)
    pairs |= Q(account=fact.target_id, actor=fact.source_id)
    groups.remove(Notification.objects.filter(pairs))
    NotificationRequest.objects.filter(pairs).delete()
    NotificationPermission.objects.filter(pairs).delete()
