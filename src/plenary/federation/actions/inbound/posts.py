"""Posts: Create, Update and Delete, by their authors alone."""

from dataclasses import replace
from typing import Any

from plenary.accounts.models import Account
from plenary.federation import queries
from plenary.federation.actions import later
from plenary.federation.actions.inbound import arrivals, tombs
from plenary.federation.actions.inbound.finding import Incoming
from plenary.federation.reading import (
    POSTS,
    Post,
    Unreadable,
    host_at,
    id_of,
    is_of,
    post,
    same_host,
)
from plenary.federation.reading.values import moment
from plenary.lib import clock
from plenary.lib.errors import NotFound
from plenary.lib.text import clean_post
from plenary.statuses import actions as statuses
from plenary.statuses.actions import receiving
from plenary.statuses.actions.receiving import Arrival
from plenary.statuses.models import PollOption, QuoteState, Status


def create(given: Incoming) -> None:
    """A new post, whole or by its id."""
    thing = given.object
    if isinstance(thing, str):
        _by_id(given, thing)
    elif isinstance(thing, dict) and is_of(thing, *POSTS):
        told(given, thing)


def _by_id(given: Incoming, uri: str) -> None:
    """Only its id came: it is asked for if whoever sent it is followed here."""
    if same_host(uri, given.actor.uri) and queries.has_follower_here(given.actor):
        given.find.status(uri)


def told(given: Incoming, thing: dict[str, Any]) -> None:
    """A post in its author's words, new or as it is now: what is older than what is here changes
    nothing."""
    found = post(thing, queries.followers_uri(given.actor))
    if given.actor.uri not in found.authors or not same_host(found.uri, given.actor.uri):
        raise Unreadable("It is another's.")
    if tombs.is_buried(given.actor.uri, found.uri):
        return
    known = queries.status_at(found.uri)
    if known is not None:
        if known.account_id == given.actor.pk:
            arrival = arrivals.arrival(given.actor, found, given.find)
            receiving.change(known, _dated(given, known, arrival))
        return
    if found.title and _is_vote(given.actor, found):
        return
    keep(given, found)


def _dated(given: Incoming, known: Status, arrival: Arrival) -> Arrival:
    """Some servers do not say of a post that it was edited, or when; that they tell of it once more
    in other words says it, as of when they do."""
    if arrival.edited_at is not None or not is_of(given.activity, "Update"):
        return arrival
    words = clean_post(arrival.content, dict(arrival.places)), arrival.spoiler_text
    if words == (known.content_html, known.spoiler_text):
        return arrival
    return replace(arrival, edited_at=moment(given.activity.get("published")) or clock.now())


def keep(given: Incoming, found: Post) -> Status | None:
    """A post that is not known yet, if anybody here has use for it."""
    parent = arrivals.parent_of(given.actor, found)
    if not given.wanted and not arrivals.is_wanted(given.actor, found, parent):
        return None
    kept = receiving.receive(arrivals.arrival(given.actor, found, given.find))
    if kept.in_reply_to_uri:
        later.climb(kept.in_reply_to_uri)
    if kept.quote_state == QuoteState.PENDING and host_at(found.quote_authorization):
        _look_at_leave(kept, found.quote_authorization)
    return kept


def _look_at_leave(kept: Status, leave: str) -> None:
    """The leave to quote, as the post names it: ours is known, another's is asked for."""
    if not queries.is_ours(leave):
        later.leave(kept.pk, leave)


def _is_vote(voter: Account, found: Post) -> bool:
    """An answer to a poll of ours: a note that is but the name of an option."""
    asked = queries.status_at(found.in_reply_to) if queries.is_ours(found.in_reply_to) else None
    if asked is None or not asked.has_poll:
        return False
    options = PollOption.objects.filter(poll__status=asked, title=found.title)
    choice = options.values_list("poll_id", "position").first()
    if choice is not None:
        statuses.vote(voter, choice[0], [choice[1]])
    return True


def delete(given: Incoming) -> None:
    """Gone, by its owner; and it does not come back."""
    uri = id_of(given.object)
    if not same_host(uri, given.actor.uri):
        return
    tombs.bury(given.actor.uri, uri)
    own = Status.objects.filter(uri=uri, account=given.actor).first() if host_at(uri) else None
    if own is None:
        return
    if own.reblog_of_id is not None:
        _unboost(given.actor, own)
        return
    try:
        statuses.delete(given.actor, own.pk)
    except NotFound:
        return


def _unboost(actor: Account, boost: Status) -> None:
    assert boost.reblog_of is not None
    statuses.unboost(actor, boost.reblog_of.pk)
