"""Who may see a status. The one decision: every list, page, search, stream and file asks here."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from plenary.accounts.models import Account, Follow
from plenary.accounts.visibility import apart
from plenary.statuses.models import Mention, Status, Visibility


def visible_to(statuses: QuerySet[Status], viewer: Account | None) -> QuerySet[Status]:
    """Statuses the viewer may see. A boost needs both the boost and the boosted to be visible."""
    return statuses.filter(_may_see(viewer)).exclude(
        Q(reblog_of__isnull=False) & apart(viewer, "reblog_of__account")
        if viewer is None
        else _boosted_apart(viewer)
    )


def _may_see(viewer: Account | None) -> Q:
    open_to_all = Q(visibility__lte=Visibility.UNLISTED)
    if viewer is None:
        return open_to_all & Q(account__suspended_at__isnull=True)
    follower = Q(visibility=Visibility.PRIVATE) & Exists(
        Follow.objects.filter(source=viewer, target=OuterRef("account_id"))
    )
    mentioned = Q(visibility__gte=Visibility.PRIVATE) & Exists(
        Mention.objects.filter(status=OuterRef("pk"), account=viewer)
    )
    return Q(account=viewer) | (~apart(viewer) & (open_to_all | follower | mentioned))


def _boosted_apart(viewer: Account) -> Q:
    """Boosts of somebody the viewer must not meet, or of what only the viewer may not see."""
    boosted = Status.objects.filter(pk=OuterRef("reblog_of_id"))
    hidden = boosted.exclude(account=viewer).filter(
        apart(viewer) | Q(visibility__gt=Visibility.PRIVATE)
    )
    return Q(reblog_of__isnull=False) & Q(Exists(hidden))


def may_see(viewer: Account | None, status_id: int) -> bool:
    return visible_to(Status.objects.filter(pk=status_id), viewer).exists()
