"""Accounts by handle or id, and what a profile shows beside them."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower

from plenary.accounts import rules
from plenary.accounts.models import Account, FollowRequest, Interest
from plenary.accounts.visibility import apart
from plenary.lib.errors import NotFound


def _parts(acct: str) -> tuple[str, str]:
    """Handle and host, folded; the host is '' for this server."""
    kept = acct if acct.isprintable() else ""
    username, _, domain = kept.strip().removeprefix("@").lower().partition("@")
    return username, "" if domain == settings.PUBLIC_URL.split("://", 1)[1] else domain


def get_by_acct(viewer: Account | None, acct: str) -> Account:
    """The account of `handle` or `handle@host`; NotFound too for who is blocked or suspended."""
    username, domain = _parts(acct)
    # Lower(...) is the very expression that the index of handles is on; iexact is not.
    rows = Account.objects.alias(lowered=Lower("username"))
    found = rows.filter(lowered=username, domain=domain).exclude(apart(viewer, "pk")).first()
    if found is None:
        raise NotFound("There is nobody of that name here.")
    return found


def by_handles(viewer: Account | None, accts: Iterable[str]) -> dict[str, Account]:
    """Accounts by handle as typed, folded to lower case (one query)."""
    wanted = {acct.strip().removeprefix("@").lower(): _parts(acct) for acct in accts}
    if not wanted:
        return {}
    condition = Q()
    for username, domain in wanted.values():
        condition |= Q(lowered=username, domain=domain)
    rows = Account.objects.alias(lowered=Lower("username")).filter(condition)
    found = {(row.username.lower(), row.domain): row for row in rows.exclude(apart(viewer, "pk"))}
    return {acct: found[parts] for acct, parts in wanted.items() if parts in found}


def local_account(handle: str) -> Account | None:
    """Whoever has that handle here, suspended or not: for who runs the server."""
    rows = Account.objects.alias(lowered=Lower("username"))
    return rows.filter(lowered=handle.strip().lstrip("@").lower(), domain="").first()


def authors(ids: Iterable[int]) -> dict[int, Account]:
    """The authors of what a viewer was already found to be allowed to see."""
    return Account.objects.in_bulk(list(ids))


def by_ids(viewer: Account | None, ids: Iterable[int]) -> dict[int, Account]:
    """Accounts by id, without those the viewer must not meet."""
    rows = Account.objects.filter(pk__in=list(ids)).exclude(apart(viewer, "pk"))
    return {account.pk: account for account in rows}


def interests(viewer: Account | None, account: Account) -> list[Interest]:
    """What an account, already found by the viewer, wants to be found by."""
    return list(account.interests.order_by("pk"))


def request_count(viewer: Account) -> int:
    """How many ask to follow the viewer."""
    return FollowRequest.objects.filter(target=viewer).exclude(apart(viewer, "source")).count()


def handle_is_free(handle: str) -> bool:
    """Whether nobody here has this handle or one that looks like it."""
    return not Account.objects.filter(skeleton=rules.skeleton(handle), domain="").exists()
