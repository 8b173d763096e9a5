"""The people page: who is going, whom one knows first.

Each section starts from what is small or indexed (the viewer's ties, the hashtag's latest users,
the speakers) and stops after a page, so that it costs the same at a hundred thousand attendees.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from plenary.accounts import queries as accounts
from plenary.accounts.models import Account, Follow
from plenary.accounts.queries import Filters
from plenary.accounts.visibility import apart
from plenary.events import visibility
from plenary.events.models import Attendance, Event, Going, Speaker
from plenary.events.queries.acquaintance import Acquaintance, acquaintance
from plenary.statuses.models import HashtagUse

SIZE = 12  # of a section on the first page
FULL = 48  # of a section on its own
MOST_TIES = 5_000  # beyond this many follows, the newest count

NAMES = {
    "mutuals": "You follow each other",
    "following": "You follow",
    "followers": "They follow you",
    "hashtag": "Posting under the hashtag",
    "speakers": "Speakers",
    "others": "Everyone else",
}


@dataclass(frozen=True)
class Card:
    """A person, how the viewer knows them, and 'Maybe' or 'Joining online' if not 'going'."""

    account: Account
    how: Acquaintance
    state: str


@dataclass(frozen=True)
class Section:
    """People under one heading; `after` is where the next page begins, None at the end."""

    name: str
    title: str
    cards: list[Card]
    after: int | None


@dataclass(frozen=True)
class _Ties:
    """Whom the viewer follows, and who follows the viewer."""

    following: set[int]
    followers: set[int]


def _ties(viewer: Account | None) -> _Ties:
    if viewer is None:
        return _Ties(set(), set())
    ties = Follow.objects.order_by("-pk")
    mine = ties.filter(source=viewer).values_list("target_id", flat=True)
    theirs = ties.filter(target=viewer).values_list("source_id", flat=True)
    return _Ties(set(mine[:MOST_TIES]), set(theirs[:MOST_TIES]))


def _matching(
    viewer: Account | None, event: Event, filters: Filters
) -> QuerySet[Attendance]:
    rows = visibility.attendances(viewer, event).filter(filters.condition("account"))
    return rows.exclude(account=viewer) if viewer is not None else rows


def _rows(
    viewer: Account | None,
    event: Event,
    name: str,
    ties: _Ties,
    filters: Filters,
    after: int | None,
    limit: int,
) -> tuple[list[tuple[Account, str]], int | None]:
    """People of a section with their state, and where to go on."""
    if name == "hashtag":
        return _hashtag_rows(viewer, event, ties, filters, after, limit)
    if name == "speakers":
        return _speaker_rows(viewer, event, filters, after, limit)
    rows = _matching(viewer, event, filters)
    if name == "mutuals":
        rows = rows.filter(account_id__in=ties.following & ties.followers)
    elif name == "following":
        rows = rows.filter(account_id__in=ties.following - ties.followers)
    elif name == "followers":
        rows = rows.filter(account_id__in=ties.followers - ties.following)
    else:
        rows = rows.exclude(account_id__in=ties.following | ties.followers)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.select_related("account").order_by("-pk")[: limit + 1])
    people = [(row.account, _state(row)) for row in found[:limit]]
    return people, found[limit - 1].pk if len(found) > limit else None


def _state(row: Attendance) -> str:
    return "" if row.state == Going.GOING else Going(row.state).label


def _hashtag_rows(
    viewer: Account | None,
    event: Event,
    ties: _Ties,
    filters: Filters,
    after: int | None,
    limit: int,
) -> tuple[list[tuple[Account, str]], int | None]:
    """Those who posted under the event's hashtag, latest first, without those known already."""
    if event.hashtag_id is None:
        return [], None
    going = _matching(viewer, event, filters).filter(account=OuterRef("account_id"))
    uses = (
        HashtagUse.objects.filter(Exists(going), hashtag_id=event.hashtag_id)
        .exclude(account_id__in=ties.following | ties.followers)
        .select_related("account")
        .order_by("-last_status_id", "-pk")
    )
    if after is not None:
        uses = uses.filter(last_status_id__lt=after)
    found = list(uses[: limit + 1])
    states = {
        row.account_id: _state(row)
        for row in Attendance.objects.filter(
            event=event, account__in=[use.account_id for use in found]
        )
    }
    people = [(use.account, states[use.account_id]) for use in found[:limit]]
    return people, found[limit - 1].last_status_id if len(found) > limit else None


def _speaker_rows(
    viewer: Account | None, event: Event, filters: Filters, after: int | None, limit: int
) -> tuple[list[tuple[Account, str]], int | None]:
    """Speakers with an account here. The programme is public, so they show whether or not they
    said that they are going."""
    rows = Speaker.objects.filter(event=event, account__isnull=False)
    rows = rows.filter(filters.condition("account")).exclude(apart(viewer))
    if viewer is not None:
        rows = rows.exclude(account=viewer)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.select_related("account").order_by("-pk")[: limit + 1])
    people = [(row.account, "Speaker") for row in found[:limit] if row.account is not None]
    return people, found[limit - 1].pk if len(found) > limit else None


def _cards(
    viewer: Account | None, event: Event, people: Sequence[tuple[Account, str]]
) -> list[Card]:
    known = acquaintance(viewer, [account for account, _ in people], event)
    return [Card(account, known[account.pk], state) for account, state in people]


def people(viewer: Account | None, event: Event, filters: Filters) -> list[Section]:
    """Every section's first page, empty ones left out; one look-up of ties and one of how the
    viewer knows all of them together."""
    ties = _ties(viewer)
    found = {}
    for name in NAMES:
        if viewer is None and name in {"mutuals", "following", "followers"}:
            continue
        found[name] = _rows(viewer, event, name, ties, filters, None, SIZE)
    everyone = {account.pk: account for rows, _ in found.values() for account, _ in rows}
    known = acquaintance(viewer, list(everyone.values()), event)
    return [
        Section(
            name,
            NAMES[name],
            [Card(account, known[account.pk], state) for account, state in rows],
            after,
        )
        for name, (rows, after) in found.items()
        if rows
    ]


def section(
    viewer: Account | None, event: Event, name: str, filters: Filters, after: int | None = None
) -> Section:
    """One section on its own, a page at a time."""
    rows, on = _rows(viewer, event, name, _ties(viewer), filters, after, FULL)
    return Section(name, NAMES[name], _cards(viewer, event, rows), on)


def people_found(viewer: Account | None, event: Event, filters: Filters) -> Section:
    """A search by name among those who are going, those the viewer knows first."""
    rows = visibility.attendances(viewer, event).select_related("account").order_by("-pk")
    ties = _ties(viewer)
    known = ties.following | ties.followers
    matching = rows.filter(filters.condition("account"))
    # The two are found by different ways: few who are tied, or few of that name.
    found = list(matching.filter(account_id__in=known)[:FULL]) if known else []
    if len(found) < FULL:
        named = set(accounts.named(filters.q)) - known
        found += matching.filter(account_id__in=named)[: FULL - len(found)]
    cards = _cards(viewer, event, [(row.account, _state(row)) for row in found])
    return Section("found", "Found", cards, None)
