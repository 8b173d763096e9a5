"""Followers in step (FEP-8fcf), the other way: a server tells the sum of our people who follow one
of its own, and where it differs from ours the two lists are compared."""

import re

from django.conf import settings

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, Follow, FollowRequest
from plenary.federation import queries
from plenary.federation.actions import asking, hearing, later
from plenary.federation.actions.later import patient
from plenary.federation.actions.sending import send
from plenary.federation.reading import id_of, same_host
from plenary.federation.reading.values import number
from plenary.federation.render import activities
from plenary.federation.synchronising import digest
from plenary.jobs.tasks import finishing, task
from plenary.lib.ids import new_id

MOST = 5000
_PART = re.compile(r'(\w+)="([^"]{0,500})"')


def told(account: Account, header: str) -> None:
    """`Collection-Synchronization`, with what somebody elsewhere signed. What does not speak of
    their own followers says nothing."""
    parts = dict(_PART.findall(header[:2000]))
    url = parts.get("url", "")
    followers = queries.followers_uri(account)
    if parts.get("collectionId") != followers or not same_host(url, account.uri):
        return
    ours = _ours(account).keys() | hearing.followers(account)
    if parts.get("digest", "").lower() != digest(ours):
        later.compare_followers(account, url)


def _ours(account: Account) -> dict[str, Account]:
    """Our people who follow somebody, by their ids."""
    ties = Follow.objects.filter(target=account, source__domain="").select_related("source")
    return {tie.source.actor_uri: tie.source for tie in ties}


@task(slow=True)
@patient()
def compare_followers(account_id: int, url: str) -> None:
    """Whom they do not count does not follow; who does not follow is told to them."""
    account = Account.objects.filter(pk=account_id, suspended_at=None).first()
    document = asking.document(url) if account is not None else None
    listed = document.get("orderedItems", document.get("items")) if document else None
    # Of a list that is not whole nobody is missing.
    if account is None or not isinstance(listed, list) or len(listed) > MOST:
        return
    if number((document or {}).get("totalItems")) > len(listed):
        return
    # One by one: of a list that is read as such only its beginning counts.
    named = {id_of(one) for one in listed}
    theirs = {one for one in named if one.startswith(f"{settings.PUBLIC_URL}/")}
    ours = _ours(account)
    with finishing():
        for uri in sorted(ours.keys() - theirs):
            accounts.unfollow(ours[uri], account)
        for uri in sorted(theirs - ours.keys()):
            _disclaim(uri, account)
        hearing.counted(account, theirs)


def _disclaim(uri: str, account: Account) -> None:
    """They count somebody here who does not follow; who has just asked to is left alone."""
    one = queries.account_at(uri)
    if one is None or FollowRequest.objects.filter(source=one, target=account).exists():
        return
    made = activities.follow(one.actor_uri, new_id(), account.uri)
    send(activities.undo(made), [queries.own_inbox(account)], owner=one)
