"""What stands in feeds for readers of news: anybody's copy, kept for ever and searched by anybody.

So less than a page shows: public posts alone, written here, of people who wish to be found and are
not limited; no boosts, and no replies to others.
"""

from plenary.accounts.models import Account
from plenary.accounts.queries import get_by_acct
from plenary.lib.errors import NotFound
from plenary.lib.pagination import Page
from plenary.statuses.queries import Item, items
from plenary.timelines.queries.feeds import Tags, hashtag_ids, public_ids_of

MOST = 20


def has_feed(account: Account) -> bool:
    """Whether somebody's posts are to be had as a feed."""
    return account.domain == "" and account.discoverable and account.silenced_at is None


def feed_of(handle: str) -> tuple[Account, list[Item]]:
    """Somebody of this server and their latest public posts; NotFound for who has no feed."""
    owner = get_by_acct(None, handle)
    if not has_feed(owner):
        raise NotFound("There is nobody of that name here.")
    return owner, items(None, public_ids_of(owner, Page(limit=MOST)))


def feed_under(hashtag: str) -> list[Item]:
    """The latest public posts under a hashtag."""
    tags = Tags(any=(hashtag,))
    return items(None, hashtag_ids(None, tags, Page(limit=MOST), local=True, discoverable=True))
