"""What the viewer keeps about others, and how they like to post."""

from dataclasses import dataclass

from plenary.accounts.models import Account, Endorsement, UserDomainBlock
from plenary.accounts.visibility import apart
from plenary.lib.pagination import Page, ids_page


@dataclass(frozen=True, slots=True)
class PostingDefaults:
    """What a post is where its writer's app does not say; by the API's names. '' is no language."""

    visibility: str
    sensitive: bool
    language: str
    quotes: str


def posting_defaults(account: Account) -> PostingDefaults:
    """No query: they stand with the account."""
    return PostingDefaults(
        visibility=account.posting_visibility or "public",
        sensitive=account.posting_sensitive,
        language=account.posting_language,
        quotes=account.posting_quotes or "public",
    )


def endorsed(viewer: Account | None, owner: Account, page: Page) -> list[tuple[int, Account]]:
    """Whom somebody shows on their profile, the latest first, each with the key to page by."""
    rows = Endorsement.objects.filter(source=owner).exclude(apart(viewer, "target"))
    ids = ids_page(rows, page)
    found = Endorsement.objects.select_related("target").in_bulk(ids)
    return [(pk, found[pk].target) for pk in ids if pk in found]


def domains_kept_away(viewer: Account, page: Page) -> list[tuple[int, str]]:
    """Servers the viewer keeps away, the latest first, each with the key to page by."""
    rows = UserDomainBlock.objects.filter(account=viewer)
    ids = ids_page(rows, page)
    found = rows.in_bulk(ids)
    return [(pk, found[pk].domain) for pk in ids if pk in found]
