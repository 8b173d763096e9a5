"""Telling the two people of a meeting: reactions, run by the worker, idempotent."""

from plenary.accounts.models import Account
from plenary.encounters.facts import Met, MetAsked
from plenary.encounters.models import Encounter
from plenary.lib import pubsub
from plenary.timelines import actions as timelines


def _tell(encounter: Encounter, account: Account, actor: Account, text: str, key: str) -> None:
    timelines.notify(
        account=account,
        actor=actor,
        kind="met",
        key=f"{key}-{encounter.pk}",
        link=f"/events/{encounter.event.slug}/met",
        text=text,
    )
    pubsub.publish([f"account:{account.pk}"], "met", {"encounter": str(encounter.pk)})


def on_met_asked(fact: MetAsked) -> None:
    encounter = (
        Encounter.objects.select_related("low", "high", "event")
        .filter(pk=fact.encounter_id)
        .first()
    )
    if encounter is None or encounter.met_at is not None:
        return
    both = {encounter.low_id: encounter.low, encounter.high_id: encounter.high}
    _tell(
        encounter,
        both[fact.other_id],
        both[fact.asker_id],
        f"says you met at {encounter.event.name}. Did you?",
        "met-asked",
    )


def on_met(fact: Met) -> None:
    encounter = (
        Encounter.objects.select_related("low", "high", "event")
        .filter(pk=fact.encounter_id)
        .first()
    )
    if encounter is None or encounter.met_at is None:
        return
    for one, other in ((encounter.low, encounter.high), (encounter.high, encounter.low)):
        _tell(encounter, one, other, f"You met at {encounter.event.name}.", "met")
