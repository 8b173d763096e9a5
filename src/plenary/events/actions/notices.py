"""Telling people what happens around them: reactions, run by the worker, idempotent."""

from collections.abc import Iterable

from django.db.models import Q

from plenary.accounts.facts import AccountBlocked
from plenary.accounts.models import Account, Follow
from plenary.events import visibility
from plenary.events.facts import CheckedIn, CheckedOut, MeetupAnnounced, MeetupJoined, Waved
from plenary.events.models import Attendance, Meetup, MeetupGuest, Presence, Session, Wave
from plenary.lib import clock, pubsub
from plenary.timelines import actions as timelines

MOST_TOLD = 500


def on_checked_in(fact: CheckedIn) -> None:
    presence = (
        Presence.objects.select_related("account", "session")
        .filter(account=fact.account_id, session=fact.session_id, expires_at__gt=clock.now())
        .first()
    )
    if presence is not None:
        waved_at = Wave.objects.filter(session=fact.session_id, source=fact.account_id).values_list(
            "target_id", flat=True
        )
        _tell_watchers(presence.account, presence.session, presence.audience, waved_at)


def on_checked_out(fact: CheckedOut) -> None:
    account = Account.objects.filter(pk=fact.account_id).first()
    session = Session.objects.filter(pk=fact.session_id).first()
    if account is not None and session is not None:
        _tell_watchers(account, session, fact.audience, fact.waved_at)


def _tell_watchers(
    account: Account, session: Session, audience: str, waved_at: Iterable[int]
) -> None:
    """Only the pages of those who could see the person hear that the room changed."""
    rows = visibility.watchers(account, session, audience, waved_at)
    channels = [pubsub.account(pk) for pk in rows.values_list("account_id", flat=True)]
    pubsub.publish(channels, "room", {"session": str(session.pk)})


def on_account_blocked(fact: AccountBlocked) -> None:
    """Two in one room: the open page of each drops the other."""
    now = clock.now()
    rows = Presence.objects.filter(
        account__in=[fact.source_id, fact.target_id], expires_at__gt=now
    ).values_list("account_id", "session_id")
    here = dict(rows)
    if len(set(here.values())) == 1 and len(here) == 2:
        session = str(here[fact.source_id])
        pubsub.publish([pubsub.account(pk) for pk in here], "room", {"session": session})


def on_waved(fact: Waved) -> None:
    """Once to each notification page, however often somebody leaves, comes back and waves."""
    wave = (
        Wave.objects.select_related("source", "target", "session__event")
        .filter(pk=fact.wave_id)
        .first()
    )
    if wave is None:
        return
    if not visibility.waves_to(wave.target, wave.session).filter(pk=wave.pk).exists():
        return
    back = Wave.objects.filter(
        session=wave.session_id, source=wave.target_id, target=wave.source_id
    ).exists()
    timelines.notify(
        account=wave.target,
        actor=wave.source,
        kind="wave",
        key=f"wave-{'back-' if back else ''}{wave.session_id}-{wave.source_id}",
        link=f"/events/{wave.session.event.slug}/sessions/{wave.session_id}/room",
        text="waved back" if back else f"waves at you in {wave.session.title}",
    )
    pubsub.publish(
        [pubsub.account(wave.target_id)],
        "wave",
        {"wave": str(wave.pk), "session": str(wave.session_id)},
    )


def on_meetup_announced(fact: MeetupAnnounced) -> None:
    """Mutuals of the host who attend are told."""
    meetup = Meetup.objects.select_related("host", "event").filter(pk=fact.meetup_id).first()
    if meetup is None:
        return
    host = meetup.host
    mutual = Q(account__in=Follow.objects.filter(source=host).values("target_id")) & Q(
        account__in=Follow.objects.filter(target=host).values("source_id")
    )
    rows = Attendance.objects.filter(mutual, event=meetup.event).select_related("account")
    for row in rows.order_by("pk")[:MOST_TOLD]:
        _tell_of(meetup, row.account, host, f"proposes a meet-up: {meetup.title}", "meetup")


def on_meetup_joined(fact: MeetupJoined) -> None:
    guest = (
        MeetupGuest.objects.select_related("meetup__host", "meetup__event", "account")
        .filter(meetup=fact.meetup_id, account=fact.account_id)
        .first()
    )
    if guest is not None:
        _tell_of(
            guest.meetup,
            guest.meetup.host,
            guest.account,
            f"comes to {guest.meetup.title}",
            f"joined-{guest.account_id}",
        )


def _tell_of(meetup: Meetup, account: Account, actor: Account, words: str, key: str) -> None:
    timelines.notify(
        account=account,
        actor=actor,
        kind="meetup",
        key=f"{key}-{meetup.pk}",
        link=f"/events/{meetup.event.slug}/meetups",
        text=words,
    )
