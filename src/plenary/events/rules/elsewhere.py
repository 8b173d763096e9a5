"""Pure rules of an event among servers: what it says of itself, and what it passes on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from plenary.accounts.rules import HANDLE_LENGTH, MAX_DISPLAY_NAME, MAX_NOTE
from plenary.events.models import Attendance, Audience, Event
from plenary.lib import text
from plenary.statuses.models import Status, Visibility

# How long after its last day posts under a hashtag are still of this event and not of the next.
AFTERGLOW = timedelta(days=14)
# So many of one person are passed on at once in a day; further ones wait for an organiser.
MOST_A_DAY = 20
MOST_TRIED = 50


def handles(event: Event) -> Iterator[str]:
    """Handles an event could have, the likeliest first: its hashtag, its address, with a number."""
    most = HANDLE_LENGTH[1]
    tag = event.hashtag.display if event.hashtag is not None else ""
    wanted = [
        re.sub(r"[^A-Za-z0-9_]+", "_", one).strip("_")[:most].strip("_")
        for one in (tag, event.slug.replace("-", "_"))
    ]
    names = [one for one in dict.fromkeys(wanted) if len(one) >= HANDLE_LENGTH[0]]
    yield from names
    root = names[0] if names else "congress"
    yield f"{root[: most - 6]}_event"
    for number in range(2, MOST_TRIED):
        yield f"{root[: most - 9]}_event_{number}"
    yield f"event_{event.pk}"


def display_name(event: Event) -> str:
    return text.clean_line(event.name)[:MAX_DISPLAY_NAME]


def note(event: Event) -> str:
    """When and where, then what the organiser says of it."""
    head = "\n".join(line for line in (when(event), where(event)) if line)
    words = text.clean(event.description).strip()
    return f"{head}\n\n{words}".strip()[:MAX_NOTE].strip()


def when(event: Event) -> str:
    """'3 to 5 March 2027', in words that need no calendar."""
    first, last = event.starts_on, event.ends_on
    end = f"{last.day} {last:%B %Y}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {end}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {end}"
    return f"{first.day} {first:%B %Y} to {end}"


def where(event: Event) -> str:
    return ", ".join(part for part in (event.venue, event.address) if part)


def announcement(event: Event, address: str) -> str:
    """The event as an ordinary post, within 500 characters wherever it is read."""
    lines = [
        f"Cancelled: {event.name}" if event.cancelled_at else event.name,
        " · ".join(part for part in (when(event), where(event)[:120]) if part),
        address,
    ]
    if event.hashtag is not None:
        lines.append(f"#{event.hashtag.display}")
    return "\n\n".join(line for line in lines if line)


@dataclass(frozen=True)
class Span:
    starts_at: datetime
    ends_at: datetime


def span(starts_on: date, ends_on: date, zone: ZoneInfo) -> Span:
    """Whole days where the event is."""
    return Span(
        datetime.combine(starts_on, time.min, zone),
        datetime.combine(ends_on, time(23, 59, 59), zone),
    )


def may_pass_on_of(attendance: Attendance) -> bool:
    """Whose posts: of people who let everybody know that they go, for a boost tells it; and of who
    joined from another server, where that is public. Not of who signs in here with an account
    elsewhere and shows it to some."""
    return attendance.join_uri != "" or attendance.audience == Audience.EVERYONE


def may_pass_on(status: Status) -> bool:
    """Which posts: public, what the author says of their own accord, nothing sensitive, and of
    nobody whom the moderators limited."""
    author = status.account
    return (
        status.visibility == Visibility.PUBLIC
        and status.reblog_of_id is None
        and not status.sensitive
        and not status.spoiler_text
        and not status.in_reply_to_uri
        and status.in_reply_to_account_id in (None, author.pk)
        and (status.in_reply_to_id is None or status.in_reply_to_account_id == author.pk)
        and author.suspended_at is None
        and author.silenced_at is None
        and author.sensitized_at is None
    )
