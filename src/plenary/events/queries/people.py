"""The people page: who is going, whom one knows first.

Each section starts from what is small or indexed (the viewer's ties, the hashtag's latest users,
the speakers) and stops after a page, so that it costs the same at a hundred thousand attendees.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower

from plenary.accounts import queries as accounts
from plenary.accounts.models import Account, Follow, Interest
from plenary.accounts.queries import Filters
from plenary.accounts.visibility import apart
from plenary.events import visibility
from plenary.events.models import Attendance, Event, Going, Speaker
from plenary.events.queries.acquaintance import Acquaintance, acquaintance
from plenary.lib import text
from plenary.statuses.models import HashtagUse

SIZE = 12  # of a section on the first page
FULL = 48  # of a section on its own
MOST_TIES = 5_000  # beyond this many follows, the newest count
FEW = 1_000  # as many as filters may leave for a page to start from them
WINDOWS = 6  # how often to look through more of the hashtag's users for some who attend

NAMES = {
    "mutuals": "You follow each other",
    "following": "You follow",
    "followers": "They follow you",
    "hashtag": "Posting under the hashtag",
    "speakers": "Speakers",
    "others": "Everyone else",
}
TIED = {"mutuals", "following", "followers"}


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
class _Page:
    """What every section of a page needs: who looks, their ties, the attendances they may see as
    far as the filters let them through."""

    viewer: Account | None
    event: Event
    filters: Filters
    few: list[int] | None
    following: set[int]
    followers: set[int]
    rows: QuerySet[Attendance]

    @property
    def known(self) -> set[int]:
        return self.following | self.followers


def _page(viewer: Account | None, event: Event, filters: Filters) -> _Page:
    rows = visibility.attendances(viewer, event).select_related("account").order_by("-pk")
    few = _few(filters)
    rows = rows.filter(filters.condition("account") if few is None else Q(account_id__in=few))
    if viewer is None:
        return _Page(None, event, filters, few, set(), set(), rows)
    ties = Follow.objects.order_by("-pk")
    mine = ties.filter(source=viewer).values_list("target_id", flat=True)
    theirs = ties.filter(target=viewer).values_list("source_id", flat=True)
    return _Page(
        viewer,
        event,
        filters,
        few,
        set(mine[:MOST_TIES]),
        set(theirs[:MOST_TIES]),
        rows.exclude(account=viewer),
    )


def _few(filters: Filters) -> list[int] | None:
    """Ids of all who match, if they are few: then one starts from them. None if they are many:
    then whoever walks along the attendees soon meets enough."""
    if not (filters.specialty or filters.grade or filters.region or filters.interest):
        return None
    rows = Account.objects.all()
    if filters.specialty:
        rows = rows.filter(specialty=filters.specialty)
    if filters.grade:
        rows = rows.filter(grade=filters.grade)
    if filters.region:
        region = Lower(Value(filters.region.strip()))
        rows = rows.alias(folded=Lower("region")).filter(folded=region)
    if filters.interest:
        key = text.fold(filters.interest.strip().lstrip("#"))
        rows = rows.filter(pk__in=Interest.objects.filter(key=key).values("account_id"))
    found = list(rows.values_list("pk", flat=True)[: FEW + 1])
    return found if len(found) <= FEW else None


Found = tuple[list[tuple[Account, str]], int | None]


def _rows(page: _Page, name: str, after: int | None, limit: int) -> Found:
    """People of a section with their state, and where to go on."""
    if name == "hashtag":
        return _hashtag_rows(page, after, limit)
    if name == "speakers":
        return _speaker_rows(page, after, limit)
    rows = page.rows
    if name == "others":
        rows = rows.exclude(account_id__in=page.known) if page.known else rows
    else:
        both, mine, theirs = page.following & page.followers, page.following, page.followers
        ids = {"mutuals": both, "following": mine - theirs, "followers": theirs - mine}[name]
        if not ids:
            return [], None
        rows = rows.filter(account_id__in=ids)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows[: limit + 1])
    people = [(row.account, _state(row)) for row in found[:limit]]
    return people, found[limit - 1].pk if len(found) > limit else None


def _state(row: Attendance) -> str:
    return "" if row.state == Going.GOING else Going(row.state).label


def _hashtag_rows(page: _Page, after: int | None, limit: int) -> Found:
    """Those who posted under the event's hashtag, latest first, without those known already:
    its latest users in growing parts, so that many who do not attend cost little."""
    found: list[tuple[Account, str]] = []
    on: int | None = None
    for size in (limit * 3 << step for step in range(WINDOWS)):
        uses = HashtagUse.objects.filter(hashtag=page.event.hashtag_id, last_status_id__gt=0)
        if page.few is not None:
            uses = uses.filter(account_id__in=page.few)
        if after is not None:
            uses = uses.filter(last_status_id__lt=after)
        newest = uses.order_by("-last_status_id")
        window = list(newest.values_list("account_id", "last_status_id")[:size])
        ids = {pk for pk, _ in window} - page.known
        going = {row.account_id: row for row in page.rows.filter(account_id__in=ids)} if ids else {}
        for pk, last in window:
            if pk not in going:
                continue
            if len(found) == limit:
                return found, on
            found.append((going[pk].account, _state(going[pk])))
            on = last
        if len(window) < size:
            return found, None
        after = window[-1][1]
    return found, after


def _speaker_rows(page: _Page, after: int | None, limit: int) -> Found:
    """Speakers with an account here. The programme is public, so they show whether or not they
    said that they are going."""
    rows = Speaker.objects.filter(event=page.event, account__isnull=False)
    rows = rows.filter(page.filters.condition("account")).exclude(apart(page.viewer))
    if page.viewer is not None:
        rows = rows.exclude(account=page.viewer)
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
    page = _page(viewer, event, filters)
    found = {name: _rows(page, name, None, SIZE) for name in NAMES if viewer or name not in TIED}
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
    rows, on = _rows(_page(viewer, event, filters), name, after, FULL)
    return Section(name, NAMES[name], _cards(viewer, event, rows), on)


def people_found(viewer: Account | None, event: Event, filters: Filters) -> Section:
    """A search by name among those who are going, those the viewer knows first."""
    page = _page(viewer, event, replace(filters, q=""))
    # Found in two ways: few who are tied, or a bounded number of that name.
    found: list[Attendance] = []
    if page.known:
        near = page.rows.filter(filters.condition("account"), account_id__in=page.known)
        found = list(near[:FULL])
    if len(found) < FULL:
        named = set(accounts.named(filters.q)) - page.known
        found += page.rows.filter(account_id__in=named)[: FULL - len(found)]
    cards = _cards(viewer, event, [(row.account, _state(row)) for row in found])
    return Section("found", "Found", cards, None)
