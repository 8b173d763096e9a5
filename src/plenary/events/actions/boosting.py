"""An event's account passes on what attendees post under its hashtag: who wants it, what the rules
allow, and nothing that an organiser or a moderator took back."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q, QuerySet

from plenary.accounts.facts import AccountBlocked
from plenary.accounts.models import Account, User
from plenary.accounts.visibility import may_meet
from plenary.events.actions.fronting import front
from plenary.events.actions.organising import organised
from plenary.events.facts import BoostingChanged
from plenary.events.models import Attendance, Boosting, Event, EventPost, Passing
from plenary.events.rules import elsewhere as rules
from plenary.jobs.facts import record
from plenary.lib import clock
from plenary.lib.errors import NotFound, Refused
from plenary.lib.ids import first_id_at
from plenary.lib.rows import rows
from plenary.statuses import actions as statuses
from plenary.statuses.actions.reactions import unboost_known
from plenary.statuses.facts import StatusEdited, StatusPublished
from plenary.statuses.models import Status, StatusHashtag


def on_post_published(fact: StatusPublished) -> None:
    _weigh(fact.status_id)


def on_post_edited(fact: StatusEdited) -> None:
    """It may have got the hashtag now, or lost it."""
    _weigh(fact.status_id)


# Whether a post has to do with an event at all, as nearly all have not.
_CONCERNED = """
    SELECT 1 FROM plenary_statushashtag t JOIN plenary_event e ON e.hashtag_id = t.hashtag_id
    WHERE t.status_id = %(id)s UNION ALL SELECT 1 FROM plenary_eventpost WHERE status_id = %(id)s
"""


def _weigh(status_id: int) -> None:
    if not rows(_CONCERNED, {"id": status_id}):
        return
    status = Status.objects.select_related("account").filter(pk=status_id).first()
    if status is None:
        return
    tags = StatusHashtag.objects.filter(status=status).values("hashtag_id")
    since = clock.now().date() - rules.AFTERGLOW
    under = Event.objects.select_related("account", "hashtag")
    for event in under.filter(hashtag__in=tags, ends_on__gte=since):
        _settle(event, status)
    for row in _rows().filter(status=status).exclude(event__hashtag__in=tags):
        _take_away(row)


def _rows() -> QuerySet[EventPost]:
    kept = EventPost.objects.exclude(state=Passing.DROPPED)
    return kept.select_related("event__account", "status__account")


def _settle(event: Event, status: Status) -> None:
    """Bring what the event does with a post in line with what is allowed now; any number of
    times."""
    with transaction.atomic():
        row = EventPost.objects.select_for_update().filter(event=event, status=status).first()
        if row is not None and row.state == Passing.DROPPED:
            return
        if not _allowed(event, status):
            if row is not None:
                row.event, row.status = event, status
                _take_away(row)
            return
        if row is None:
            row = EventPost(event=event, status=status, state=_first_state(event, status))
        elif row.state == Passing.BOOSTED:
            return
        row.event, row.status = event, status
        if row.state == Passing.BOOSTED:
            statuses.boost(front(event), status.pk)
        row.save()


def _allowed(event: Event, status: Status) -> bool:
    if event.boosting == Boosting.OFF or not rules.may_pass_on(status):
        return False
    attending = Attendance.objects.filter(event=event, account=status.account_id).first()
    if attending is None or not rules.may_pass_on_of(attending):
        return False
    mine = front(event)
    return mine.suspended_at is None and may_meet(mine, status.account)


def _first_state(event: Event, status: Status) -> str:
    if event.boosting != Boosting.AUTOMATIC:
        return Passing.WAITING
    today = first_id_at(clock.now() - timedelta(days=1))
    lately = EventPost.objects.filter(
        event=event, status__account=status.account_id, status__gte=today, state=Passing.BOOSTED
    )
    return Passing.BOOSTED if lately.count() < rules.MOST_A_DAY else Passing.WAITING


def _take_away(row: EventPost) -> None:
    """As if it had never been; who may be passed on again, is."""
    with transaction.atomic():
        if row.event.account is not None:
            unboost_known(row.event.account, row.status)
        EventPost.objects.filter(pk=row.pk).delete()


def on_boosting_changed(fact: BoostingChanged) -> None:
    """Somebody came, left, or shows it to others; or the event decided otherwise."""
    rows = _rows().filter(event=fact.event_id)
    if fact.account_id is not None:
        rows = rows.filter(status__account=fact.account_id)
    for row in rows.order_by("pk"):
        if not _allowed(row.event, row.status):
            _take_away(row)


def on_account_blocked(fact: AccountBlocked) -> None:
    """Who blocks an event is in nothing of its; nor whom it blocked."""
    pair = (fact.source_id, fact.target_id)
    for row in _rows().filter(event__account__in=pair, status__account__in=pair):
        _take_away(row)


def on_people_judged(_: object) -> None:
    """Moderators decided about somebody, or about a server: of whom they limited nothing more is
    handed to strangers."""
    author = "status__account__"
    columns = (f"{author}{what}_at" for what in ("suspended", "silenced", "sensitized"))
    judged = reduce(or_, (Q(**{f"{column}__isnull": False}) for column in columns))
    for row in _rows().filter(judged).order_by("pk"):
        _take_away(row)


def set_boosting(actor: Account, event: Event, boosting: str) -> Event:
    if boosting not in Boosting.values:
        raise Refused("Choose what happens with posts under the hashtag.", field="boosting")
    with transaction.atomic():
        event = organised(actor, event)
        if event.boosting != boosting:
            event.boosting = boosting
            event.save(update_fields=["boosting"])
            record(BoostingChanged(event.pk))
    return event


def accept_post(actor: Account, event: Event, status_id: int) -> None:
    """Pass on what waits. NotFound for what does not, or may not be any more."""
    with transaction.atomic():
        event = organised(actor, event)
        row = _waiting(event, status_id)
        if not _allowed(event, row.status):
            raise NotFound
        statuses.boost(front(event), status_id)
        row.state = Passing.BOOSTED
        row.save(update_fields=["state"])


def _waiting(event: Event, status_id: int) -> EventPost:
    rows = EventPost.objects.select_for_update(of=("self",)).select_related("status__account")
    row = rows.filter(event=event, status=status_id, state=Passing.WAITING).first()
    if row is None:
        raise NotFound
    return row


def drop_post(actor: Account, event: Event, status_id: int) -> None:
    """Neither now nor later: for the organiser, and whoever moderates here."""
    with transaction.atomic():
        if not User.objects.filter(account=actor, is_staff=True, is_active=True).exists():
            event = organised(actor, event)
        rows = EventPost.objects.select_for_update(of=("self",)).select_related("status__account")
        row = rows.filter(event=event, status=status_id).first()
        if row is None:
            raise NotFound
        EventPost.objects.filter(pk=row.pk).update(state=Passing.DROPPED)
        unboost_known(front(event), row.status)
