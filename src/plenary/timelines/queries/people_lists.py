"""The viewer's lists of people; anybody else's do not exist."""

from plenary.accounts.models import Account
from plenary.accounts.visibility import apart, follows
from plenary.lib.errors import NotFound
from plenary.lib.pagination import Page, ids_page
from plenary.timelines.models import AccountList, ListMember


def my_lists(viewer: Account) -> list[AccountList]:
    return list(AccountList.objects.filter(account=viewer).order_by("pk"))


def lists_with(viewer: Account, account: Account) -> list[AccountList]:
    """Those of the viewer's lists that somebody is on."""
    rows = AccountList.objects.filter(account=viewer, members__account=account)
    return list(rows.order_by("pk"))


def own_list(viewer: Account, list_id: int) -> AccountList:
    found = AccountList.objects.filter(account=viewer, pk=list_id).first()
    if found is None:
        raise NotFound
    return found


def owns_list(account_id: int, list_id: int) -> bool:
    return AccountList.objects.filter(account=account_id, pk=list_id).exists()


def members(viewer: Account, which: AccountList, page: Page) -> list[tuple[int, Account]]:
    """Who is on one of the viewer's lists, the latest first, each with the key to page by."""
    rows = ListMember.objects.filter(list=which).filter(follows(viewer))
    ids = ids_page(rows.exclude(apart(viewer)), page)
    found = ListMember.objects.select_related("account").in_bulk(ids)
    return [(pk, found[pk].account) for pk in ids if pk in found]


def all_members(viewer: Account, which: AccountList, most: int) -> list[tuple[int, Account]]:
    """As `members`, all of them at once."""
    return members(viewer, which, Page(most))
