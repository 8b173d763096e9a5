"""Finding people."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from plenary.accounts.models import Account, Interest, NameWord
from plenary.accounts.visibility import apart
from plenary.lib import text
from plenary.lib.errors import NotFound


@dataclass(frozen=True)
class Filters:
    """What people are narrowed by; '' leaves a filter open."""

    q: str = ""
    specialty: str = ""
    grade: str = ""
    region: str = ""
    interest: str = ""

    def __bool__(self) -> bool:
        return bool(self.q or self.specialty or self.grade or self.region or self.interest)

    def condition(self, field: str = "") -> Q:
        """The filters on rows whose `field` is an account ('' for accounts themselves)."""
        prefix = f"{field}__" if field else ""
        ref = OuterRef(f"{field}_id" if field else "pk")
        found = Q()
        for name in ("specialty", "grade", "region"):
            if value := getattr(self, name):
                found &= Q(**{f"{prefix}{name}": value})
        if self.interest:
            key = text.fold(self.interest)
            found &= Q(Exists(Interest.objects.filter(key=key, account=ref)))
        for word in _words(self.q):
            found &= Q(Exists(_with_word(word).filter(account=ref)))
        return found


def _words(q: str) -> list[str]:
    folded = text.fold(q)
    return "".join(char if char.isalnum() else " " for char in folded).split()[:4]


def _with_word(prefix: str) -> QuerySet[NameWord]:
    """A range, not LIKE, so that the same index serves both engines."""
    return NameWord.objects.filter(word__gte=prefix, word__lt=prefix + "\U0010ffff")


def get_by_acct(viewer: Account | None, acct: str) -> Account:
    """Someone by handle; NotFound for nobody, for the blocked and for the suspended alike."""
    username, _, domain = acct.lstrip("@").partition("@")
    found = (
        Account.objects.filter(username__iexact=username, domain=domain.lower())
        .exclude(apart(viewer, "pk"))
        .first()
    )
    if found is None:
        raise NotFound("There is nobody by that name here.")
    return found


def by_ids(viewer: Account | None, ids: Iterable[int]) -> dict[int, Account]:
    """Accounts by id, without those the viewer must not meet."""
    rows = Account.objects.filter(pk__in=list(ids)).exclude(apart(viewer, "pk"))
    return {account.pk: account for account in rows}


def search(
    viewer: Account | None, filters: Filters, *, after: int | None = None, limit: int = 24
) -> list[Account]:
    """The directory: newest first, narrowed; `after` is the last id of the page before."""
    rows = (
        Account.objects.filter(discoverable=True)
        .filter(filters.condition())
        .exclude(apart(viewer, "pk"))
        .order_by("-pk")
    )
    if viewer is not None:
        rows = rows.exclude(pk=viewer.pk)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return list(rows[:limit])
