"""Accounts as moderators see them: nobody is hidden from them, and what they decided shows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from plenary.accounts.models import Account, User
from plenary.conduct import rules
from plenary.conduct.models import Deed
from plenary.conduct.visibility import must_moderate, rank_of
from plenary.lib.errors import NotFound
from plenary.lib.pagination import Page, Paged, ids_page

_MOST_ADDRESSES = 10


@dataclass
class Person:
    """An account with what only moderators know; `user` is None elsewhere."""

    account: Account
    user: User | None
    rank: int
    confirmed: bool
    addresses: list[tuple[str, datetime]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to list; empty is any."""

    origin: str = ""  # local, remote
    status: str = ""  # active, pending, disabled, silenced, suspended
    staff: bool = False
    ranks: tuple[int, ...] = ()
    username: str = ""
    display_name: str = ""
    words: str = ""  # the beginning of a handle, a name or an e-mail address
    domain: str = ""
    email: str = ""
    ip: str = ""


def people(viewer: Account, wanted: Wanted, page: Page) -> Paged[Account]:
    """Newest first (two queries)."""
    must_moderate(viewer)
    rows = Account.objects.filter(_condition(wanted))
    if wanted.username:
        rows = rows.alias(lowered=Lower("username"))
        rows = rows.filter(lowered__startswith=wanted.username.lower().removeprefix("@"))
    ids = ids_page(rows, page)
    found = Account.objects.in_bulk(ids)
    return Paged(
        [found[pk] for pk in ids if pk in found],
        older=ids[-1] if len(ids) == page.limit else None,
        newer=ids[0] if ids else None,
    )


def _condition(wanted: Wanted) -> Q:
    found = Q()
    if wanted.origin in {"local", "remote"}:
        found &= Q(domain="") if wanted.origin == "local" else ~Q(domain="")
    if wanted.status == "active":
        found &= Q(suspended_at__isnull=True) & ~Q(user__is_active=False)
    elif wanted.status == "pending":
        found &= Q(pk__in=[])  # nobody waits for approval here
    elif wanted.status == "disabled":
        found &= Q(user__is_active=False)
    elif wanted.status in {"silenced", "suspended"}:
        found &= Q(**{f"{wanted.status}_at__isnull": False})
    if wanted.staff:
        found &= Q(user__is_staff=True) | Q(user__is_superuser=True)
    if wanted.ranks:
        some = Q(pk__in=[])
        for rank in wanted.ranks:
            some |= _of_rank(rank)
        found &= some
    if wanted.display_name:
        found &= Q(display_name__istartswith=wanted.display_name)
    if wanted.words:
        words = wanted.words.removeprefix("@")
        found &= (
            Q(username__istartswith=words)
            | Q(display_name__istartswith=words)
            | Q(user__email__istartswith=words)
        )
    if wanted.domain:
        found &= Q(domain=wanted.domain.lower())
    if wanted.email:
        found &= Q(user__email__istartswith=wanted.email)
    if wanted.ip:
        try:
            address = str(ip_address(wanted.ip))
        except ValueError:
            return Q(pk__in=[])
        sessions = UserSession.objects.filter(user__account=OuterRef("pk"), ip=address)
        found &= Q(Exists(sessions))
    return found


def _of_rank(rank: int) -> Q:
    if rank == rules.ADMIN:
        return Q(user__is_superuser=True)
    if rank == rules.MODERATOR:
        return Q(user__is_staff=True, user__is_superuser=False)
    return Q(user__is_staff=False, user__is_superuser=False)


def described(viewer: Account, accounts: Iterable[Account]) -> dict[int, Person]:
    """What moderators know of each (three queries, however many)."""
    must_moderate(viewer)
    rows = {one.pk: one for one in accounts}
    users = {row.account_id: row for row in User.objects.filter(account__in=rows)}
    by_user = {user.pk: user for user in users.values()}
    verified = EmailAddress.objects.filter(user__in=by_user, verified=True, primary=True)
    confirmed = set(verified.values_list("user_id", flat=True))
    addresses: dict[int, list[tuple[str, datetime]]] = {}
    sessions = UserSession.objects.filter(user__in=by_user).order_by("-last_seen_at")
    for user_id, ip, at in sessions.values_list("user_id", "ip", "last_seen_at"):
        known = addresses.setdefault(user_id, [])
        if len(known) < _MOST_ADDRESSES and ip not in {one for one, _ in known}:
            known.append((ip, at))
    made = {}
    for pk, account in rows.items():
        user = users.get(pk)
        made[pk] = Person(
            account=account,
            user=user,
            rank=rank_of(user.is_staff, user.is_superuser) if user else rules.NOBODY,
            confirmed=user is not None and user.pk in confirmed,
            addresses=addresses.get(user.pk, []) if user else [],
        )
    return made


def person(viewer: Account, account_id: int) -> Person:
    """One of them, suspended or not."""
    must_moderate(viewer)
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        raise NotFound
    return described(viewer, [account])[account_id]


def deeds(viewer: Account, page: Page, target_id: int | None = None) -> Paged[Deed]:
    """The book of what moderators did, the latest first."""
    must_moderate(viewer)
    rows = Deed.objects.all()
    if target_id is not None:
        rows = rows.filter(target=target_id)
    ids = ids_page(rows, page)
    found = Deed.objects.select_related("actor", "target").in_bulk(ids)
    return Paged(
        [found[pk] for pk in ids if pk in found],
        older=ids[-1] if len(ids) == page.limit else None,
        newer=ids[0] if ids else None,
    )
