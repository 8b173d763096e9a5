"""Posts and what is done with them."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings

from plenary.accounts.models import Account
from plenary.federation import queries
from plenary.federation.actions.sending import send
from plenary.federation.models import Tombstone
from plenary.federation.render import activities, names
from plenary.federation.render.context import PUBLIC
from plenary.jobs.tasks import finishing, task
from plenary.lib import clock, questions
from plenary.lib.rows import one_by_one, rows
from plenary.statuses import facts
from plenary.statuses.actions import naming
from plenary.statuses.models import Favourite, PollOption, PollVote, QuoteState, Status, Visibility

_MOST_RESOLVED = 20
_POLL_WAIT = timedelta(minutes=3)


def ours(status_id: int) -> Status | None:
    """A post or boost of somebody here, with all that rendering reads. What is told of it is
    written down one after the other, so that no Update and no Delete is sent before its Create."""
    # Most posts are of elsewhere: that is asked first, with nothing of it read.
    if not rows("SELECT 1 FROM plenary_status WHERE id = %(id)s AND local", {"id": status_id}):
        return None
    one_by_one(status_id)
    found = Status.objects.filter(pk=status_id, local=True, account__domain="")
    return queries.with_all(found.filter(account__suspended_at__isnull=True)).first()


def _actor(account_id: int) -> Account | None:
    """Somebody here. What they take back is told of who is suspended too."""
    return Account.objects.filter(pk=account_id, domain="").first()


def _for_followers(status: Status) -> bool:
    return status.visibility != Visibility.DIRECT


def _spoken_to(status: Status) -> set[int]:
    """Those elsewhere whom a post names; of what is for everybody, whoever it answers too."""
    people = {one.account_id for one in status.mentions.all() if one.account.domain}
    if status.visibility <= Visibility.UNLISTED and status.in_reply_to_account_id is not None:
        people.add(status.in_reply_to_account_id)
    return people


def _entitled(status: Status) -> set[str]:
    """The inboxes of those a post is for: it speaks to them, or they follow its author."""
    found = queries.inboxes_of(_spoken_to(status))
    if _for_followers(status):
        found |= queries.followers_inboxes(status.account)
    return found


def on_status_published(fact: facts.StatusPublished) -> None:
    if not settings.FEDERATION or not fact.local:
        return
    if (status := ours(fact.status_id)) is not None:
        if _must_look(status):
            find_named.enqueue(status.pk, "")
        else:
            _tell(status)


def on_status_edited(fact: facts.StatusEdited) -> None:
    if not settings.FEDERATION or (status := ours(fact.status_id)) is None:
        return
    at = status.edited_at or clock.now()
    if _must_look(status):
        find_named.enqueue(status.pk, at.isoformat())
    else:
        tell_anew(status, at)


def _must_look(status: Status) -> bool:
    """Whether it speaks to people whom nobody here knows, or not where to write to them."""
    return bool(naming.unknown(status) or queries.unmet(_spoken_to(status)))


def _tell(status: Status) -> None:
    if status.quote_state == QuoteState.PENDING and status.quote_of is not None:
        quoted = status.quote_of.account
        asking = activities.quote_request(status, status.quote_of.object_uri, quoted.actor_uri)
        send(asking, [queries.own_inbox(quoted)], owner=status.account)
    followers = _for_followers(status)
    made = activities.create_post(status)
    send(made, _entitled(status), owner=status.account, synchronise=followers)


def tell_anew(status: Status, at: datetime) -> None:
    """A post of ours is not what it was: to all who have it. `status` with all that rendering
    reads (`queries.with_all`)."""
    inboxes = _entitled(status)
    if status.visibility <= Visibility.UNLISTED:
        inboxes |= queries.boosted_inboxes(queries.boosters(status))
    if status.quote_of is not None and status.quote_state != QuoteState.REJECTED:
        # It came to them with the question whether it may.
        inboxes |= queries.inboxes_of([status.quote_of.account_id])
    if status.has_poll:
        inboxes |= queries.inboxes_of(queries.voters_elsewhere(status.poll.pk))
    send(activities.update_post(status, at), inboxes, owner=status.account)


@task(slow=True, max_attempts=4)
def find_named(status_id: int, edited_at: str) -> None:
    """People whom a post names by handles that nobody here knew are looked for before it is sent;
    who cannot be found stays a word. `edited_at`: '' for a new post."""
    status = ours(status_id)
    if status is None:
        return
    for handle in naming.unknown(status)[:_MOST_RESOLVED]:
        with suppress(questions.Unreachable):
            questions.ask("resolve_account", handle)
    for one in queries.unmet(_spoken_to(status))[:_MOST_RESOLVED]:
        with suppress(questions.Unreachable):
            questions.ask("refetch_account", one)
    with finishing():
        if (still := ours(status_id)) is None:
            return
        naming.tie_found(still)
        if (tied := ours(status_id)) is None:
            return
        if edited_at:
            tell_anew(tied, datetime.fromisoformat(edited_at))
        else:
            _tell(tied)


def on_status_deleted(fact: facts.StatusDeleted) -> None:
    actor = _actor(fact.account_id) if settings.FEDERATION else None
    if actor is None:
        return
    one_by_one(fact.status_id)
    to: Iterable[str]
    inboxes = queries.inboxes_of(fact.told)
    if fact.visibility <= Visibility.UNLISTED:
        inboxes |= queries.boosted_inboxes(fact.boosters)
        to = [PUBLIC]
        # Whoever comes for it hears that it is gone. That there was one for a few, nobody does.
        gone = Tombstone(digest=sha256(fact.uri.encode()).hexdigest(), actor_uri=actor.actor_uri)
        Tombstone.objects.bulk_create([gone], ignore_conflicts=True)
    elif fact.visibility == Visibility.PRIVATE:
        to = [names.followers(actor)]
    else:
        to = sorted(one.actor_uri for one in Account.objects.filter(pk__in=fact.told))
    if fact.visibility != Visibility.DIRECT:
        inboxes |= queries.followers_inboxes(actor)
    send(activities.delete_post(actor.actor_uri, fact.uri, to), inboxes, owner=actor)


def on_status_boosted(fact: facts.StatusBoosted) -> None:
    boost = ours(fact.boost_id) if settings.FEDERATION else None
    if boost is None or boost.reblog_of is None:
        return
    inboxes = queries.followers_inboxes(boost.account)
    inboxes |= queries.inboxes_of([boost.reblog_of.account_id])
    send(activities.announce(boost), inboxes, owner=boost.account, synchronise=True)


def on_status_unboosted(fact: facts.StatusUnboosted) -> None:
    if not settings.FEDERATION or (actor := _actor(fact.account_id)) is None:
        return
    one_by_one(fact.boost_id)
    status = Status.objects.select_related("account").filter(pk=fact.status_id).first()
    if status is None:
        return  # what was boosted is gone, and every boost with it
    boost_uri = f"{actor.actor_uri}/statuses/{fact.boost_id}/activity"
    to = [PUBLIC] if status.visibility <= Visibility.UNLISTED else [names.followers(actor)]
    inboxes = queries.followers_inboxes(actor) | queries.inboxes_of([status.account_id])
    undo = activities.undo_announce(actor.actor_uri, boost_uri, status.object_uri, to)
    send(undo, inboxes, owner=actor)


def on_status_favourited(fact: facts.StatusFavourited) -> None:
    one_by_one(fact.favourite_id)
    if settings.FEDERATION and Favourite.objects.filter(pk=fact.favourite_id).exists():
        _like(fact, undone=False)


def on_status_unfavourited(fact: facts.StatusUnfavourited) -> None:
    one_by_one(fact.favourite_id)
    _like(fact, undone=True)


def _like(fact: facts.StatusFavourited | facts.StatusUnfavourited, *, undone: bool) -> None:
    if not settings.FEDERATION or (actor := _actor(fact.account_id)) is None:
        return
    liked = Status.objects.select_related("account").filter(pk=fact.status_id).first()
    if liked is None or not liked.account.domain:
        return
    made = activities.like(actor.actor_uri, fact.favourite_id, liked.object_uri)
    made = activities.undo(made) if undone else made
    send(made, [queries.own_inbox(liked.account)], owner=actor)


def on_status_pinned(fact: facts.StatusPinned) -> None:
    status = ours(fact.status_id) if settings.FEDERATION else None
    if status is not None and status.pinned_at is not None:
        made = activities.add_featured(status, int(status.pinned_at.timestamp() * 1000))
        send(made, queries.followers_inboxes(status.account), owner=status.account)


def on_status_unpinned(fact: facts.StatusUnpinned) -> None:
    status = ours(fact.status_id) if settings.FEDERATION else None
    if status is not None and status.pinned_at is None:
        made = activities.remove_featured(status, clock.milliseconds())
        send(made, queries.followers_inboxes(status.account), owner=status.account)


def on_poll_voted(fact: facts.PollVoted) -> None:
    """Elsewhere who asked is told. Of our own polls the figures are, once in a while."""
    if not settings.FEDERATION:
        return
    status = Status.objects.select_related("account").filter(pk=fact.status_id).first()
    if status is None:
        return
    if not status.account.domain:
        tell_poll.using(run_after=_POLL_WAIT, key=f"poll:{status.pk}").enqueue(status.pk)
        return
    if (actor := _actor(fact.account_id)) is None:
        return
    titles = dict(PollOption.objects.filter(poll=fact.poll_id).values_list("position", "title"))
    asker = status.account
    votes = PollVote.objects.filter(poll=fact.poll_id, account=actor, choice__in=fact.choices)
    for vote in votes.order_by("pk"):
        made = activities.vote(
            actor.actor_uri, vote.pk, titles[vote.choice], status.object_uri, asker.actor_uri
        )
        send(made, [queries.own_inbox(asker)], owner=actor)


@task
def tell_poll(status_id: int) -> None:
    if (status := ours(status_id)) is not None and status.has_poll:
        tell_anew(status, clock.now())


def on_poll_ended(fact: facts.PollEnded) -> None:
    status = ours(fact.status_id) if settings.FEDERATION else None
    if status is not None and status.has_poll:
        tell_anew(status, status.poll.expires_at or clock.now())
