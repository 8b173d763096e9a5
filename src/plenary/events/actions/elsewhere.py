"""Coming from another server: joining and leaving, and being asked to come."""

import re
from contextlib import suppress

from django.db import IntegrityError, transaction

from plenary.accounts import queries as accounts
from plenary.accounts.models import Account
from plenary.accounts.visibility import may_meet
from plenary.events.actions.attendance import record_change, withdraw
from plenary.events.actions.fronting import front
from plenary.events.facts import InvitedElsewhere, JoinReceived
from plenary.events.models import (
    Answer,
    Attendance,
    Audience,
    Event,
    EventInvitation,
    Going,
)
from plenary.events.visibility import is_attending
from plenary.jobs.facts import record
from plenary.jobs.tasks import finishing, task
from plenary.lib import clock, questions
from plenary.lib.errors import NotFound, Refused

MOST_ASKED = 200
_ACCT = re.compile(r"[A-Za-z0-9_.-]{1,64}@[^\s@/]{1,253}")


def join(account: Account, slug: str, join_uri: str) -> bool:
    """Somebody of another server says that they come; whether they are welcome. Their server shows
    it to anybody; here it is shown to other attendees, the least that takes part. Whoever they may
    not meet here answers no, and so does what is over or called off. NotFound: no such event."""
    with transaction.atomic():
        event = _held(slug)
        mine = front(event)
        welcome = (
            account.suspended_at is None
            and may_meet(account, mine)
            and event.cancelled_at is None
            and event.ends_on >= clock.now().astimezone(event.tz).date()
            and (event.organiser is None or may_meet(account, event.organiser))
        )
        if welcome:
            Attendance.objects.update_or_create(
                event=event,
                account=account,
                defaults={"join_uri": join_uri[:500], "updated_at": clock.now()},
                create_defaults={
                    "join_uri": join_uri[:500],
                    "state": Going.GOING,
                    "audience": Audience.ATTENDEES,
                },
            )
            asked = EventInvitation.objects.filter(event=event, account=account)
            asked.update(answer=Answer.ACCEPTED)
            record_change(account, event)
        record(JoinReceived(event.pk, account.pk, join_uri, accepted=welcome))
    return welcome


def leave(account: Account, slug: str) -> None:
    """They do not come after all; who never said so, is not heard."""
    with transaction.atomic():
        event = _held(slug)
        if Attendance.objects.filter(event=event, account=account).exclude(join_uri="").exists():
            withdraw(account, event)


def _held(slug: str) -> Event:
    rows = Event.objects.select_for_update(of=("self",))
    event = rows.select_related("account", "hashtag", "organiser").filter(slug=slug).first()
    if event is None:
        raise NotFound
    return event


def invite(actor: Account, event: Event, account: Account) -> EventInvitation:
    """Ask somebody of another server to come: by its organiser, or who goes themselves."""
    if event.organiser_id != actor.pk and not is_attending(actor, event):
        raise NotFound
    if not account.domain:
        raise Refused("They are here already: send them the address of the event.", field="account")
    if not may_meet(actor, account) or not may_meet(account, front(event)):
        raise NotFound("There is nobody of that name.", field="account")
    if event.cancelled_at is not None or event.ends_on < clock.now().date():
        raise Refused("This event is over.")
    lately = EventInvitation.objects.filter(event=event, by=actor)
    if lately.count() >= MOST_ASKED:
        raise Refused(f"You asked {MOST_ASKED} people; that is as many as one may.")
    try:
        with transaction.atomic():
            asked = EventInvitation.objects.create(event=event, account=account, by=actor)
            record(InvitedElsewhere(asked.pk))
    except IntegrityError:  # by somebody else: once is enough
        return EventInvitation.objects.get(event=event, account=account)
    return asked


def invite_named(actor: Account, event: Event, handle: str) -> EventInvitation | None:
    """The same by a handle, `@name@server`. None: nobody here knows them yet, and they are looked
    for; who is found is asked."""
    acct = handle.strip().lstrip("@")
    if not _ACCT.fullmatch(acct):
        raise Refused("A handle of another server is like @name@server.example.", field="handle")
    if event.organiser_id != actor.pk and not is_attending(actor, event):
        raise NotFound
    try:
        known = accounts.get_by_acct(actor, acct)
    except NotFound:
        find_and_invite.enqueue(actor.pk, event.pk, acct)
        return None
    return invite(actor, event, known)


@task(slow=True, max_attempts=3)
def find_and_invite(actor_id: int, event_id: int, acct: str) -> None:
    found = None
    with suppress(questions.Unreachable):
        found = questions.ask("resolve_account", acct)
    with finishing():
        actor = Account.objects.filter(pk=actor_id, suspended_at__isnull=True).first()
        event = Event.objects.select_related("account", "hashtag").filter(pk=event_id).first()
        if found is not None and actor is not None and event is not None:
            with suppress(NotFound, Refused):
                invite(actor, event, found)


def answered(account: Account, invitation_id: int, *, accepted: bool) -> None:
    """What the one who was asked says; nobody else's answer counts."""
    EventInvitation.objects.filter(pk=invitation_id, account=account).update(
        answer=Answer.ACCEPTED if accepted else Answer.REJECTED
    )
