"""Makes people and events for tests, straight into the tables."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from plenary.accounts.models import Account, Block, Follow, User
from plenary.events.models import Attendance, Day, Event, Presence, Room, Session
from plenary.lib import clock

_numbers = count(1)
PASSWORD = "a long enough secret"


def make_account(username: str = "", **columns: Any) -> Account:
    """A local account with a user who can sign in with PASSWORD."""
    username = username or f"doctor{next(_numbers)}"
    columns.setdefault("display_name", f"Dr {username.title()}")
    account = Account.objects.create(username=username, skeleton=username.lower(), **columns)
    user = User(email=f"{username}@example.org", account=account)
    user.set_password(PASSWORD)
    user.save()
    return account


def make_remote(username: str = "", domain: str = "clinic.example", **columns: Any) -> Account:
    """An account of another server, which nobody here signs in to."""
    username = username or f"colleague{next(_numbers)}"
    columns.setdefault("display_name", f"Dr {username.title()}")
    columns.setdefault("uri", f"https://{domain}/users/{username}")
    columns.setdefault("page", f"https://{domain}/@{username}")
    return Account.objects.create(
        username=username, domain=domain, skeleton=username.lower(), **columns
    )


def follow(source: Account, target: Account) -> Follow:
    """`source` follows `target`; the counts of both are kept."""
    tie = Follow.objects.create(source=source, target=target)
    Account.objects.filter(pk=source.pk).update(following_count=source.following.count())
    Account.objects.filter(pk=target.pk).update(followers_count=target.followers.count())
    return tie


def befriend(one: Account, other: Account) -> None:
    follow(one, other)
    follow(other, one)


def block(source: Account, target: Account) -> Block:
    return Block.objects.create(source=source, target=target)


def make_event(slug: str = "", *, day: date | None = None, **columns: Any) -> Event:
    """A one-day event today (or on `day`), in UTC."""
    day = day or clock.now().date()
    slug = slug or f"event{next(_numbers)}"
    columns.setdefault("name", slug.title())
    return Event.objects.create(slug=slug, starts_on=day, ends_on=day, **columns)


def make_session(event: Event, title: str = "A session", **columns: Any) -> Session:
    """A session of an hour that began ten minutes ago, in 'Hall 1' unless told otherwise."""
    starts = columns.pop("starts_at", clock.now() - timedelta(minutes=10))
    ends = columns.pop("ends_at", starts + timedelta(hours=1))
    midnight = datetime.combine(starts.date(), datetime.min.time(), UTC)
    day, _ = Day.objects.get_or_create(
        event=event,
        date=starts.date(),
        defaults={
            "index": event.days.count() + 1,
            "starts_at": midnight,
            "ends_at": midnight + timedelta(days=1),
        },
    )
    room = columns.pop("room", None)
    if room is None:
        room, _ = Room.objects.get_or_create(event=event, name="Hall 1")
    return Session.objects.create(
        event=event,
        day=day,
        room=room,
        title=title,
        identity=columns.pop("identity", str(UUID(int=next(_numbers)))),
        starts_at=starts,
        ends_at=ends,
        **columns,
    )


def attend(
    event: Event, account: Account, audience: str = "everyone", state: str = "going"
) -> Attendance:
    return Attendance.objects.create(event=event, account=account, audience=audience, state=state)


def check_in(session: Session, account: Account, audience: str = "room", **seat: Any) -> Presence:
    return Presence.objects.create(
        session=session, account=account, audience=audience, expires_at=session.ends_at, **seat
    )
