"""Servers kept away."""

from plenary.accounts.models import Account
from plenary.conduct.models import DomainBlock
from plenary.conduct.visibility import must_moderate
from plenary.lib.errors import NotFound, Refused
from plenary.lib.pagination import Page, Paged, ids_page


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


def may_sign_in_from(host: str) -> None:
    """A policy: nobody of a suspended server signs in here, or of one below it."""
    labels = host.split(":")[0].split(".")
    names = [host, *(".".join(labels[place:]) for place in range(len(labels)))]
    if DomainBlock.objects.filter(domain__in=names, severity="suspend").exists():
        raise Refused(f"This server keeps {host} away: nobody signs in here from there.")
