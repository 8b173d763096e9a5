"""Other servers, by whom of them is known. For whoever decides about them, so without a viewer."""

from collections.abc import Iterable

from django.db.models import Count

from plenary.accounts.models import Account
from plenary.lib.rows import indexed_by, rows

# From name to name along the index: as many steps as there are servers, not accounts. Its condition
# is spelled as the index has it, or SQLite would not take it.
_NEXT = """
    SELECT a.domain FROM plenary_account a {index}
    WHERE NOT (a.domain = '') AND a.domain > {after} ORDER BY a.domain LIMIT 1
"""
_DOMAINS = f"""
    WITH RECURSIVE known(domain) AS (
        SELECT ({_NEXT.replace("{after}", "''")})
        UNION ALL
        SELECT ({_NEXT.replace("{after}", "known.domain")}) FROM known
        WHERE known.domain IS NOT NULL
    )
    SELECT domain FROM known WHERE domain IS NOT NULL
"""


def domains_known() -> list[str]:
    """Every server of which an account is kept, by name (one query)."""
    return [
        domain for (domain,) in rows(_DOMAINS.format(index=indexed_by("account_of_domain")), {})
    ]


def domains_marked() -> list[str]:
    """Servers of which an account is suspended or limited as its server is (one query)."""
    marked = Account.objects.exclude(domain="").exclude(suspended_because="", silenced_because="")
    return list(marked.values_list("domain", flat=True).distinct().order_by())


def accounts_by_domain(domains: Iterable[str]) -> dict[str, int]:
    """How many accounts of each of these servers are kept (one query)."""
    found = Account.objects.filter(domain__in=list(domains)).values_list("domain")
    return dict(found.annotate(Count("pk")))


def suspended_with_server(domains: Iterable[str], after: int, limit: int) -> list[int]:
    """Ids of accounts that are suspended as their server is, in order, from the next one on."""
    found = Account.objects.filter(
        domain__in=list(domains), suspended_because="domain", pk__gt=after
    )
    return list(found.order_by("pk").values_list("pk", flat=True)[:limit])


def accounts_of(domains: Iterable[str], after: int, limit: int) -> list[Account]:
    """Accounts of these servers with their pictures, in the order of their ids."""
    found = Account.objects.filter(domain__in=list(domains), pk__gt=after).order_by("pk")
    return list(found.only("id", "domain", "avatar", "header")[:limit])
