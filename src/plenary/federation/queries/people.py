"""Local accounts as other servers ask for them."""

from hashlib import sha256

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower

from plenary.accounts.models import Account, Follow
from plenary.accounts.visibility import keeps_away
from plenary.federation.models import Tombstone
from plenary.lib.rows import rows


def local_actor(username: str) -> Account | None:
    """By handle, in any case, suspended or not."""
    named = Account.objects.alias(lowered=Lower("username"))
    return named.filter(lowered=username.lower(), domain="").first()


def was_here(uri: str) -> bool:
    """Whether something of ours had this name, and its owner removed it."""
    digest = sha256(uri.encode()).hexdigest()
    return Tombstone.objects.filter(digest=digest).exists()


def followers_uri(account: Account) -> str:
    """What their server calls the followers of somebody elsewhere."""
    actor = getattr(account, "actor", None)
    return (actor.followers if actor is not None else "") or f"{account.uri}/followers"


def keeps_out(owner: Account, actor: Account) -> bool:
    """Whether somebody here blocks an account of elsewhere, or its whole server."""
    blocked = rows(_BLOCKED, {"owner": owner.pk, "actor": actor.pk})
    return bool(blocked) or keeps_away(owner, actor.domain)


_BLOCKED = "SELECT 1 FROM plenary_block WHERE source_id = %(owner)s AND target_id = %(actor)s"


def followers_on(owner: Account, domain: str) -> list[str]:
    """The ids of somebody's followers on one server, in order."""
    there = Q(source__uri__startswith=f"https://{domain}/")
    if settings.LOOPBACK_PEERS:
        there |= Q(source__uri__startswith=f"http://{domain}/")
    found = Follow.objects.filter(there, target=owner, source__suspended_at__isnull=True)
    return sorted(found.values_list("source__uri", flat=True))


def followers_elsewhere(owner: Account) -> list[str]:
    """The ids of all somebody's followers on other servers."""
    found = Follow.objects.filter(target=owner, source__suspended_at__isnull=True)
    return list(found.exclude(source__domain="").values_list("source__uri", flat=True))
