"""What ties two: Follow, Block, Like and Announce, and their Undo.

Activities come in any order, more than once, and with new ids for the same. A tie holds while one
of its activities was received and not undone; each settles the tie anew from all of them.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from plenary.accounts import actions as accounts
from plenary.accounts.actions.ties import end_request, untie
from plenary.accounts.facts import AccountUnfollowed, FollowRequestEnded
from plenary.accounts.models import Account, Block, Follow, FollowRequest
from plenary.federation import queries
from plenary.federation.actions.inbound import events, received, tombs
from plenary.federation.actions.inbound.finding import Incoming
from plenary.federation.facts import FollowRefused, FollowRepeated
from plenary.federation.models import InboxItem, Received
from plenary.federation.reading import PUBLIC, host_at, id_of, ids_of, is_of, kind_of
from plenary.federation.reading.values import moment
from plenary.jobs.facts import record
from plenary.jobs.tasks import task
from plenary.lib import clock
from plenary.lib.errors import NotFound, PlenaryError
from plenary.lib.ids import new_id
from plenary.statuses.actions import reactions
from plenary.statuses.models import Status, Visibility
from plenary.statuses.visibility import may_see

KINDS = ("Follow", "Block", "Like", "Announce", "Join")
# Some servers make the ids of what they undo anew; what has just come may still be another's.
_SETTLED = timedelta(minutes=10)


def follow(given: Incoming) -> None:
    _to_person(given, "Follow")


def block(given: Incoming) -> None:
    _to_person(given, "Block")


def _to_person(given: Incoming, kind: str) -> None:
    target = _here(id_of(given.object))
    if target is None:
        return
    fresh = received.keep(given, kind, target.actor_uri)
    asked_by = given.uri if fresh and kind == "Follow" else ""
    if asked_by:
        # Who asks once more does not count on what they asked long before: its Undo may be lost.
        before = clock.now() - _SETTLED
        rows = Received.objects.filter(account=given.actor, kind=kind, object_uri=target.actor_uri)
        rows.filter(undone=False, created_at__lt=before).update(undone=True)
    settle_people(given.actor, target, kind, asked_by)


def _here(uri: str) -> Account | None:
    """Somebody of this server who is there."""
    found = queries.account_at(uri) if queries.is_ours(uri) else None
    return found if found is not None and found.suspended_at is None else None


def settle_people(actor: Account, target: Account, kind: str, asked_by: str = "") -> None:
    """Make follow and block between somebody elsewhere and somebody here what was received.
    `kind`: what came just now. By a Follow no block ends: whoever signs in here with an account
    elsewhere blocks here too, and of that nothing was ever received. `asked_by`: a Follow that came
    just now and is to be answered."""
    blocks = queries.live(actor, "Block", target.actor_uri) is not None
    if kind == "Block":
        blocked = Block.objects.filter(source=actor, target=target).exists()
        if blocks and not blocked:
            accounts.block(actor, target)
        elif blocked and not blocks:
            accounts.unblock(actor, target)
    follows = queries.live(actor, "Follow", target.actor_uri)
    if follows is None:
        with transaction.atomic():
            end_request(actor, target, by=actor)
            untie(actor, target, by=actor)
    elif not blocks:
        _begin(actor, target, follows.uri, asked_by)


def _begin(actor: Account, target: Account, uri: str, asked_by: str) -> None:
    if Follow.objects.filter(source=actor, target=target).exists():
        if asked_by:
            record(FollowRepeated(actor.pk, target.pk, asked_by, new_id()))
        return
    if FollowRequest.objects.filter(source=actor, target=target).exists():
        return
    try:
        with transaction.atomic():
            accounts.follow(actor, target)
    except PlenaryError:
        received.forget(actor, "Follow", target.actor_uri)
        record(FollowRefused(actor.pk, target.pk, asked_by or uri, new_id()))


def like(given: Incoming) -> None:
    """Of posts of ours: how often others are liked, their servers say."""
    uri = id_of(given.object)
    status = queries.status_at(uri) if queries.is_ours(uri) else None
    if status is None or not _may_touch(given.actor, status):
        return
    received.keep(given, "Like", uri)
    settle_like(given.actor, status)


def settle_like(actor: Account, status: Status) -> None:
    if queries.live(actor, "Like", status.object_uri) is None:
        reactions.unfavourite_known(actor, status)
    else:
        reactions.favourite_seen(actor, status)


def _may_touch(actor: Account, status: Status) -> bool:
    """Whether they see it. Whom they block themselves is no matter: else it would count which of
    the two activities came first."""
    author = status.account
    if author.suspended_at is not None:
        return False
    if status.visibility > Visibility.UNLISTED:
        return may_see(actor, status.pk)
    return not queries.keeps_out(author, actor)


def announce(given: Incoming) -> None:
    """A boost. What is not known here is fetched if somebody here follows who boosted it."""
    uri = id_of(given.object)
    status = queries.status_at(uri)
    if not host_at(uri) or not {PUBLIC, f"{given.actor.uri}/followers"} & _audience(given):
        return
    if status is None:
        if queries.is_ours(uri) or not queries.has_follower_here(given.actor):
            return
        status = given.find.status(uri)
    if status is None or not _may_touch(given.actor, status):
        return
    if status.visibility > Visibility.UNLISTED and status.account_id != given.actor.pk:
        return
    received.keep(given, "Announce", uri)
    settle_announce(given.actor, status, given.activity)


def _audience(given: Incoming) -> set[str]:
    found = {*ids_of(given.activity.get("to")), *ids_of(given.activity.get("cc"))}
    if queries.followers_uri(given.actor) in found:
        found.add(f"{given.actor.uri}/followers")
    return found


def settle_announce(actor: Account, status: Status, activity: dict[str, Any] | None = None) -> None:
    tie = queries.live(actor, "Announce", status.object_uri)
    if tie is None:
        reactions.unboost_known(actor, status)
        return
    told = activity or {}
    seen_by = Visibility.PUBLIC
    if PUBLIC not in ids_of(told.get("to")):
        seen_by = Visibility.UNLISTED if PUBLIC in ids_of(told.get("cc")) else Visibility.PRIVATE
    at = moment(told.get("published"))
    try:
        reactions.boost_seen(actor, status, seen_by, uri=tie.uri, at=at)
    except NotFound:
        return


def undo(given: Incoming) -> None:
    """By its own actor: of an activity by its id, known or still to come; without one, of all that
    tie the two."""
    undone = given.object
    uri = id_of(undone)
    said_by = id_of(undone.get("actor")) if isinstance(undone, dict) else ""
    if said_by not in ("", given.actor.uri):
        return
    tied = _undone_by_id(given.actor, uri) if host_at(uri) else []
    kind = kind_of(undone)
    object_uri = id_of(undone.get("object")) if isinstance(undone, dict) else ""
    if kind in KINDS and object_uri:
        rows = Received.objects.filter(
            account=given.actor, kind=kind, object_uri=object_uri, undone=False
        )
        if not host_at(uri):
            rows.update(undone=True)
        elif not tied:
            now = clock.now()
            rows.filter(created_at__lt=now - _SETTLED).update(undone=True)
            if rows.exists():
                later = undo_later.using(run_after=_SETTLED)
                later.enqueue(given.actor.pk, kind, object_uri, uri, now.isoformat())
        tied = [*tied, (kind, object_uri)]
    for one in dict.fromkeys(tied):
        _settle(given.actor, *one)


@task
def undo_later(account_id: int, kind: str, object_uri: str, uri: str, until: str) -> None:
    """An Undo was of the activity `uri`. If that has not come by now, there is none: what had come
    until then was meant."""
    actor = Account.objects.filter(pk=account_id, suspended_at=None).first()
    if actor is None:
        return
    if InboxItem.objects.filter(digest=tombs.digest_of(actor.uri, uri)).exists():
        return
    rows = Received.objects.filter(account=actor, kind=kind, object_uri=object_uri, undone=False)
    if rows.filter(created_at__lte=datetime.fromisoformat(until)).update(undone=True):
        _settle(actor, kind, object_uri)


def _undone_by_id(actor: Account, uri: str) -> list[tuple[str, str]]:
    """The ties that it was of; where none is known its id is buried."""
    digest = tombs.digest_of(actor.uri, uri)
    rows = Received.objects.filter(digest=digest, account=actor)
    tied = list(rows.values_list("kind", "object_uri"))
    if tied:
        rows.update(undone=True)
    else:
        tombs.bury(actor.uri, uri)
    return tied


def _settle(actor: Account, kind: str, object_uri: str) -> None:
    if kind in ("Follow", "Block"):
        target = queries.account_at(object_uri) if queries.is_ours(object_uri) else None
        if target is not None:
            settle_people(actor, target, kind)
        return
    if kind == events.JOIN:
        events.settle(actor, object_uri)
        return
    status = queries.status_at(object_uri)
    if status is not None and kind == "Like":
        settle_like(actor, status)
    elif status is not None and queries.live(actor, kind, object_uri) is None:
        settle_announce(actor, status)


def accept(given: Incoming) -> None:
    """Somebody elsewhere lets one of ours follow. Nobody who did not ask is made to."""
    source = _who_asked(given)
    if source is not None:
        accounts.accept_request(given.actor, source)


def reject(given: Incoming) -> None:
    """They do not, or no longer."""
    source = _who_asked(given)
    if source is not None:
        accounts.reject_request(given.actor, source)
        accounts.remove_follower(given.actor, source)


def _who_asked(given: Incoming) -> Account | None:
    """Whose Follow is answered: by its id, or as it goes along; by nobody but who was asked."""
    asked = given.object
    uri = id_of(asked)
    if isinstance(asked, dict) and is_of(asked, "Follow"):
        if id_of(asked.get("object")) not in ("", given.actor.uri):
            return None
        named = id_of(asked.get("actor"))
        if queries.is_ours(named):
            return _here(named)
    owner, mark, number = uri.partition("#follows/")
    if not mark or not queries.is_ours(owner) or not number.isdecimal() or len(number) > 18:
        return None
    source = _here(owner)
    if source is None:
        return None
    for rows in (FollowRequest.objects, Follow.objects):
        if rows.filter(pk=int(number), source=source, target=given.actor).exists():
            return source
    return None


def on_account_unfollowed(fact: AccountUnfollowed) -> None:
    """Somebody here ended a follow from elsewhere: no activity from before revives it."""
    _ended_here(fact.source_id, fact.target_id, fact.by_id)


def on_follow_request_ended(fact: FollowRequestEnded) -> None:
    _ended_here(fact.source_id, fact.target_id, fact.by_id)


def _ended_here(source_id: int, target_id: int, by_id: int) -> None:
    found = Account.objects.in_bulk([source_id, target_id])
    source, target = found.get(source_id), found.get(target_id)
    if source is None or target is None or not source.domain or target.domain:
        return
    if by_id == target_id:
        received.forget(source, "Follow", target.actor_uri)
