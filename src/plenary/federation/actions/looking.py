"""Somebody here looks at somebody or something elsewhere that is old here, or not whole. Looking
fetches nothing: the post office does, for the next look. Only for who is signed in, and not without
end: what strangers look at must not fill this server."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q

from plenary.accounts.models import Account
from plenary.federation.actions import later
from plenary.federation.models import RemoteActor
from plenary.lib import clock
from plenary.statuses.models import Attachment, Status, UploadState

_STALE = timedelta(days=1)
_AGAIN = 6 * 3600  # seconds until the same is asked for again, had or not
_WINDOW = 3600
MOST = 300  # posts and people in one window, for one viewer


def at_posts(viewer: Account | None, ids: Iterable[int]) -> None:
    """Pictures of these posts, and of what they boost, that are not here any more or never were."""
    if viewer is None or not settings.FEDERATION:
        return
    shown = list(ids)
    boosted = Status.objects.filter(pk__in=shown, reblog_of__isnull=False).values("reblog_of")
    rows = Attachment.objects.filter(Q(status__in=shown) | Q(status__in=boosted))
    at_files(viewer, rows.filter(state=UploadState.ELSEWHERE))


def at_files(viewer: Account | None, files: Iterable[Attachment]) -> None:
    """The same, of what a page has in hand."""
    if viewer is None or not settings.FEDERATION:
        return
    missing = {
        one.status_id: one.remote_url
        for one in files
        if one.state == UploadState.ELSEWHERE and one.kind == "image" and one.status_id
    }
    for status_id, url in missing.items():
        if _may_ask(viewer, f"files:{status_id}"):
            later.files(status_id, url)


def at_account(viewer: Account | None, account: Account) -> None:
    """Somebody elsewhere: fetched anew when that was long ago, or their picture did not come, or
    nobody asked yet how many follow them."""
    if viewer is None or not account.uri or not settings.FEDERATION:
        return
    row = RemoteActor.objects.filter(account=account).first()
    if row is None:
        return
    missing = (row.avatar_url and not account.avatar) or (row.header_url and not account.header)
    old = row.fetched_at < clock.now() - _STALE or row.counted_at is None
    if (old or missing) and _may_ask(viewer, f"account:{account.pk}"):
        later.refresh(account)


def _may_ask(viewer: Account, what: str) -> bool:
    """Once in a while for each thing, whoever looks, and so often for each person."""
    spent = f"looks:{viewer.pk}"
    used: int = cache.get(spent, 0)
    if used >= MOST or not cache.add(f"look:{what}", 1, _AGAIN):
        return False
    cache.set(spent, used + 1, _WINDOW)
    return True
