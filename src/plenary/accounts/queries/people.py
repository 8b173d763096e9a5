"""Lists of people, a page at a time. A page goes on by the id after which the next begins."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower

from plenary.accounts import rules
from plenary.accounts.models import Account, Block, Follow, FollowRequest, Interest, Mute, NameWord
from plenary.accounts.queries.naming import named
from plenary.accounts.visibility import apart, limited
from plenary.accounts.visibility import muted as muted_by
from plenary.lib import clock, text
from plenary.lib.errors import NotFound

__all__ = [
    "Filters",
    "Listing",
    "blocked",
    "blocked_by_me",
    "directory",
    "follow_requests",
    "followers",
    "following",
    "muted",
    "search",
]

PAGE = 24


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of accounts; `next` is where the following one begins, None at the end."""

    accounts: list[Account]
    next: int | None


@dataclass(frozen=True, slots=True)
class Filters:
    """What people are looked for by; empty is any."""

    q: str = ""
    specialty: str = ""
    grade: str = ""
    region: str = ""
    interest: str = ""

    def __bool__(self) -> bool:
        return bool(self.q or self.specialty or self.grade or self.region or self.interest)

    def condition(self, field: str = "pk") -> Q:
        """The filters on rows that are few already, such as an event's attendees: their accounts
        are in `field`, as in `visibility.apart`."""
        prefix = "" if field in {"pk", "id"} else f"{field}__"
        ref = OuterRef(_column(field))
        found = Q()
        for name in ("specialty", "grade"):
            if value := getattr(self, name):
                found &= Q(**{f"{prefix}{name}": value})
        if self.region:
            found &= Q(**{f"{prefix}region__iexact": self.region.strip()})
        if self.interest:
            key = text.fold(self.interest.strip().lstrip("#"))
            found &= Q(Exists(Interest.objects.filter(key=key, account=ref)))
        if self.q:
            words = rules.query_words(self.q)
            found &= Q(pk__in=[]) if not words else Q()
            for word in words:
                found &= Q(Exists(_with_word(word, ref)))
        return found


def _column(field: str) -> str:
    return field if field in {"pk", "id"} else f"{field}_id"


def _with_word(word: str, account: Any) -> QuerySet[NameWord]:
    return NameWord.objects.filter(account=account, word__prefix=word)


def search(
    viewer: Account | None, filters: Filters, *, before: int | None = None, limit: int = PAGE
) -> Listing:
    """People who wish to be found, the newest first."""
    rows = Account.objects.filter(discoverable=True, moved_to=None).exclude(apart(viewer, "pk"))
    rows = rows.exclude(limited(viewer, "pk"))
    if filters.q:
        # A list and not a subquery: PostgreSQL would walk all accounts to meet its few.
        rows = rows.filter(pk__in=named(filters.q))
    if filters.specialty:
        rows = rows.filter(specialty=filters.specialty)
    if filters.grade:
        rows = rows.filter(grade=filters.grade)
    if filters.region:
        # Folded by the database on both sides: the two engines fold other letters than Python.
        region = Lower(Value(filters.region.strip()))
        rows = rows.alias(folded=Lower("region")).filter(folded=region)
    if filters.interest:
        key = text.fold(filters.interest.strip().lstrip("#"))
        rows = rows.filter(pk__in=Interest.objects.filter(key=key).values("account_id"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: limit + 1])
    return Listing(found[:limit], found[limit - 1].pk if len(found) > limit else None)


def directory(
    viewer: Account | None, offset: int, limit: int, *, newest: bool, local: bool
) -> list[Account]:
    """People who wish to be found: who wrote last first, or who came last."""
    rows = Account.objects.filter(discoverable=True, moved_to=None).exclude(apart(viewer, "pk"))
    if local:
        rows = rows.filter(domain="")
    if viewer is not None:
        rows = rows.exclude(muted_by(viewer, "pk"))
    order = ("-pk",) if newest else (F("last_status_id").desc(nulls_last=True), "-pk")
    return list(rows.order_by(*order)[offset : offset + limit])


def _through(rows: QuerySet[Any], side: str, before: int | None, limit: int) -> Listing:
    """The accounts on one side of some ties, the latest tie first."""
    if before is not None:
        rows = rows.filter(pk__lt=before)
    ties = list(rows.select_related(side).order_by("-pk")[: limit + 1])
    accounts: list[Account] = [getattr(tie, side) for tie in ties[:limit]]
    return Listing(accounts, ties[limit - 1].pk if len(ties) > limit else None)


def followers(
    viewer: Account | None, account: Account, *, before: int | None = None, limit: int = PAGE
) -> Listing:
    rows = Follow.objects.filter(target=account).exclude(apart(viewer, "source"))
    return _through(rows, "source", before, limit)


def following(
    viewer: Account | None, account: Account, *, before: int | None = None, limit: int = PAGE
) -> Listing:
    rows = Follow.objects.filter(source=account).exclude(apart(viewer, "target"))
    return _through(rows, "target", before, limit)


def follow_requests(viewer: Account, *, before: int | None = None, limit: int = PAGE) -> Listing:
    """Who asks to follow the viewer."""
    rows = FollowRequest.objects.filter(target=viewer).exclude(apart(viewer, "source"))
    return _through(rows, "source", before, limit)


def blocked(viewer: Account, *, before: int | None = None, limit: int = PAGE) -> Listing:
    """Whom the viewer blocked: the one place where they still appear."""
    return _through(Block.objects.filter(source=viewer), "target", before, limit)


def muted(viewer: Account, *, before: int | None = None, limit: int = PAGE) -> Listing:
    still = Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now())
    rows = Mute.objects.filter(still, source=viewer).exclude(apart(viewer, "target"))
    return _through(rows, "target", before, limit)


def blocked_by_me(viewer: Account, account_id: int) -> Account:
    """Someone the viewer blocked: found so that the block can be lifted."""
    tie = Block.objects.filter(source=viewer, target_id=account_id).select_related("target").first()
    if tie is None:
        raise NotFound
    return tie.target
