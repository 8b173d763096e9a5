"""What our things are called among servers. These names are kept by others for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from django.conf import settings

if TYPE_CHECKING:
    from plenary.accounts.models import Account
    from plenary.statuses.models import Status


def server_actor() -> str:
    """The server itself, as whom it asks others and passes reports on."""
    return f"{settings.PUBLIC_URL}/actor"


def server_username() -> str:
    """Its own host, as Mastodon's servers call themselves."""
    return urlsplit(settings.PUBLIC_URL).hostname or ""


def shared_inbox() -> str:
    return f"{settings.PUBLIC_URL}/inbox"


def key_of(actor_uri: str) -> str:
    return f"{actor_uri}#main-key"


def address(account: Account) -> str:
    """`user@host`, here too."""
    return f"{account.username}@{account.domain or settings.DOMAIN}"


def page(account: Account) -> str:
    """Where people see it."""
    if account.domain:
        return account.page or account.actor_uri
    return f"{settings.PUBLIC_URL}/@{account.username}"


def page_of(status: Status) -> str:
    if status.uri:
        return status.page or status.uri
    return f"{page(status.account)}/{status.pk}"


def followers(account: Account) -> str:
    return f"{account.actor_uri}/followers"


def hashtag(name: str) -> str:
    return f"{settings.PUBLIC_URL}/tags/{quote(name)}"


def emoji(shortcode: str) -> str:
    return f"{settings.PUBLIC_URL}/emojis/{shortcode}"


def activity_of(status: Status) -> str:
    """The Create of a post, or the Announce that a boost is. Of elsewhere a boost has this name
    itself."""
    return status.uri or f"{status.object_uri}/activity"


def authorization(quoted: Status, quoting_id: int) -> str:
    """The leave to quote one of our posts (FEP-044f); by the quoting post's row here."""
    return f"{quoted.account.actor_uri}/quote_authorizations/{quoting_id}"
