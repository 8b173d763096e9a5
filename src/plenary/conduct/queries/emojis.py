"""Custom emoji as moderators see them."""

from plenary.accounts import queries as accounts
from plenary.accounts.models import Account, CustomEmoji
from plenary.conduct.visibility import must_moderate
from plenary.lib.pagination import Page, Paged


def emojis(viewer: Account, page: Page) -> Paged[CustomEmoji]:
    """This server's, disabled and hidden ones among them, the newest first; for moderators."""
    must_moderate(viewer)
    rows = accounts.all_emojis(viewer, page)
    return Paged(rows, older=rows[-1].pk if len(rows) == page.limit else None)
