"""Follows of the viewer's that decisions about others ended. Nobody reads of another's."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from plenary.accounts.models import Account
from plenary.conduct.models import Severance, SeveredFollow
from plenary.lib.errors import NotFound


def _own(viewer: Account) -> QuerySet[Severance]:
    listed = SeveredFollow.objects.filter(severance=OuterRef("pk"))
    return Severance.objects.filter(account=viewer).annotate(listed=Exists(listed))


def own_severances(viewer: Account, ids: Iterable[int]) -> dict[int, Severance]:
    """Some of them by id; `listed`: whether any of those who were lost is known here still."""
    return _own(viewer).in_bulk(list(ids))


def severances(viewer: Account) -> list[Severance]:
    """The latest first."""
    return list(_own(viewer).order_by("-pk")[:50])


def severance(viewer: Account, severance_id: int) -> Severance:
    found = _own(viewer).filter(pk=severance_id).first()
    if found is None:
        raise NotFound
    return found


def severed(viewer: Account, severance_id: int, *, outgoing: bool) -> QuerySet[SeveredFollow]:
    """Whom the viewer followed (`outgoing`), or who followed them; NotFound where it is not
    theirs."""
    rows = severance(viewer, severance_id).follows.filter(outgoing=outgoing)
    return rows.select_related("other")
