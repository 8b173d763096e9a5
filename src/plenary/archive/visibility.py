"""What one brings in and takes along is for oneself alone: anybody else's does not exist."""

from django.db.models import QuerySet

from plenary.accounts.models import Account
from plenary.archive.models import Alias, Archive, Import, MakingState, Move
from plenary.lib import clock


def imports(viewer: Account) -> QuerySet[Import]:
    return Import.objects.filter(account=viewer)


def archives(viewer: Account) -> QuerySet[Archive]:
    return Archive.objects.filter(account=viewer)


def kept_archives(viewer: Account) -> QuerySet[Archive]:
    """Those that may be fetched still."""
    return archives(viewer).filter(state=MakingState.READY, expires_at__gt=clock.now())


def aliases(viewer: Account) -> QuerySet[Alias]:
    return Alias.objects.filter(account=viewer)


def moves(viewer: Account) -> QuerySet[Move]:
    return Move.objects.filter(account=viewer)
