"""What is known here by the ids that servers use."""

import re

from django.conf import settings

from plenary.accounts.models import Account
from plenary.federation.models import Received
from plenary.federation.queries.people import local_actor
from plenary.lib import questions
from plenary.lib.prepared import Prepared
from plenary.lib.rows import rows
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
    return _ACCOUNT_AT.first(uri=uri) if uri else None


# What the indexes leave out is left out of the questions, else they would not serve.
_ACCOUNT_AT = Prepared(lambda uri: Account.objects.filter(uri=uri).exclude(uri="")[:1])
_POSTS = Status.objects.select_related("account").filter(reblog_of__isnull=True)
_POST_HERE = Prepared(lambda pk: _POSTS.filter(pk=pk, local=True))
_POST_AT = Prepared(lambda uri: _POSTS.filter(uri=uri).exclude(uri="")[:1])


def status_at(uri: str) -> Status | None:
    """A post by its id, here or elsewhere, with its author (one query). No boosts."""
    if is_ours(uri):
        named = _ours(uri)
        if named is None or not named[2]:
            return None
        found = _POST_HERE.first(pk=int(named[2]))
        return found if found is not None and found.object_uri == uri else None
    return _POST_AT.first(uri=uri) if uri else None


def has_follower_here(account: Account) -> bool:
    """Whether anybody of this server follows them."""
    return bool(rows(_FOLLOWED_HERE, {"id": account.pk}))


_FOLLOWED_HERE = """
    SELECT 1 FROM plenary_follow f JOIN plenary_account a ON a.id = f.source_id
    WHERE f.target_id = %(id)s AND a.domain = '' LIMIT 1
"""


def interests_us(parent: Status) -> bool:
    """Whether answers to a post are read here: it was written here, or by somebody followed."""
    return parent.local or has_follower_here(parent.account)


def is_awaited(author: Account, hashtags: list[str]) -> bool:
    """Whether a congress here awaits what its author, who joined it from another server or signs in
    here with an account there, writes under its hashtag."""
    return bool(hashtags) and bool(questions.ask("is_awaited", author, hashtags))


def live(account: Account, kind: str, object_uri: str) -> Received | None:
    """The first activity by which an account still ties itself to something."""
    return _LIVE.first(account=account.pk, kind=kind, object_uri=object_uri)


_LIVE = Prepared(
    lambda account, kind, object_uri: Received.objects.filter(
        account=account, kind=kind, object_uri=object_uri, undone=False
    ).order_by("pk")[:1]
)
