"""Actors themselves: changed, gone, moved, reported; and what they show first."""

from typing import Any

from plenary.accounts import actions as accounts
from plenary.accounts.actions.elsewhere import ACTOR_TYPES
from plenary.accounts.models import Account
from plenary.conduct import actions as conduct
from plenary.conduct import queries as reported
from plenary.conduct.facts import ErasureDecided
from plenary.conduct.queries import decision_for
from plenary.federation import queries
from plenary.federation.actions import later
from plenary.federation.actions.inbound import tombs
from plenary.federation.actions.inbound.finding import Incoming
from plenary.federation.models import RemoteActor
from plenary.federation.reading import host_at, id_of, ids_of, is_of, same_host
from plenary.jobs.facts import record
from plenary.statuses import actions as statuses
from plenary.statuses.models import Status

_MOST_REPORTED = 100
_MOST_WORDS = 1000


def is_person(thing: Any) -> bool:
    return is_of(thing, *ACTOR_TYPES)


def is_self(given: Incoming) -> bool:
    return id_of(given.object) == given.actor.uri


def update(given: Incoming) -> None:
    """A changed profile is asked for where it lives: a key that is sent along is never believed."""
    if is_self(given):
        later.refresh(given.actor)


def delete(given: Incoming) -> None:
    """The farewell of an account."""
    gone(given.actor)


def gone(account: Account) -> None:
    """An account is no more on its own server: all it wrote goes."""
    tombs.bury(account.uri, account.uri)
    accounts.suspend(account)
    record(ErasureDecided(account.pk))


def hint(given: Incoming) -> None:
    """Something may be new: it is asked for where it lives."""
    thing = given.object
    uri = id_of(thing.get("object")) if isinstance(thing, dict) else ""
    if not host_at(uri) or queries.is_ours(uri):
        return
    fresh = is_of(thing, "Create") and queries.has_follower_here(given.actor)
    if fresh or (is_of(thing, "Update", "Delete") and queries.status_at(uri) is not None):
        later.look(uri)


def move(given: Incoming) -> None:
    """They go on elsewhere, if the account there says that it was they."""
    target = id_of(given.activity.get("target"))
    if is_self(given) and host_at(target) and target != given.actor.uri:
        later.move(given.actor, target)


def flag(given: Incoming) -> None:
    """A report that another server passes on. Who made it, it does not say."""
    if decision_for(given.actor.domain).reject_reports:
        return
    uris = ids_of(given.activity.get("object"))[:_MOST_REPORTED]
    ours = [uri for uri in uris if queries.is_ours(uri)]
    posts = [found for found in map(queries.status_at, ours) if found is not None]
    people = [found for found in map(queries.account_at, ours) if found is not None]
    people += [one.account for one in posts]
    words = given.activity.get("content")
    for target in {one.pk: one for one in people}.values():
        said = [one.pk for one in posts if one.account_id == target.pk]
        seen = reported.reportable_ids(given.actor, target, said)
        conduct.make_report(
            given.actor,
            target.pk,
            status_ids=seen,
            comment=words[:_MOST_WORDS] if isinstance(words, str) else "",
        )


def add(given: Incoming) -> None:
    """A post of their own is shown first on their page."""
    status = _featured(given)
    if status is not None:
        statuses.pin(given.actor, status.pk)


def remove(given: Incoming) -> None:
    status = _featured(given)
    if status is not None:
        statuses.unpin(given.actor, status.pk)


def _featured(given: Incoming) -> Status | None:
    rows = RemoteActor.objects.filter(account=given.actor)
    collection = rows.values_list("featured", flat=True).first()
    if not collection or id_of(given.activity.get("target")) != collection:
        return None
    uri = id_of(given.object)
    if not same_host(uri, given.actor.uri):
        return None
    status = queries.status_at(uri)
    return status if status is not None and status.account_id == given.actor.pk else None
