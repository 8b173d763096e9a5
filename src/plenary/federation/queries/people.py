"""Local accounts as other servers ask for them."""

from hashlib import sha256

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower

from plenary.accounts.models import Account, Follow, UserDomainBlock
from plenary.federation.models import Tombstone


def local_actor(username: str) -> Account | None:
    """By handle, in any case, suspended or not."""
    named = Account.objects.alias(lowered=Lower("username"))
    return named.filter(lowered=username.lower(), domain="").first()


def was_here(uri: str) -> bool:
    """Whether something of ours had this name, and its owner removed it."""
    digest = sha256(uri.encode()).hexdigest()
    return Tombstone.objects.filter(digest=digest).exists()


def keeps_away(owner: Account, domain: str) -> bool:
    """Whether somebody here wants nothing to do with a whole server."""
    return UserDomainBlock.objects.filter(account=owner, domain=domain).exists()


def followers_on(owner: Account, domain: str) -> list[str]:
    """The ids of somebody's followers on one server, in order."""
    there = Q(source__uri__startswith=f"https://{domain}/")
    if settings.LOOPBACK_PEERS:
        there |= Q(source__uri__startswith=f"http://{domain}/")
    rows = Follow.objects.filter(there, target=owner, source__suspended_at__isnull=True)
    return sorted(rows.values_list("source__uri", flat=True))


def followers_elsewhere(owner: Account) -> list[str]:
    """The ids of all somebody's followers on other servers."""
    rows = Follow.objects.filter(target=owner, source__suspended_at__isnull=True)
    return list(rows.exclude(source__domain="").values_list("source__uri", flat=True))
