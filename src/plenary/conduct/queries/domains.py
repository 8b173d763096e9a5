"""Servers kept away, and what holds for a server."""

from collections.abc import Iterable

from django.conf import settings

from plenary.accounts import queries as accounts
from plenary.accounts.models import Account
from plenary.conduct.models import DomainAllow, DomainBlock
from plenary.conduct.rules import NOT_LISTED, OPEN, Decision, domain_lists, names_over, nearest
from plenary.conduct.visibility import must_moderate
from plenary.lib.errors import NotFound, Refused
from plenary.lib.pagination import Page, Paged, ids_page
from plenary.lib.rows import among, listed_words, rows

# By hand, for every request of another server asks.
_DECIDED = """
    SELECT domain, severity, reject_media, reject_reports FROM plenary_domainblock
    WHERE domain {among}
"""
_ALLOWED = """
    UNION ALL SELECT domain, 'allowed', reject, reject FROM (
        SELECT domain, 1 = 0 AS reject FROM plenary_domainallow WHERE domain = %(name)s
    ) listed
"""


def decision_for(domain: str) -> Decision:
    """What holds for a server: of the decisions about it and about the domains it lies in, the
    nearest; where only those on the list are met, that it is suspended if it is not. One query,
    nothing is remembered: a decision holds in every process from the moment it is committed. ''
    is this server."""
    if not domain or domain == settings.DOMAIN:
        return OPEN
    names = names_over(domain)
    if not names:
        return NOT_LISTED  # no host at all
    sql = _DECIDED.format(among=among("names"))
    params = {"names": listed_words(names)}
    if settings.ALLOW_LIST:
        sql, params = sql + _ALLOWED, params | {"name": names[0]}
    found = rows(sql, params)
    decided = {row[0]: _decision(row) for row in found if row[1] != "allowed"}
    if settings.ALLOW_LIST and not any(row[1] == "allowed" for row in found):
        return NOT_LISTED
    return nearest(domain, decided)


def _decision(row: tuple[str, str, object, object]) -> Decision:
    name, severity, media, reports = row
    return Decision(severity, bool(media), bool(reports), because=name)


def decisions_for(domains: Iterable[str]) -> dict[str, Decision]:
    """The same for many at once, by name (at most two queries)."""
    columns = ("domain", "severity", "reject_media", "reject_reports")
    decided = {row[0]: _decision(row) for row in DomainBlock.objects.values_list(*columns)}
    found = {domain: nearest(domain, decided) for domain in domains}
    if settings.ALLOW_LIST:
        allowed = set(DomainAllow.objects.values_list("domain", flat=True))
        for domain in found:
            if allowed.isdisjoint(names_over(domain)[:1]):
                found[domain] = NOT_LISTED
    return found


def domain_blocks(viewer: Account, page: Page) -> Paged[DomainBlock]:
    """Newest first; for moderators."""
    must_moderate(viewer)
    ids = ids_page(DomainBlock.objects.all(), page)
    found = DomainBlock.objects.in_bulk(ids)
    return Paged(
        [found[pk] for pk in ids if pk in found],
        older=ids[-1] if len(ids) == page.limit else None,
        newer=ids[0] if ids else None,
    )


def domain_block(viewer: Account, block_id: int) -> DomainBlock:
    must_moderate(viewer)
    found = DomainBlock.objects.filter(pk=block_id).first()
    if found is None:
        raise NotFound
    return found


def block_of(viewer: Account, domain: str) -> DomainBlock | None:
    """What was decided of a server, by its canonical name."""
    must_moderate(viewer)
    return DomainBlock.objects.filter(domain=domain).first()


def announced(viewer: Account | None) -> list[DomainBlock]:
    """Those whose users notice it: anybody may know."""
    rows = DomainBlock.objects.filter(severity__in=["silence", "suspend"])
    return list(rows.order_by("domain")[:5000])


def peers(viewer: Account | None) -> list[str]:
    """Servers that this one knows and meets, by name: none about which anything was decided, for a
    name that is told only in part there must not stand whole here. Three queries. Where only those
    on a list are met, that list is for who is signed in."""
    if settings.ALLOW_LIST and viewer is None:
        return []
    found = decisions_for(accounts.domains_known())
    return [domain for domain, one in found.items() if one.because == "" and not one.suspended]


def domain_allows(viewer: Account, page: Page) -> Paged[DomainAllow]:
    """Servers on the list, newest first; for moderators."""
    must_moderate(viewer)
    ids = ids_page(DomainAllow.objects.all(), page)
    found = DomainAllow.objects.in_bulk(ids)
    return Paged(
        [found[pk] for pk in ids if pk in found],
        older=ids[-1] if len(ids) == page.limit else None,
        newer=ids[0] if ids else None,
    )


def domain_allow(viewer: Account, allow_id: int) -> DomainAllow:
    must_moderate(viewer)
    found = DomainAllow.objects.filter(pk=allow_id).first()
    if found is None:
        raise NotFound
    return found


def domain_list(viewer: Account | None) -> str:
    """All decisions that limit anything, as Mastodon's moderators exchange them, by name; without
    a viewer for who runs the server."""
    if viewer is not None:
        must_moderate(viewer)
    rows = DomainBlock.objects.exclude(severity="noop", reject_media=False, reject_reports=False)
    return domain_lists.write(rows.order_by("domain"))


def may_show_pictures_of(domain: str) -> None:
    """A policy: nothing is fetched to be shown of a server whose pictures are not wanted."""
    if decision_for(domain).no_pictures:
        raise Refused(f"This server keeps no pictures of {domain}.")


def may_sign_in_from(host: str) -> None:
    """A policy: nobody of a suspended server signs in here, or of one below it."""
    if decision_for(host).suspended:
        raise Refused(f"This server keeps {host} away: nobody signs in here from there.")
