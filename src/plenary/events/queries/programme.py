"""Reading a programme: public, except for one's own stars."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from plenary.accounts.models import Account
from plenary.accounts.visibility import apart
from plenary.events.models import (
    AgendaFeed,
    Day,
    Event,
    Room,
    Session,
    SessionSpeaker,
    Speaker,
    Star,
)
from plenary.events.rules import programme as rules
from plenary.lib import clock
from plenary.lib.errors import NotFound
from plenary.statuses.models import Hashtag


@dataclass(frozen=True)
class Row:
    """A session as a list shows it. `phase` is 'past', 'now', 'next' or 'later'."""

    session: Session
    speakers: list[Speaker]
    starred: bool
    phase: str
    clash: bool = False

    @property
    def colour(self) -> int:
        """Which of eight colours the track has; the same everywhere, 0 for none."""
        track = self.session.track
        return sum(track.encode()) % 7 + 1 if track else 0


@dataclass(frozen=True)
class Listing:
    """Events by when they are, as the list of events shows them."""

    now: list[Event]
    coming: list[Event]
    past: list[Event]


def event(viewer: Account | None, slug: str) -> Event:
    """An event by its address (one query); NotFound where there is none."""
    found = (
        Event.objects.select_related("hashtag", "organiser", "account").filter(slug=slug).first()
    )
    if found is None:
        raise NotFound("There is no such event here.")
    return found


def may_organise(viewer: Account | None, event: Event) -> bool:
    return viewer is not None and event.organiser_id == viewer.pk


def events(viewer: Account | None, limit: int = 50) -> Listing:
    """Events running, coming soonest first, and past latest first."""
    today = clock.now().date()
    rows = Event.objects.select_related("hashtag")
    coming = rows.filter(ends_on__gte=today).order_by("starts_on", "pk")[:limit]
    past = rows.filter(ends_on__lt=today).order_by("-ends_on", "pk")[:limit]
    return Listing(
        now=[one for one in coming if one.starts_on <= today],
        coming=[one for one in coming if one.starts_on > today],
        past=list(past),
    )


def event_of_hashtag(viewer: Account | None, hashtag: Hashtag) -> Event | None:
    """The event under whose hashtag posts stand, the latest if there are several."""
    return Event.objects.filter(hashtag=hashtag).order_by("-starts_on", "-pk").first()


def days(viewer: Account | None, event: Event) -> list[Day]:
    return list(Day.objects.filter(event=event).order_by("index"))


def rooms(viewer: Account | None, event: Event) -> list[Room]:
    return list(Room.objects.filter(event=event).order_by("position", "pk"))


def tracks(viewer: Account | None, event: Event) -> list[str]:
    """The names of the tracks that sessions have."""
    named = Session.objects.filter(event=event).exclude(track="")
    return sorted(named.values_list("track", flat=True).distinct())


def today(days: list[Day]) -> Day | None:
    """The programme day that runs now, else the next, else the last."""
    moment = clock.now()
    for day in days:
        if moment < day.ends_at:
            return day
    return days[-1] if days else None


def _accounts(viewer: Account | None, path: str) -> "Prefetch[Any]":
    """The accounts of speakers: of one whom the viewer must not meet only the name in the
    programme is left."""
    return Prefetch(path, queryset=Account.objects.exclude(apart(viewer, "pk")))


def _full(viewer: Account | None, sessions: QuerySet[Session]) -> QuerySet[Session]:
    links = (
        SessionSpeaker.objects.select_related("speaker")
        .prefetch_related(_accounts(viewer, "speaker__account"))
        .order_by("position")
    )
    return sessions.select_related("room", "day").prefetch_related(
        Prefetch("session_speakers", queryset=links)
    )


def _starred(viewer: Account | None, event: Event) -> set[int]:
    if viewer is None:
        return set()
    stars = Star.objects.filter(account=viewer, session__event=event)
    return set(stars.values_list("session_id", flat=True))


def _rows(sessions: Iterable[Session], starred: set[int], moment: datetime) -> list[Row]:
    sessions = list(sessions)
    first_ahead = min((s.starts_at for s in sessions if s.starts_at > moment), default=None)
    rows = []
    for session in sessions:
        if rules.is_now(session, moment):
            phase = "now"
        elif session.ends_at <= moment:
            phase = "past"
        elif session.starts_at == first_ahead and session.starts_at - moment <= rules.SOON:
            phase = "next"
        else:
            phase = "later"
        speakers = [link.speaker for link in session.session_speakers.all()]
        rows.append(Row(session, speakers, session.pk in starred, phase))
    return rows


def day_programme(viewer: Account | None, event: Event, day: Day) -> list[Row]:
    """A day's sessions in order of time, then room (four queries)."""
    sessions = _full(viewer, Session.objects.filter(event=event, day=day)).order_by(
        "starts_at", "room__position", "pk"
    )
    return _rows(sessions, _starred(viewer, event), clock.now())


def now_and_next(viewer: Account | None, event: Event) -> list[Row]:
    """What runs now, and what begins next within three hours."""
    moment = clock.now()
    sessions = _full(
        viewer,
        Session.objects.filter(event=event, ends_at__gt=moment, starts_at__lte=moment + rules.SOON),
    ).order_by("starts_at", "room__position", "pk")
    return [row for row in _rows(sessions, _starred(viewer, event), moment) if row.phase != "later"]


def session(viewer: Account | None, event: Event, session_id: int) -> Session:
    """A session of this event and of no other."""
    found = Session.objects.select_related("room", "day").filter(event=event, pk=session_id).first()
    if found is None:
        raise NotFound("There is no such session at this event.")
    found.event = event
    return found


def session_row(viewer: Account | None, event: Event, session_id: int) -> Row:
    """One session with its speakers and one's star."""
    found = _full(viewer, Session.objects.filter(event=event, pk=session_id))
    rows = _rows(found, _starred(viewer, event), clock.now())
    if not rows:
        raise NotFound("There is no such session at this event.")
    return rows[0]


def agenda(viewer: Account, event: Event) -> list[Row]:
    """One's starred sessions in order, with those that overlap marked."""
    starred = _starred(viewer, event)
    sessions = _full(viewer, Session.objects.filter(event=event, pk__in=starred)).order_by(
        "starts_at", "pk"
    )
    rows = _rows(sessions, starred, clock.now())
    clashing = rules.clashes(row.session for row in rows)
    return [
        Row(row.session, row.speakers, row.starred, row.phase, clash=position in clashing)
        for position, row in enumerate(rows)
    ]


def agenda_feed(viewer: Account, event: Event) -> AgendaFeed | None:
    """The viewer's own secret feed, if they asked for one."""
    return AgendaFeed.objects.filter(account=viewer, event=event).first()


def agenda_of_token(token: str) -> tuple[Event, set[int]]:
    """What a feed's secret address leads to: the event and the starred sessions' ids."""
    feed = (
        AgendaFeed.objects.select_related("event", "account")
        .filter(token=token, account__suspended_at__isnull=True)
        .first()
    )
    if feed is None:
        raise NotFound
    return feed.event, _starred(feed.account, feed.event)


def speakers(viewer: Account | None, event: Event) -> list[Speaker]:
    """Everyone on the programme, by name, with the account where it is known."""
    rows = Speaker.objects.filter(event=event).prefetch_related(_accounts(viewer, "account"))
    return list(rows.order_by("name", "pk"))
