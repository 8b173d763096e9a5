"""What is known here by the ids that servers use."""

import re

from django.conf import settings

from plenary.accounts.models import Account, Follow
from plenary.federation.models import Received
from plenary.federation.queries.people import local_actor
from plenary.lib import questions
from plenary.statuses.models import Status

_OURS = re.compile(r"/users/([A-Za-z0-9_]{1,64})(?:/statuses/([0-9]{1,18}))?")


def _ours(uri: str) -> re.Match[str] | None:
    here = f"{settings.PUBLIC_URL}/"
    return _OURS.fullmatch(uri[len(here) - 1 :]) if uri.startswith(here) else None


def is_ours(uri: str) -> bool:
    return uri.startswith(f"{settings.PUBLIC_URL}/")


def account_at(uri: str) -> Account | None:
    """An account by its id, here or elsewhere (one query)."""
    if is_ours(uri):
        named = _ours(uri)
        return local_actor(named[1]) if named and not named[2] else None
    return Account.objects.filter(uri=uri).exclude(uri="").first()


def status_at(uri: str) -> Status | None:
    """A post by its id, here or elsewhere, with its author (one query). No boosts."""
    rows = Status.objects.select_related("account").filter(reblog_of__isnull=True)
    if is_ours(uri):
        named = _ours(uri)
        if named is None or not named[2]:
            return None
        found = rows.filter(pk=int(named[2]), local=True).first()
        return found if found is not None and found.object_uri == uri else None
    return rows.filter(uri=uri).exclude(uri="").first()


def has_follower_here(account: Account) -> bool:
    """Whether anybody of this server follows them."""
    return Follow.objects.filter(target=account, source__domain="").exists()


def interests_us(parent: Status) -> bool:
    """Whether answers to a post are read here: it was written here, or by somebody followed."""
    return parent.local or has_follower_here(parent.account)


def is_awaited(author: Account, hashtags: list[str]) -> bool:
    """Whether a congress here awaits what its author, who joined it from another server or signs in
    here with an account there, writes under its hashtag."""
    return bool(hashtags) and bool(questions.ask("is_awaited", author, hashtags))


def live(account: Account, kind: str, object_uri: str) -> Received | None:
    """The first activity by which an account still ties itself to something."""
    rows = Received.objects.filter(account=account, kind=kind, object_uri=object_uri)
    return rows.filter(undone=False).order_by("pk").first()
