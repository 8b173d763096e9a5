"""Accounts by handle or id, and what a profile shows beside them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models.functions import Lower

from plenary.accounts import rules
from plenary.accounts.models import Account, Interest
from plenary.accounts.queries.kept import COLUMNS, accounts_of
from plenary.accounts.visibility import apart, apart_sql
from plenary.lib.errors import NotFound
from plenary.lib.rows import rows

_HANDLES = f"""
    SELECT {COLUMNS} FROM plenary_account a WHERE ({{either}}) AND NOT {apart_sql("a")}
"""
_REQUESTS = f"""
    SELECT COUNT(*) FROM plenary_followrequest r JOIN plenary_account a ON a.id = r.source_id
    WHERE r.target_id = %(me)s AND NOT {apart_sql("a")}
"""


def _parts(acct: str) -> tuple[str, str]:
    """Handle and host, folded; the host is '' for this server."""
    kept = acct if acct.isprintable() else ""
    username, _, domain = kept.strip().removeprefix("@").lower().partition("@")
    return username, "" if domain == settings.PUBLIC_URL.split("://", 1)[1] else domain


def get_by_acct(viewer: Account | None, acct: str) -> Account:
    """The account of `handle` or `handle@host`; NotFound too for who is blocked or suspended."""
    username, domain = _parts(acct)
    # Lower(...) is the very expression that the index of handles is on; iexact is not.
    named = Account.objects.alias(lowered=Lower("username"))
    found = named.filter(lowered=username, domain=domain).exclude(apart(viewer, "pk")).first()
    if found is None:
        raise NotFound("There is nobody of that name here.")
    return found


def by_handles(viewer: Account | None, accts: Iterable[str]) -> dict[str, Account]:
    """Accounts by handle as typed, folded to lower case (one query)."""
    wanted = {acct.strip().removeprefix("@").lower(): _parts(acct) for acct in accts}
    if not wanted:
        return {}
    given: dict[str, Any] = {"me": viewer.pk if viewer is not None else 0}
    either = []
    for place, (username, domain) in enumerate(wanted.values()):
        either.append(f"(LOWER(a.username) = %(u{place})s AND a.domain = %(d{place})s)")
        given |= {f"u{place}": username, f"d{place}": domain}
    found = rows(_HANDLES.format(either=" OR ".join(either)), given)
    known = accounts_of(found)
    met = {(row.username.lower(), row.domain): row for row in known.values()}
    return {acct: met[parts] for acct, parts in wanted.items() if parts in met}


_BLOCKED = f"""
    SELECT {COLUMNS} FROM plenary_block b JOIN plenary_account a ON a.id = b.target_id
    WHERE b.source_id = %(me)s AND LOWER(a.username) = %(username)s AND a.domain = %(domain)s
    AND a.suspended_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM plenary_block c WHERE c.source_id = a.id AND c.target_id = %(me)s)
"""


def blocked_named(viewer: Account, acct: str) -> Account:
    """Someone the viewer blocked, by handle: apps look them up so to lift the block. Not of whoever
    blocked the viewer too."""
    username, domain = _parts(acct)
    given = {"me": viewer.pk, "username": username, "domain": domain}
    for found in accounts_of(rows(_BLOCKED, given)).values():
        return found
    raise NotFound


def local_account(handle: str) -> Account | None:
    """Whoever has that handle here, suspended or not: for who runs the server."""
    named = Account.objects.alias(lowered=Lower("username"))
    return named.filter(lowered=handle.strip().lstrip("@").lower(), domain="").first()


def authors(ids: Iterable[int]) -> dict[int, Account]:
    """The authors of what a viewer was already found to be allowed to see."""
    return Account.objects.in_bulk(list(ids))


def interests(viewer: Account | None, account: Account) -> list[Interest]:
    """What an account, already found by the viewer, wants to be found by."""
    return list(account.interests.order_by("pk"))


def request_count(viewer: Account) -> int:
    """How many ask to follow the viewer."""
    return int(rows(_REQUESTS, {"me": viewer.pk})[0][0])


def handle_is_free(handle: str) -> bool:
    """Whether nobody here has this handle or one that looks like it."""
    return not Account.objects.filter(skeleton=rules.skeleton(handle), domain="").exists()
