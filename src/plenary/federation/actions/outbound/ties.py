"""Follows and blocks, each told to the one person it concerns."""

from typing import Any

from django.conf import settings

from plenary.accounts import facts
from plenary.accounts.models import Account, Block, FollowRequest
from plenary.federation import queries
from plenary.federation.actions.later import patient
from plenary.federation.actions.sending import send
from plenary.federation.facts import FollowRefused, FollowRepeated
from plenary.federation.models import Received
from plenary.federation.reading import host_at
from plenary.federation.render import activities
from plenary.jobs.tasks import finishing, task
from plenary.lib import questions
from plenary.lib.rows import one_by_one


def _pair(source_id: int, target_id: int) -> tuple[Account, Account] | None:
    """Both, where one lives here and the other does not."""
    if not settings.FEDERATION:
        return None
    found = Account.objects.in_bulk([source_id, target_id])
    source, target = found.get(source_id), found.get(target_id)
    if source is None or target is None or bool(source.domain) == bool(target.domain):
        return None
    return source, target


def _tell(whom: Account, activity: dict[str, Any]) -> None:
    """Also where the one here keeps the server away: that a tie has ended is to be known there."""
    send(activity, [queries.own_inbox(whom)], owner=None)


def _asked(source: Account, target: Account, number: int) -> dict[str, Any]:
    """The Follow that came from elsewhere, as it is answered: the last that holds or held."""
    rows = Received.objects.filter(kind="Follow", account=source, object_uri=target.actor_uri)
    last = rows.order_by("undone", "-pk").values_list("uri", flat=True).first()
    uri = last or f"{source.actor_uri}#follows/{number}"
    return activities.received_follow(source.actor_uri, uri, target.actor_uri)


def on_follow_repeated(fact: FollowRepeated) -> None:
    """They do follow; their server missed the answer."""
    pair = _pair(fact.source_id, fact.target_id)
    if pair is not None:
        source, target = pair
        asked = activities.received_follow(source.actor_uri, fact.uri, target.actor_uri)
        _tell(source, activities.accept(target.actor_uri, fact.number, asked))


def on_follow_refused(fact: FollowRefused) -> None:
    pair = _pair(fact.source_id, fact.target_id)
    if pair is not None:
        source, target = pair
        asked = activities.received_follow(source.actor_uri, fact.uri, target.actor_uri)
        _tell(source, activities.reject(target.actor_uri, fact.number, asked))


def on_account_followed(fact: facts.AccountFollowed) -> None:
    pair = _pair(fact.source_id, fact.target_id)
    if pair is not None and pair[0].domain:
        source, target = pair
        asked = _asked(source, target, fact.follow_id)
        _tell(source, activities.accept(target.actor_uri, fact.follow_id, asked))


def on_account_unfollowed(fact: facts.AccountUnfollowed) -> None:
    _ended(fact.source_id, fact.target_id, fact.follow_id, fact.by_id)


def on_follow_request_ended(fact: facts.FollowRequestEnded) -> None:
    _ended(fact.source_id, fact.target_id, fact.request_id, fact.by_id)


def _ended(source_id: int, target_id: int, number: int, by_id: int) -> None:
    """Told by the one here who ended it; what the other one ended they know."""
    pair = _pair(source_id, target_id)
    if pair is None:
        return
    one_by_one(number)
    source, target = pair
    if not source.domain and by_id == source.pk:
        made = activities.follow(source.actor_uri, number, target.actor_uri)
        _tell(target, activities.undo(made))
    elif source.domain and by_id == target.pk:
        asked = _asked(source, target, number)
        _tell(source, activities.reject(target.actor_uri, number, asked))


def on_follow_requested(fact: facts.FollowRequested) -> None:
    """Of somebody elsewhere who asks nothing is told: whoever they ask answers in their time."""
    pair = _pair(fact.source_id, fact.target_id)
    if pair is None or pair[0].domain:
        return
    _, target = pair
    if queries.unmet([target.pk]):
        meet.using(lane=host_at(target.uri)).enqueue(fact.request_id)
    else:
        _ask(fact.request_id)


def _ask(request_id: int) -> None:
    """Their Undo, told by another worker at this moment, comes after it or instead."""
    one_by_one(request_id)
    request = FollowRequest.objects.select_related("source", "target").filter(pk=request_id).first()
    if request is not None:
        target = request.target
        _tell(target, activities.follow(request.source.actor_uri, request.pk, target.uri))


@task(slow=True)
@patient(tries=6)
def meet(request_id: int) -> None:
    """Somebody is followed who only signed in here: where to ask them is asked first."""
    request = FollowRequest.objects.select_related("target").filter(pk=request_id).first()
    for one in queries.unmet([request.target_id]) if request is not None else ():
        questions.ask("refetch_account", one)
    with finishing():
        _ask(request_id)


def on_account_blocked(fact: facts.AccountBlocked) -> None:
    pair = _pair(fact.source_id, fact.target_id)
    one_by_one(fact.block_id)
    if pair is not None and not pair[0].domain and Block.objects.filter(pk=fact.block_id).exists():
        source, target = pair
        _tell(target, activities.block(source.actor_uri, fact.block_id, target.uri))


def on_account_unblocked(fact: facts.AccountUnblocked) -> None:
    pair = _pair(fact.source_id, fact.target_id)
    one_by_one(fact.block_id)
    if pair is not None and not pair[0].domain:
        source, target = pair
        made = activities.block(source.actor_uri, fact.block_id, target.uri)
        _tell(target, activities.undo(made))
