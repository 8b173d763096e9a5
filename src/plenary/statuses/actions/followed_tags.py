"""Hashtags that somebody follows or shows."""

import re

from django.db import transaction
from django.db.models import F

from plenary.accounts.models import Account
from plenary.lib import text
from plenary.lib.errors import NotFound, Refused
from plenary.statuses import queries
from plenary.statuses.actions.hashtags import hashtag_named
from plenary.statuses.models import FeaturedHashtag, Hashtag, HashtagFollow

MAX_FOLLOWED = 200
MAX_FEATURED = 10
MAX_NAME = 100


def _named(name: str) -> Hashtag:
    """The hashtag of a name that can be one; made if it is new."""
    name = text.clean_line(name).lstrip("#＃")
    if len(name) > MAX_NAME or text.find_hashtags(f"#{name}") != [name] or re.search(r"\s", name):
        raise Refused("Validation failed: Tag is invalid", field="name")
    return hashtag_named(name)


def _hold(actor: Account) -> None:
    """One change at a time of what an account has few of."""
    list(Account.objects.select_for_update(no_key=True).filter(pk=actor.pk).values_list("pk"))


@transaction.atomic
def follow_hashtag(actor: Account, name: str) -> Hashtag:
    """From now on public posts under it come into the actor's home."""
    tag = _named(name)
    _hold(actor)
    mine = HashtagFollow.objects.filter(account=actor)
    if not mine.filter(hashtag=tag).exists():
        if mine.count() >= MAX_FOLLOWED:
            raise Refused(f"You can follow {MAX_FOLLOWED} hashtags.")
        HashtagFollow.objects.create(account=actor, hashtag=tag)
    _keep_whether_any(actor)
    return tag


@transaction.atomic
def unfollow_hashtag(actor: Account, name: str) -> Hashtag:
    tag = queries.hashtag_or_new(name)
    if tag._state.adding:
        return tag
    _hold(actor)
    HashtagFollow.objects.filter(account=actor, hashtag=tag).delete()
    _keep_whether_any(actor)
    return tag


def _keep_whether_any(actor: Account) -> None:
    follows = HashtagFollow.objects.filter(account=actor).exists()
    changed = Account.objects.filter(pk=actor.pk).exclude(follows_hashtags=follows)
    # The version too: by it a process knows that what it keeps of the account is old.
    changed.update(follows_hashtags=follows, version=F("version") + 1)
    actor.follows_hashtags = follows


@transaction.atomic
def feature_hashtag(actor: Account, name: str) -> FeaturedHashtag:
    """Show a hashtag on one's profile."""
    tag = _named(name)
    _hold(actor)
    mine = FeaturedHashtag.objects.filter(account=actor)
    found = mine.filter(hashtag=tag).first()
    if found is not None:
        return found
    if mine.count() >= MAX_FEATURED:
        raise Refused(f"Validation failed: You can show {MAX_FEATURED} hashtags")
    return FeaturedHashtag.objects.create(account=actor, hashtag=tag)


@transaction.atomic
def unfeature_hashtag(actor: Account, featured_id: int) -> None:
    gone, _ = FeaturedHashtag.objects.filter(account=actor, pk=featured_id).delete()
    if not gone:
        raise NotFound


@transaction.atomic
def unfeature_hashtag_named(actor: Account, name: str) -> Hashtag:
    tag = queries.hashtag(name)
    if tag is None:
        raise NotFound
    FeaturedHashtag.objects.filter(account=actor, hashtag=tag).delete()
    return tag
